-- SPDX-License-Identifier: MIT
-- What messages are made of: objects as a recipient may be told of them, with numbers, flags and days written out in the
-- recipient's language; all other words are the templates'. Persons stand as {"$person": ID} until the message is
-- handed out (core.content_filled): what is kept holds no name and no address.

-- A day as people write it: "1er juillet 2014", "1 July 2014", which no line end divides.
create or replace function core.day_words(day date, locale core.locale) returns text
language plpgsql immutable parallel safe
as $$
begin
  return case locale
    when 'fr' then case when extract(day from day) = 1 then '1er' else extract(day from day)::text end || chr(160)
      || ('{janvier,février,mars,avril,mai,juin,juillet,août,septembre,octobre,novembre,décembre}'::text[])
        [extract(month from day)]
    else extract(day from day) || chr(160)
      || ('{January,February,March,April,May,June,July,August,September,October,November,December}'::text[])
        [extract(month from day)]
  end || chr(160) || extract(year from day);
end;
$$;

-- The same with its day of the week: "mardi 1er juillet 2014", "Tuesday 1 July 2014"; and without the year.
create or replace function core.weekday_words(day date, locale core.locale) returns text
language plpgsql immutable parallel safe
as $$
begin
  return case locale
    when 'fr' then ('{lundi,mardi,mercredi,jeudi,vendredi,samedi,dimanche}'::text[])[extract(isodow from day)]
    else ('{Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday}'::text[])[extract(isodow from day)]
  end || ' ' || core.day_words(day, locale);
end;
$$;

create or replace function core.due_words(day date, locale core.locale) returns text
language plpgsql immutable parallel safe
as $$
begin
  return regexp_replace(core.weekday_words(day, locale), chr(160) || '[0-9]{4}$', '');
end;
$$;

-- The name of an organisation, or a person's place, which is filled later; NULL for nobody.
create or replace function core.told_party(organisation integer, person integer) returns jsonb
language plpgsql stable
as $$
begin
  if organisation is not null then
    return (select to_jsonb(o.name) from organisation as o where o.id = told_party.organisation);
  elsif person is not null then
    return jsonb_build_object('$person', person);
  end if;
  return null;
end;
$$;

-- A number of working days, and whether it is said in the plural; none is said of no whole one.
create or replace function core.told_days(days integer) returns jsonb
language plpgsql immutable parallel safe
as $$
begin
  return jsonb_build_object('days', nullif(days, 0), 'many', coalesce(days > 1, false));
end;
$$;

-- A decision in an action, as far as the recipient may be told of it; its meeting for who sees the plan whole.
create or replace function core.told_decision(recipient integer, plan text, number integer, locale core.locale)
returns jsonb
language plpgsql stable
as $$
declare
  sees visibility;
begin
  if number is null then
    return null;
  end if;
  sees := sight_of(recipient, plan);
  return (
    select jsonb_build_object('ref', d.plan || '-D' || d.number, 'title', d.title,
      'meeting', case when sees = 'committee' then m.plan || '-M' || m.number end,
      'date', case when sees = 'committee' then day_words(m.date, told_decision.locale) end)
    from decision as d left join meeting as m on m.plan = d.plan and m.number = d.meeting
    where d.plan = told_decision.plan and d.number = told_decision.number and not d.withdrawn
      and hears(sees, d.visibility));
end;
$$;

-- An action as a recipient may be told of it. What few actions have is asked only of those that have it.
create or replace function core.told_action(recipient integer, action core.action, locale core.locale) returns jsonb
language plpgsql stable
as $$
declare
  home plan;
  today date;
  left_over integer;
  ahead integer;
  before jsonb;
  after jsonb;
  helps boolean;
  blocked text;
begin
  select * into home from plan as p where p.key = action.plan;
  today := (core.now() at time zone home.zone)::date;
  if is_running(action.state) then
    left_over := action.due_last - today;
    if left_over > 0 then
      ahead := count_workdays(action.plan, today, action.due_last);
      before := told_days(case when ahead <= 20 then ahead end);
    elsif left_over < 0 then
      after := told_days(count_workdays(action.plan, action.due_last, today));
    end if;
  end if;
  helps := exists (
    select from action_support as s
    where s.plan = action.plan and s.action = action.number and hearer(s.organisation, s.person) = recipient);
  if action.blocked_why is not null
    and (sight_of(recipient, action.plan) = 'committee' or hears_as_own(recipient, action))
  then
    blocked := action.blocked_why;
  end if;
  return jsonb_build_object('ref', action.plan || '-' || action.number, 'title', action.title, 'plan', action.plan,
    'plan_title', home.title, 'owner', told_party(action.owner_organisation, action.owner_person),
    'mine', coalesce(hearer(action.owner_organisation, action.owner_person) = recipient, false),
    'support', helps, 'due', day_words(action.due_last, locale),
    'due_day', case when extract(year from action.due_last) = extract(year from today)
      then due_words(action.due_last, locale) else weekday_words(action.due_last, locale) end,
    'said', case when action.due_said !~ '^[0-9]+[-/.][0-9]+[-/.][0-9]+$' then action.due_said end,
    'before', before, 'today', coalesce(left_over = 0, false), 'after', after,
    'late', false, 'done', action.state = 'done',
    'decision', told_decision(recipient, action.plan, action.decision, locale),
    'postponements', action.postponements,
    'postponed', case when action.postponements > 0 then jsonb_build_object('count', action.postponements,
      'many', action.postponements > 1, 'first_due', day_words(action.first_due_last, locale)) end,
    'progress', case when action.state = 'done' then 100 else action.progress end,
    'priority_high', action.priority = 'high', 'blocked_why', blocked);
end;
$$;

-- An hour as people write it: "9 h", "14 h 30", "9:00", "14:30".
create or replace function core.hour_words(hour time, locale core.locale) returns text
language sql immutable parallel safe
as $$
  select case locale
    when 'fr' then extract(hour from hour) || chr(160) || 'h'
      || case when extract(minute from hour) > 0 then chr(160) || to_char(hour, 'MI') else '' end
    else to_char(hour, 'FMHH24:MI') end
$$;

-- The hours of a meeting, in the plan's zone, and what they are on the recipient's clock where that shows others; NULL
-- where none are known.
create or replace function core.told_time(recipient integer, meeting core.meeting, locale core.locale) returns jsonb
language plpgsql stable
as $$
declare
  zone text := (select p.zone from plan as p where p.key = meeting.plan);
  own text := (select p.zone from person as p where p.id = recipient);
  first timestamp := ((meeting.date + meeting.starts) at time zone zone) at time zone own;
  last timestamp := ((meeting.date + meeting.ends) at time zone zone) at time zone own;
  away boolean := first <> meeting.date + meeting.starts;
begin
  if first is null then
    return null;
  end if;
  return jsonb_build_object('starts', hour_words(meeting.starts, locale), 'ends', hour_words(meeting.ends, locale),
    'zone', case when away then zone end,
    'here', case when away then jsonb_build_object('starts', hour_words(first::time, locale),
      'ends', hour_words(last::time, locale), 'zone', own,
      'date', case when first::date <> meeting.date then weekday_words(first::date, locale) end) end);
end;
$$;

-- A meeting as those are told of it who see the plan whole; NULL for none.
create or replace function core.told_meeting(recipient integer, meeting core.meeting, locale core.locale) returns jsonb
language plpgsql stable
as $$
begin
  if meeting.number is null then
    return null;
  end if;
  return jsonb_build_object('ref', meeting.plan || '-M' || meeting.number, 'title', meeting_title(meeting),
    'sitting', meeting.sitting, 'plan', meeting.plan,
    'plan_title', (select p.title from plan as p where p.key = meeting.plan),
    'committee', (select c.name from committee as c where c.plan = meeting.plan and c.key = meeting.committee),
    'date', coalesce(weekday_words(meeting.date, locale), meeting.said), 'time', told_time(recipient, meeting, locale),
    'place', meeting.place, 'objective', meeting.objective);
end;
$$;

-- The secretaries of plans, to answer to: once each, in the order of the plans.
create or replace function core.told_secretaries(plans text[]) returns jsonb
language plpgsql stable
as $$
declare
  home text;
  secretary integer;
  known integer[] := '{}';
  told jsonb := '[]';
begin
  foreach home in array coalesce(plans, '{}') loop
    for secretary in select whole_hearers(home, '{secretary}') loop
      if not secretary = any (known) then
        known := known || secretary;
        told := told || jsonb_build_object('name', jsonb_build_object('$person', secretary),
          'address', jsonb_build_object('$address', secretary));
      end if;
    end loop;
  end loop;
  return told;
end;
$$;

create or replace function core.told_plans(plans text[]) returns jsonb
language plpgsql stable
as $$
begin
  return coalesce((
    select jsonb_agg(jsonb_build_object('key', p.key, 'title', p.title) order by home.place)
    from unnest(told_plans.plans) with ordinality as home (plan, place) join plan as p on p.key = home.plan), '[]');
end;
$$;

-- What all views have in common. Nobody is told to answer to themselves; who keeps the plans is told so, and answers to
-- nobody.
create or replace function core.told_head(recipient integer, plans text[], secretaries jsonb, late boolean, many boolean)
returns jsonb
language plpgsql stable
as $$
declare
  keeps boolean := coalesce(cardinality(plans), 0) > 0 and not exists (
    select from unnest(plans) as home where recipient not in (select whole_hearers(home, '{secretary}')));
begin
  return jsonb_build_object('locale', (select p.locale from person as p where p.id = recipient),
    'name', jsonb_build_object('$person', recipient), 'late', late, 'many', many,
    'keeps', keeps, 'secretaries', (
      select coalesce(jsonb_agg(s.one order by s.place), '[]')
      from jsonb_array_elements(told_head.secretaries) with ordinality as s (one, place)
      where not keeps and s.one #>> '{name,$person}' <> recipient::text), 'plans', told_plans(plans));
end;
$$;

-- What is kept of a message with names and addresses in the place of persons: as they are when it is handed out. An
-- erased person is called so, in the language of the message.
create or replace function core.content_filled(content jsonb) returns jsonb
language plpgsql stable
as $$
declare
  filled text := content::text;
  place text;
  known person;
begin
  -- A text that somebody typed cannot look like a place: its quotes are escaped. Each place that is found goes at once,
  -- wherever it stands, so that one person costs one turn.
  loop
    place := substring(filled from '\{"\$(?:person|address)": [0-9]+\}');
    exit when place is null;
    if known.id is distinct from substring(place from '[0-9]+')::integer then
      select * into known from person as p where p.id = substring(place from '[0-9]+')::integer;
    end if;
    filled := replace(filled, place, case
      when place like '{"$address"%' then coalesce(to_json(known.email)::text, 'null')
      else to_json(coalesce(known.name, (
        select case content #>> '{view,locale}' when 'en' then w.en else w.fr end
        from wording as w where w.key = 'person.erased')))::text end);
  end loop;
  return filled::jsonb;
end;
$$;

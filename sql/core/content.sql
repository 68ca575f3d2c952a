-- SPDX-License-Identifier: MIT
-- What a message says: the view of its shape for the templates, made from the rows of the ledger that are bound to it.
-- Lists are always there, at most fifty long; `more` counts what was left out. Keys are never left out, since a
-- template would look for a missing one further out.

-- Which list of the view a kind of the ledger goes into.
create or replace function core.content_list(kind core.reminder_kind) returns text
language plpgsql immutable parallel safe
as $$
begin
  return case kind when 'rung' then 'reminders' else kind::text end;
end;
$$;

-- A deadline that somebody asked for, as it is written.
create or replace function core.told_asked(asked core.postponement, locale core.locale) returns text
language plpgsql immutable parallel safe
as $$
begin
  return coalesce(core.day_words(asked.due_last, locale), asked.due_said);
end;
$$;

-- The request that a row of the ledger is about: the one open, or the one answered in that revision.
create or replace function core.content_request(reminder core.reminder) returns core.postponement
language plpgsql stable
as $$
declare
  about postponement;
begin
  select * into about from postponement as p
  where p.plan = reminder.plan and p.action = ref_number(reminder.object) and not p.withdrawn
    and (reminder.kind = 'requested' and p.state = 'asked'
      or reminder.kind = 'answered' and p.state in ('accepted', 'refused') and p.revision = reminder.due_revision)
  order by p.answered_at desc nulls first, p.number desc
  limit 1;
  return about;
end;
$$;

-- A row of the ledger about an action as an item: the action, and what happened to it.
create or replace function core.content_action(reminder core.reminder, locale core.locale) returns jsonb
language plpgsql stable
as $$
declare
  about action;
  asked postponement;
  why text;
begin
  select * into about from action as a where a.plan = reminder.plan and a.number = ref_number(reminder.object);
  if reminder.kind in ('requested', 'answered') then
    asked := content_request(reminder);
    why := case reminder.kind when 'requested' then asked.why else asked.answer end;
  elsif reminder.kind = 'moved' then
    select min(j.why) into why from journal as j
    where j.plan = reminder.plan and j.revision = reminder.due_revision and j.object = reminder.object;
  end if;
  return told_action(reminder.person, about, locale) || jsonb_build_object(
    'from', day_words((reminder.detail ->> 'from')::date, locale),
    'to', coalesce(day_words(about.due_last, locale), about.due_said),
    'with_meeting', case when about.due_moves > 0 and reminder.kind = 'moved' then
      about.plan || '-M' || about.due_meeting end,
    'by', told_party(asked.organisation, asked.person), 'asked', told_asked(asked, locale),
    'accepted', coalesce(asked.state = 'accepted', false), 'why', why);
end;
$$;

-- The recipient's running actions that hang on a decision.
create or replace function core.content_hanging(reminder core.reminder, decision integer) returns setof core.action
language plpgsql stable
as $$
begin
  return query
  select a.* from action as a
  where a.plan = reminder.plan and a.decision = content_hanging.decision and is_running(a.state) and not a.withdrawn
    and reminder.person in (select action_hearers(a));
end;
$$;

-- A decision as an item, with the first ten of these actions.
create or replace function core.content_decision(reminder core.reminder, locale core.locale) returns jsonb
language plpgsql stable
as $$
declare
  place record := object_parse(reminder.object);
begin
  return (
    select jsonb_build_object('ref', d.plan || '-D' || d.number, 'title', d.title, 'text', d.text, 'plan', d.plan,
      'meeting', case when sight_of(reminder.person, d.plan) = 'committee' then d.plan || '-M' || d.meeting end,
      'date', case when sight_of(reminder.person, d.plan) = 'committee' then (
        select day_words(m.date, content_decision.locale) from meeting as m where m.plan = d.plan and m.number = d.meeting) end,
      'plan_title', (select p.title from plan as p where p.key = d.plan),
      'superseded_by', told_decision(reminder.person, d.plan, d.superseded_by, locale),
      'actions', coalesce((
        select jsonb_agg(told_action(reminder.person, a, locale) order by a.due_last, a.number)
        from (select * from content_hanging(reminder, d.number) as h order by h.due_last, h.number limit 10) as a), '[]'),
      'actions_more', (
        select case when count(*) > 10 then jsonb_build_object('count', count(*) - 10, 'many', count(*) > 11) end
        from content_hanging(reminder, d.number)))
    from decision as d where d.plan = place.plan and d.number = place.number);
end;
$$;

-- The only item of a message, for its subject: with a flag for each kind.
create or replace function core.content_only(kind core.reminder_kind, item jsonb) returns jsonb
language plpgsql immutable parallel safe
as $$
begin
  return item || jsonb_build_object('reminder', kind = 'rung', 'assigned', kind = 'assigned', 'moved', kind = 'moved',
    'decided', kind = 'decided', 'requested', kind = 'requested', 'answered', kind = 'answered');
end;
$$;

-- News: reminders and all that happened to actions and decisions, each in its list by deadline.
create or replace function core.content_news(message core.message, locale core.locale) returns jsonb
language plpgsql stable
as $$
declare
  one record;
  list text;
  item jsonb;
  lists text[] := '{}';
  items jsonb[] := '{}';
  many integer := 0;
  more integer := 0;
  overdue integer := 0;
  reminded boolean := false;
  concerned boolean := false;
  owning boolean := false;
  helping boolean := false;
  ahead boolean := false;
begin
  for one in
    select r as row, row_number() over (partition by r.kind order by a.due_last, r.plan, a.number, r.object, r.id) as place
    from reminder as r
    left join action as a on r.kind <> 'decided' and a.plan = r.plan and a.number = ref_number(r.object)
    where r.message = content_news.message.id and r.state <> 'void'
    order by a.due_last, r.plan, a.number, r.object, r.id
  loop
    many := many + 1;
    list := content_list((one.row).kind);
    if one.place > 50 then
      more := more + 1;
      continue;
    end if;
    item := case list when 'decided' then content_decision(one.row, locale) else content_action(one.row, locale) end
      || jsonb_build_object('late', (one.row).late);
    lists := lists || list;
    items := items || item;
    if list in ('reminders', 'assigned') then
      owning := owning or (item -> 'mine')::boolean;
      helping := helping or (item -> 'support')::boolean;
      ahead := ahead or item -> 'before' <> 'null' and ((item -> 'mine')::boolean or (item -> 'support')::boolean);
    end if;
    if list = 'reminders' then
      reminded := true;
      overdue := overdue + (item -> 'after' <> 'null')::integer;
      concerned := concerned or (item -> 'mine')::boolean or (item -> 'support')::boolean;
    end if;
  end loop;
  return '{"reminders":[],"assigned":[],"moved":[],"decided":[],"requested":[],"answered":[]}' || (
    select coalesce(jsonb_object_agg(listed.name, listed.items), '{}')
    from (
      select each.name, jsonb_agg(each.item order by each.place) as items
      from unnest(lists, items) with ordinality as each (name, item, place)
      group by each.name) as listed)
    || jsonb_build_object('count', many, 'overdue_count', overdue, 'watching', reminded and not concerned,
      'owning', owning, 'helping', helping and not owning, 'ahead', ahead,
      'more', case when more > 0 then jsonb_build_object('count', more, 'many', more > 1) end,
      'subject_one', case when many = 1 then content_only((one.row).kind, item) end);
end;
$$;

-- An invitation, or minutes: the meeting.
create or replace function core.content_meeting(reminder core.reminder, locale core.locale) returns jsonb
language plpgsql stable
as $$
declare
  about meeting;
  told convening;
begin
  select * into about from meeting as m where m.plan = reminder.plan and m.number = ref_number(reminder.object);
  if reminder.kind = 'minutes' then
    return jsonb_build_object('meeting', told_meeting(reminder.person, about, locale), 'minutes', about.minutes,
      'approved', about.state = 'approved');
  end if;
  select * into told from convening as c where c.plan = about.plan and c.meeting = about.number;
  about.date := told.date;
  about.starts := told.starts;
  about.ends := told.ends;
  about.place := told.place;
  return jsonb_build_object('meeting', told_meeting(reminder.person, about, locale),
    'update', coalesce((reminder.detail ->> 'update')::boolean, false) and not told.cancelled,
    'cancelled', told.cancelled);
end;
$$;

-- A section of the pack as the committee's members are told it.
create or replace function core.content_section(recipient integer, meeting core.meeting, section core.pack_section,
  locale core.locale) returns jsonb
language plpgsql stable
as $$
begin
  if section = 'decisions' then
    return coalesce((
      select jsonb_agg(jsonb_build_object('ref', d.plan || '-D' || d.number, 'title', d.title) order by d.number)
      from (
        select * from decision as d
        where d.plan = meeting.plan and not d.withdrawn and d.superseded_by is null and not exists (
          select from action as a
          where a.plan = d.plan and a.decision = d.number and not a.withdrawn and a.state <> 'cancelled')
        order by d.number limit 50) as d), '[]');
  elsif section = 'gaps' then
    return coalesce((
      select jsonb_agg(jsonb_build_object('ref', (g.indicator).plan || '-I' || (g.indicator).number,
        'title', (g.indicator).title,
        'baseline', figure_words((g.indicator).baseline, (g.indicator).unit, locale),
        'target', figure_words((g.indicator).target, (g.indicator).unit, locale),
        'last', figure_words((g.last).value, (g.indicator).unit, locale), 'date', day_words((g.last).taken_on, locale),
        'missing', figure_words(abs((g.indicator).target - (g.last).value), (g.indicator).unit, locale))
        order by (g.indicator).number)
      from (select * from pack_gaps(meeting.plan) limit 50) as g), '[]');
  end if;
  return coalesce((
    select jsonb_agg(told_action(recipient, found_one.action, locale) order by found_one.place)
    from (
      select a as action, row_number() over () as place from pack_actions(meeting, section) as a limit 50) as found_one),
    '[]');
end;
$$;

-- A number with its unit as people write it: "1 234,5 M€" and "1,234.5 M€".
create or replace function core.figure_words(figure numeric, unit text, locale core.locale) returns text
language sql immutable parallel safe
as $$
  select case when locale = 'fr' then translate(written, ',.', chr(8239) || ',') else written end || chr(160) || unit
  from (select regexp_replace(to_char(figure, 'FM999,999,999,999,999,999,990.999999'), '\.$', '') as written) as plain
$$;

-- The pack.
create or replace function core.content_pack(reminder core.reminder, locale core.locale) returns jsonb
language plpgsql stable
as $$
declare
  about meeting;
  before meeting;
  view jsonb;
  section pack_section;
begin
  select * into about from meeting as m where m.plan = reminder.plan and m.number = ref_number(reminder.object);
  before := pack_before(about);
  view := jsonb_build_object('meeting', told_meeting(reminder.person, about, locale),
    'since', told_meeting(reminder.person, before, locale));
  foreach section in array enum_range(null::pack_section) loop
    view := view || jsonb_build_object(section::text, content_section(reminder.person, about, section, locale));
  end loop;
  return view;
end;
$$;

-- The digest.
create or replace function core.content_digest(reminder core.reminder, locale core.locale) returns jsonb
language plpgsql stable
as $$
declare
  since timestamptz := (reminder.detail ->> 'since')::timestamptz;
  zone text := (select p.zone from person as p where p.id = reminder.person);
  view jsonb := '{"overdue":[],"soon":[],"done":[]}';
begin
  select view || coalesce(jsonb_object_agg(listed.section, listed.items), '{}') into view
  from (
    select d.section, jsonb_agg(told_action(reminder.person, d.action, locale)
      order by (d.action).due_last, (d.action).plan, (d.action).number) as items
    from (
      select each.*, row_number() over (partition by each.section order by (each.action).due_last) as place
      from digest_actions(reminder.person, since) as each) as d
    where d.place <= 50
    group by d.section) as listed;
  return view || jsonb_build_object('since', day_words((since at time zone zone)::date, locale),
    'asked', coalesce((
      select jsonb_agg(told_action(reminder.person, a, locale) || jsonb_build_object(
        'by', told_party(q.organisation, q.person), 'asked', told_asked(q, locale), 'why', q.why))
      from digest_requests(reminder.person) as q join action as a on a.plan = q.plan and a.number = q.action), '[]'),
    'changed', (
      select nullif(count(distinct (j.plan, j.object)), 0) from member as m join journal as j on j.plan = m.plan
      where m.person = reminder.person and sight_of(m.person, m.plan) = 'committee'
        and j.revision > revision_at(m.plan, since) and j.relation = 'action'));
end;
$$;

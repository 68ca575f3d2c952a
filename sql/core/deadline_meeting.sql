-- SPDX-License-Identifier: MIT
-- Deadlines that are meetings ("prochain COPIL", "next COPIL", "COPIL 3", "LR-M3"): the day is the meeting's, and
-- follows it when it moves; while the meeting's date is open, so is the deadline's last day. "Before" and "by" a
-- meeting mean its day too.

select
  core.word('deadline.no_meeting', 'a meeting that is planned: this committee has none',
    'une séance prévue : ce comité n’en a pas');
select core.define_domain('deadline', 'text',
  'a deadline such as 2014-06-21, 21/06/2014, 2014-06, 2014-Q3, "fin juin", "été 2014", "d''ici l''été" or "next COPIL"',
  'une échéance telle que 2014-06-21, 21/06/2014, 2014-06, 2014-Q3, « fin juin », « été 2014 », « d’ici l’été » ou « prochain COPIL »');

-- What folded words leave of a meeting's name: "d'ici la prochaine seance du copil" is "copil", and next.
create or replace function core.meeting_words(words text, out name text, out sitting integer, out is_next boolean,
  out is_meeting boolean)
language plpgsql immutable strict parallel safe
as $$
declare
  every text[] := regexp_split_to_array(regexp_replace(words, '''', ' ', 'g'), '\s+');
  particles constant text[] := '{d,ici,avant,before,by,pour,au,aux,a,le,la,l,les,the,du,de,des,of,for,at,in,until,till,
    jusqu,lors,plus,tard,prochain,prochaine,suivant,suivante,next,seance,reunion,meeting,sitting}';
  part text[];
begin
  is_next := every && '{prochain,prochaine,suivant,suivante,next}';
  is_meeting := every && '{seance,reunion,meeting,sitting}';
  select coalesce(string_agg(word, ' ' order by place), '') into name
  from unnest(every) with ordinality as spoken (word, place) where not word = any (particles);
  part := coalesce(regexp_match(name, '^(.+) (?:n ?°? ?)?([0-9]{1,4})$'),
    (select array[m[2], m[1]] from regexp_match(name, '^([0-9]{1,4})(?:er|ere|e|eme|nd|st|rd|th) (.+)$') as m
      where m is not null));
  if part is not null and not is_next then
    name := part[1];
    sitting := part[2];
  end if;
end;
$$;

-- The committee of a plan that a name means: its key, or its name without articles; NULL for none.
create or replace function core.committee_meant(plan text, name text) returns text
language plpgsql stable
as $$
begin
  return (
    select c.key from committee as c
    where c.plan = committee_meant.plan
      and (fold(c.key) = committee_meant.name
        or (meeting_words(deadline_fold(c.name))).name = committee_meant.name)
    order by fold(c.key) = committee_meant.name desc
    limit 1);
end;
$$;

-- The number of the meeting that was meant by a deadline; NULL where the words mean none. Refuses a meeting that is not
-- there, and the next one of a committee that has planned none.
create or replace function core.meeting_meant(plan text, param text, typed text) returns integer
language plpgsql stable
as $$
declare
  words text := deadline_fold(typed);
  ref text := upper(substring(words from '([a-z0-9]{1,8}-m[1-9][0-9]{0,8})$'));
  spoken record;
  meant text;
  number integer;
begin
  if ref is not null then
    return link_number('meeting', plan, param, ref);
  end if;
  spoken := meeting_words(words);
  if not spoken.is_next and spoken.sitting is null then
    return null;
  end if;
  meant := committee_meant(plan, spoken.name);
  if meant is null and not (spoken.is_meeting and spoken.name = '') then
    return null;
  end if;
  select m.number into number from meeting as m
  where m.plan = meeting_meant.plan and not m.withdrawn and (meant is null or m.committee = meant)
    and (m.sitting = spoken.sitting or spoken.sitting is null and m.state = 'planned'
      and coalesce(m.latest, 'infinity') >= today(meeting_meant.plan))
  order by coalesce(m.latest, 'infinity'), m.sitting, m.number
  limit 1;
  if number is null then
    perform refuse_value(param, 'deadline.no_meeting');
  end if;
  return number;
end;
$$;

-- A deadline as said and as reckoned, as core.deadline_parse gives it, and the meeting that it is, if it is one: then
-- without any day while the meeting's is open.
create or replace function core.due_parse(plan text, param text, typed text,
  out said text, out edtf text, out first_day date, out last_day date, out meeting integer)
language plpgsql stable
as $$
declare
  met meeting;
begin
  meeting := meeting_meant(plan, param, typed);
  if meeting is null then
    select d.said, d.edtf, d.first_day, d.last_day into said, edtf, first_day, last_day
    from deadline_parse(plan, param, typed) as d;
    return;
  end if;
  said := regexp_replace(typed, '^\s+|\s+$', '', 'g');
  select * into met from core.meeting as m where m.plan = due_parse.plan and m.number = due_parse.meeting;
  edtf := met.latest;
  first_day := met.latest;
  last_day := met.latest;
end;
$$;

-- A meeting moved: the deadlines that are this meeting move with it, in the same call. That is no postponement, and is
-- counted as what it is; the first deadline stays the first day that was known.
create or replace function core.meeting_followed() returns trigger
language plpgsql security definer set search_path = core, pg_temp
as $$
begin
  update action as a
  set due_edtf = new.latest, due_first = new.latest, due_last = new.latest, due_revision = new.revision,
    due_moves = a.due_moves + (a.due_last is not null)::integer,
    first_due_said = case when a.first_due_last is null then a.due_said else a.first_due_said end,
    first_due_last = coalesce(a.first_due_last, new.latest)
  where a.plan = new.plan and a.due_meeting = new.number and a.due_last is distinct from new.latest
    and a.state not in ('done', 'cancelled') and not a.withdrawn;
  return null;
end;
$$;
create or replace trigger followed after update on core.meeting
  for each row when (old.latest is distinct from new.latest) execute function core.meeting_followed();

-- An action taken up again whose meeting has moved meanwhile follows it from now on.
create or replace function core.action_caught_up() returns trigger
language plpgsql security definer set search_path = core, pg_temp
as $$
declare
  latest constant date := (select m.latest from meeting as m where m.plan = new.plan and m.number = new.due_meeting);
begin
  if latest is distinct from new.due_last then
    new.due_moves := new.due_moves + (new.due_last is not null)::integer;
    new.due_edtf := latest;
    new.due_first := latest;
    new.due_last := latest;
    new.due_revision := advance(new.plan);
    if new.first_due_last is null then
      new.first_due_said := new.due_said;
      new.first_due_last := latest;
    end if;
  end if;
  return new;
end;
$$;
create or replace trigger caught_up before update on core.action
  for each row when (new.due_meeting is not null and not new.withdrawn and new.state not in ('done', 'cancelled')
    and (old.withdrawn or old.state in ('done', 'cancelled')))
  execute function core.action_caught_up();

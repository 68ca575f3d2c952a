-- SPDX-License-Identifier: MIT
-- What a plan will send, to whom and when, as things stand: what waits in the ledger, and what the agenda will make of its
-- ladders, packs and digests. The functions with security definer ask for persons what the ring will ask; preview_json
-- joins them with what the caller sees.

-- The running actions of a plan whose next rung may fall up to that day, the nearest first; with a person, those whose
-- ladder tells that one.
create or replace function core.agenda_until(plan text, until date, only_person integer) returns setof integer
language plpgsql stable security definer set search_path = core, pg_temp
as $$
declare
  told constant told[] := array(select distinct unnest(r.told) from rungs_of(agenda_until.plan) as r);
  every boolean := only_person is null or only_person in (select rung_watchers(agenda_until.plan, told));
begin
  -- Each action is asked about once, however the two tables are joined.
  return query
  with near as materialized (
    select n.day, a as action
    from agenda as n join action as a on a.plan = n.plan and a.number = n.object
    where n.kind = 'rung' and n.plan = agenda_until.plan and n.day <= until and n.plan = any (plans()))
  select (n.action).number
  from near as n
  where every or only_person in (select rung_hearers(n.action, told))
  order by n.day, (n.action).number;
end;
$$;

-- When something leaves that is due to a person in the morning of a day: not before now, and not while the person is away.
create or replace function core.coming_at(plan text, day date, person core.person) returns timestamptz
language plpgsql stable
as $$
begin
  return greatest(morning_at(plan, day, person.zone), core.now(), muted_to(person, plan));
end;
$$;

-- Why nothing is sent to a person, whatever it is about; NULL where it is.
create or replace function core.coming_fails(person core.person) returns text
language plpgsql stable
as $$
declare
  told constant channel := channel_of(person.id);
begin
  return case when told = 'none' then 'unwanted' else person_fails(person, told) end;
end;
$$;

-- The packs of a plan that are due up to a day, for each who sees the plan whole.
create or replace function core.packs_coming(plan text, until date)
returns table (number integer, person integer, day date, at timestamptz, reason text)
language plpgsql stable security definer set search_path = core, pg_temp
as $$
begin
  return query
  select n.object, p.id, n.day, coming_at(n.plan, n.day, p), coming_fails(p)
  from agenda as n cross join lateral whole_hearers(n.plan) as told (id) join core.person as p on p.id = told.id
  where n.kind = 'pack' and n.plan = packs_coming.plan and n.day <= until and n.plan = any (plans());
end;
$$;

-- The mornings up to a day on which a person is to have a digest; what it says is known then, and without anything to say
-- there is none. None is due while somebody is away.
create or replace function core.digests_coming(person integer, until date)
returns table (day date, at timestamptz, reason text)
language plpgsql stable security definer set search_path = core, pg_temp
as $$
declare
  away constant date := (preference_of(person)).muted_until;
begin
  return query
  select (m.at at time zone p.zone)::date, m.at, coming_fails(p)
  from core.person as p
  cross join lateral digest_mornings(p.id, until - core.now()::date + 1) as m (at)
  where p.id = digests_coming.person and (m.at at time zone p.zone)::date <= until
    and (away is null or (m.at at time zone p.zone)::date > away);
end;
$$;

-- The persons with a part in a plan whose preferences the caller may know; with a person, that one alone.
create or replace function core.digest_readers(plan text, only_person integer) returns setof integer
language plpgsql stable
as $$
begin
  return query
  select p.id
  from person as p
  where (only_person is null or p.id = only_person) and exists (
      select from member as m
      where m.plan = digest_readers.plan and (m.person = p.id or m.organisation = p.organisation))
    and (is_self(p.id) or may_edit_party(null, p.id));
end;
$$;

-- What the agenda will bring up to a day, of the first thousand ladders; `cut` where there are more.
create or replace function core.agenda_coming(plan text, until date, only_person integer)
returns table (kind core.agenda_kind, object text, title text, person integer, days integer, day date, at timestamptz,
  reason text, cut boolean)
language plpgsql stable
as $$
declare
  most constant integer := 1000;
  whole constant boolean := sees_whole(plan);
  wanted constant integer := case when whole then only_person else own_person() end;
  ladders constant integer[] := array(
    select a.number
    from agenda_until(agenda_coming.plan, until, wanted) with ordinality as next (number, place)
    join action as a on a.plan = agenda_coming.plan and a.number = next.number
    order by next.place
    limit most + 1);
begin
  return query
  select 'rung'::agenda_kind, a.plan || '-' || a.number, a.title, c.person, c.days, c.day, c.at, c.reason,
    cardinality(ladders) > most
  from action as a cross join lateral ladder_coming(a) as c
  where a.plan = agenda_coming.plan and a.number = any (ladders[:most]) and c.day <= until
    and (wanted is null or c.person = wanted) and (whole or is_self(c.person))
  union all
  select 'pack', m.plan || '-M' || m.number, object_summary(m.plan, 'meeting', m.number) ->> 'title', c.person, null,
    c.day, c.at, c.reason, false
  from packs_coming(agenda_coming.plan, until) as c
  join meeting as m on m.plan = agenda_coming.plan and m.number = c.number
  where whole and (wanted is null or c.person = wanted)
  union all
  select 'digest', null, null, reader.id, null, c.day, c.at, c.reason, false
  from digest_readers(agenda_coming.plan, wanted) as reader (id) cross join lateral digests_coming(reader.id, until) as c;
end;
$$;

-- What a plan will send up to a day: what waits in the ledger, then what the agenda holds. `only_person` is for one person.
create or replace function core.preview_json(plan text, until date, only_person integer, size integer) returns json
language plpgsql stable
as $$
begin
  return (
    with waiting as (
      select r.id, r.plan, r.person, r.due_at as at, r.object, r.kind, r.days, reminder_json(r)::jsonb as said
      from reminder as r
      where r.plan = preview_json.plan and r.state in ('waiting', 'bound')
        and (only_person is null or r.person = only_person)
      order by r.due_at, r.id
      limit size + 1),
    coming as materialized (
      select * from agenda_coming(preview_json.plan, until, only_person)),
    first_coming as (
      select * from coming as c order by c.at, c.object, c.person limit size + 1),
    every as (
      select w.at, w.object, w.person, w.said || jsonb_build_object('at', w.at, 'title', (
          select object_summary(place.plan, place.kind, place.number) ->> 'title'
          from object_parse(w.object) as place where w.object like w.plan || '-%'))
        || case when w.kind = 'rung' and exists (
            select from coming as later
            where (later.object, later.person) = (w.object, w.person) and later.days > w.days and later.at <= w.at
              and later.reason is null
            union all
            select from waiting as later
            where (later.object, later.person, later.kind) = (w.object, w.person, w.kind) and later.days > w.days
              and later.at <= w.at)
          then jsonb_build_object('reason', 'overtaken', 'why', say('void.overtaken')) else '{}' end as said
      from waiting as w
      union all
      select c.at, c.object, c.person,
        coming_json(c.kind, c.object, c.title, c.person, c.days, c.day, c.at, c.reason)::jsonb
      from first_coming as c
      order by 1, 2, 3
      limit size + 1)
    select json_build_object('until', until,
      'items', coalesce((select json_agg(e.said order by e.at, e.object, e.person) from (
        select * from every order by at, object, person limit size) as e), '[]'),
      'more', (select count(*) > size from every) or exists (select from coming as c where c.cut),
      'plan_revision', revision_of(preview_json.plan)));
end;
$$;

-- SPDX-License-Identifier: MIT
-- The fall: what has come due on the agenda becomes rows of the ledger. Ladders of one plan and deadline fall together: their
-- days are reckoned once, their rows written by one statement a rung.

-- Whom one rung, on that day, tells of the actions of these ladders: by what, when, and why not, if so. Not what was due
-- before the ladder began, or before the action came to be its owner's. `kept` is the row that says so already.
create or replace function core.rung_told(ladders bigint[], rung core.rung, day date)
returns table (object text, person integer, due_revision bigint, channel core.channel, due_at timestamptz, silent text,
  kept bigint)
language plpgsql stable rows 500
as $$
declare
  watchers constant integer[] := array(select rung_watchers(rung.plan, rung.told));
begin
  return query
  select a.plan || '-' || a.number, told.id, next.due_revision,
    case wanted.channel when 'none' then 'mail' else wanted.channel end, due.at, case
      when wanted.channel = 'none' then 'unwanted'
      when rung.days <= 0 and exists (
        select from acknowledgement as k
        where k.plan = a.plan and k.action = a.number and k.person = told.id and k.due_revision = next.due_revision)
        then 'acknowledged' end, (
      select r.id from reminder as r
      where r.plan = a.plan and r.object = a.plan || '-' || a.number and r.kind = 'rung' and r.person = told.id
        and r.days = rung.days and r.due_revision = next.due_revision
      limit 1)
  from agenda as next
  join action as a on a.plan = next.plan and a.number = next.object
  cross join lateral (
    select rung_hearers(a, rung.told)
    union
    select unnest(watchers)) as told (id)
  -- Both ask for the person who is told, so that nobody else is asked about.
  cross join lateral morning_at(rung.plan, rung_told.day, (select p.zone from core.person as p where p.id = told.id)) as due (at)
  cross join lateral channel_of(told.id) as wanted (channel)
  where next.id = any (ladders) and told.id is not null and due.at > next.since
    and (due.at > next.owned_since or told.id is distinct from hearer(a.owner_organisation, a.owner_person));
end;
$$;

-- A rung of these ladders falls. What ended before its hour, and holds again, waits again: done and reopened, given away
-- and given back, undone; or it ends once more, for why its person is not told now. An owner without anybody to write to
-- has a row too: nothing is left out in silence.
create or replace function core.rung_fall(ladders bigint[], rung core.rung, day date) returns void
language plpgsql
as $$
begin
  with told as materialized (
    select * from rung_told(ladders, rung, rung_fall.day)),
  again as (
    update reminder as r
    set state = case when told.silent is null then 'waiting' else 'void' end::reminder_state, reason = told.silent,
      ended_at = case when told.silent is not null then core.now() end, message = null, day = rung_fall.day,
      due_at = told.due_at
    from told
    where r.id = told.kept and r.state = 'void'
      and r.reason in ('done', 'cancelled', 'withdrawn', 'proposed', 'postponed', 'owner_changed'))
  insert into reminder (plan, kind, object, person, days, due_revision, channel, day, due_at, state, reason, made_at,
    ended_at)
  select rung.plan, 'rung', told.object, told.person, rung.days, told.due_revision, told.channel, rung_fall.day, told.due_at,
    case when told.silent is null then 'waiting' else 'void' end::reminder_state, told.silent, core.now(),
    case when told.silent is not null then core.now() end
  from told where told.kept is null;
  insert into reminder (plan, kind, object, days, due_revision, channel, day, due_at, made_at)
  select rung.plan, 'rung', a.plan || '-' || a.number, rung.days, next.due_revision, 'mail', rung_fall.day,
    greatest(due.at, core.now()), core.now()
  from agenda as next
  join action as a on a.plan = next.plan and a.number = next.object
  join organisation as o on o.id = a.owner_organisation and o.contact is null
  cross join lateral morning_at(rung.plan, rung_fall.day, (select p.zone from core.plan as p where p.key = rung.plan)) as due (at)
  where next.id = any (ladders) and 'owner' = any (rung.told) and due.at > greatest(next.since, next.owned_since)
  on conflict on constraint reminder_once do nothing;
end;
$$;

-- Ladders of one plan and deadline have come due, that were passed as far: their rungs up to now fall, and they are pointed
-- to the next.
create or replace function core.ladders_fall(ladders bigint[], plan text, due date, passed integer) returns void
language plpgsql
as $$
declare
  rung rung;
  falls date;
  last integer := passed;
begin
  for rung in
    select ladders_fall.plan, r.days, r.told, 0 from rungs_of(ladders_fall.plan) as r
    where r.days > coalesce(ladders_fall.passed, -9999) and due is not null
    order by r.days
  loop
    falls := rung_day(plan, due, rung.days);
    if morning_first(plan, falls) > core.now() then
      update agenda as a set passed = last, day = falls, at = morning_first(a.plan, falls) where a.id = any (ladders);
      return;
    elsif falls is not null then
      perform rung_fall(ladders, rung, falls);
    end if;
    last := rung.days;
  end loop;
  delete from agenda as a where a.id = any (ladders);
end;
$$;

-- Rows of the agenda have come due. Packs and digests are each reckoned alone, which takes long: a tenth of a ring's rows
-- at most, the others stay for the next.
create or replace function core.agenda_fall(chosen bigint[]) returns void
language plpgsql
as $$
declare
  next agenda;
begin
  perform ladders_fall(same.ladders, same.plan, same.due_last, same.passed)
  from (
    select array_agg(a.id) as ladders, a.plan, about.due_last, a.passed
    from agenda as a left join action as about on about.plan = a.plan and about.number = a.object
    where a.id = any (chosen) and a.kind = 'rung'
    group by a.plan, about.due_last, a.passed) as same;
  for next in
    select * from agenda as a where a.id = any (chosen) and a.kind <> 'rung' order by a.at, a.id limit ring_room() / 10
  loop
    delete from agenda as a where a.id = next.id;
    case next.kind
      when 'pack' then perform agenda_pack(next.plan, next.object);
      when 'digest' then perform agenda_digest(next.person);
    end case;
  end loop;
end;
$$;

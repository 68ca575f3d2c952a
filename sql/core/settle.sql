-- SPDX-License-Identifier: MIT
-- What a change makes due or void, settled in its own transaction: ladders begin and end with deadlines, owners and
-- states, and what waits in the ledger ends with a reason.

-- Ends some rows of the ledger about an object, by their numbers, that are not yet on their way.
create or replace function core.reminders_end_some(plan text, object text, reason text, chosen bigint[]) returns void
language plpgsql security definer set search_path = core, pg_temp
as $$
begin
  -- Locked first, so that a claim that freezes one of them now is waited for, and seen.
  perform from message as m
  where m.id in (
    select r.message from reminder as r
    where r.plan = reminders_end_some.plan and r.object = reminders_end_some.object and r.state = 'bound')
  order by m.id for update;
  update reminder as r
  set state = 'void', reason = reminders_end_some.reason, ended_at = core.now()
  where r.plan = reminders_end_some.plan and r.object = reminders_end_some.object and r.state in ('waiting', 'bound')
    and r.id = any (chosen)
    and not exists (
      select from message as m where m.id = r.message and m.frozen_at is not null);
end;
$$;

-- Ends what is told about an object and not yet on its way. Only of that kind, that person, and up to that rung, if given.
create or replace function core.reminders_end(plan text, object text, reason text, only_kind core.reminder_kind default null,
  only_person integer default null, up_to_days integer default null) returns void
language plpgsql security definer set search_path = core, pg_temp
as $$
begin
  perform reminders_end_some(plan, object, reason, array(
    select r.id from reminder as r
    where r.plan = reminders_end.plan and r.object = reminders_end.object and r.state in ('waiting', 'bound')
      and (only_kind is null or r.kind = only_kind) and (only_person is null or r.person = only_person)
      and (up_to_days is null or r.days <= up_to_days)));
end;
$$;

-- Points the agenda's row of an action to the next rung of its ladder, the first after the one passed; without an instant
-- where there is none.
create or replace function core.agenda_next(next core.agenda, due date) returns core.agenda
language plpgsql stable
as $$
declare
  pointed agenda := next;
  rung record;
begin
  pointed.day := null;
  -- One rung at a time: to reckon a day costs more than all else here.
  for rung in
    select r.days from rungs_of(next.plan) as r where r.days > coalesce(next.passed, -9999) and due is not null
    order by r.days
  loop
    pointed.day := rung_day(next.plan, due, rung.days);
    exit when pointed.day is not null;
  end loop;
  pointed.at := morning_first(next.plan, pointed.day);
  return pointed;
end;
$$;

-- Keeps what agenda_next gave back, or removes the row of a ladder that has no more rungs.
create or replace function core.agenda_put(pointed core.agenda) returns void
language plpgsql security definer set search_path = core, pg_temp
as $$
begin
  if pointed.at is null then
    delete from agenda as a where a.id = pointed.id;
  elsif pointed.id is not null then
    update agenda as a
    set due_revision = pointed.due_revision, passed = pointed.passed, since = pointed.since,
      owned_since = pointed.owned_since, day = pointed.day, at = pointed.at
    where a.id = pointed.id;
  else
    insert into agenda (kind, plan, object, due_revision, passed, since, owned_since, day, at)
    values (pointed.kind, pointed.plan, pointed.object, pointed.due_revision, pointed.passed, pointed.since,
      pointed.owned_since, pointed.day, pointed.at);
  end if;
end;
$$;

-- The last rung of a deadline that is past everywhere; NULL for none.
create or replace function core.rung_passed(plan text, due date) returns integer
language plpgsql stable
as $$
declare
  rung record;
  passed integer;
begin
  for rung in select r.days from rungs_of(rung_passed.plan) as r order by r.days loop
    exit when morning_last(plan, rung_day(plan, due, rung.days)) > core.now();
    passed := rung.days;
  end loop;
  return passed;
end;
$$;

-- Begins the ladder of an action anew, or goes on with it for a new owner, or ends it. The lock on the agenda's row is what
-- orders this after a ring that is at the same ladder.
create or replace function core.ladder_begin(action core.action, is_new boolean) returns void
language plpgsql security definer set search_path = core, pg_temp
as $$
declare
  kept agenda;
begin
  select * into kept from agenda as a
  where a.kind = 'rung' and a.plan = action.plan and a.object = action.number
  for update;
  if action.withdrawn or action.due_last is null or not is_running(action.state) then
    delete from agenda as a where a.id = kept.id;
    return;
  end if;
  if kept.id is null or is_new then
    kept.since := core.now();
  end if;
  kept.owned_since := core.now();
  kept.kind := 'rung';
  kept.plan := action.plan;
  kept.object := action.number;
  kept.due_revision := action.due_revision;
  -- Passed is what was due everywhere before; what was due for some already, the ring tells apart. After an outage the
  -- ring is behind: what it has missed is still to be told.
  if is_new or kept.id is null or kept.at > core.now() then
    kept.passed := rung_passed(action.plan, action.due_last);
  end if;
  perform agenda_put(agenda_next(kept, action.due_last));
end;
$$;

-- Reckons the ladder of one action of a plan that is locked anew: its days may be others, or (`rungs`) the rungs themselves.
-- What is past stays past; what waits for a morning still to come waits for that of its new day, and falls at once where
-- that is past. Of other rungs those that are past are not made up for. A row that the ring has yet to look at it will
-- reckon itself.
create or replace function core.ladder_recompute(action core.action, rungs boolean) returns void
language plpgsql security definer set search_path = core, pg_temp
as $$
declare
  kept agenda;
  passed integer;
begin
  select * into kept from agenda as a
  where a.kind = 'rung' and a.plan = action.plan and a.object = action.number
  for update;
  if kept.at <= core.now() then
    return;
  end if;
  with fresh as materialized (
    select r.id, zone_of(r.person, r.plan) as zone, case
      when r.days in (select rung.days from rungs_of(action.plan) as rung)
        then rung_day(action.plan, action.due_last, r.days) end as day
    from reminder as r
    where r.plan = action.plan and r.object = action.plan || '-' || action.number and r.kind = 'rung'
      and r.state = 'waiting' and r.due_at > core.now()
      -- after its day it waits for somebody who is away, and keeps waiting
      and (r.due_at at time zone zone_of(r.person, r.plan))::date = r.day),
  gone as (
    delete from reminder as r using fresh where r.id = fresh.id and fresh.day is null)
  update reminder as r
  set day = fresh.day, due_at = morning_at(r.plan, fresh.day, fresh.zone)
  from fresh
  where r.id = fresh.id and fresh.day is not null;
  if rungs or kept.id is null then
    perform ladder_begin(action, true);
    return;
  end if;
  passed := rung_passed(action.plan, action.due_last);
  if passed is null or passed < kept.passed then
    kept.passed := passed;
  end if;
  perform agenda_put(agenda_next(kept, action.due_last));
end;
$$;

-- Ends those of an action's rungs that wait for persons whom they no longer tell, and for nobody where there is somebody now.
create or replace function core.reminders_settle(action core.action) returns void
language plpgsql security definer set search_path = core, pg_temp
as $$
declare
  ref constant text := action.plan || '-' || action.number;
begin
  perform reminders_end_some(action.plan, ref, 'owner_changed', array(
    select open.id from reminder as open
    where open.plan = action.plan and open.object = ref and open.kind = 'rung' and open.person is not null
      and open.state in ('waiting', 'bound')
      and not exists (
        select from rungs_of(action.plan) as rung
        where rung.days = open.days and open.person in (select rung_recipients(action, rung.told)))));
  if action.owner_organisation is null or hearer(action.owner_organisation, null) is not null then
    update reminder as r
    set state = 'void', reason = 'owner_changed', ended_at = core.now()
    where r.plan = action.plan and r.object = ref and r.kind = 'rung' and r.person is null and r.state = 'waiting';
  end if;
end;
$$;

-- An action changed.
create or replace function core.action_laddered() returns trigger
language plpgsql security definer set search_path = core, pg_temp
as $$
declare
  ref text := new.plan || '-' || new.number;
  is_moved boolean := false;
  is_new boolean := true;
begin
  if tg_op = 'UPDATE' then
    is_moved := (old.due_revision, old.due_last) is distinct from (new.due_revision, new.due_last);
    is_new := is_moved or old.withdrawn or not is_running(old.state);
  end if;
  perform ladder_begin(new, is_new);
  if new.withdrawn or new.state in ('done', 'cancelled') then
    perform reminders_end(new.plan, ref,
      case when new.withdrawn then 'withdrawn' when new.state = 'done' then 'done' else 'cancelled' end);
  elsif new.state = 'proposed' then
    perform reminders_end(new.plan, ref, 'proposed', 'rung');
  elsif is_moved then
    perform reminders_end(new.plan, ref, 'postponed', 'rung');
  elsif tg_op = 'UPDATE' then
    perform reminders_settle(new);
  end if;
  return null;
end;
$$;
create or replace trigger laddered_new after insert on core.action
  for each row when (new.due_last is not null and not new.withdrawn)
  execute function core.action_laddered();
create or replace trigger laddered after update on core.action
  for each row when (
    (core.is_running(old.state), old.withdrawn, old.due_revision, old.due_last, old.owner_organisation, old.owner_person)
    is distinct from
    (core.is_running(new.state), new.withdrawn, new.due_revision, new.due_last, new.owner_organisation, new.owner_person))
  execute function core.action_laddered();

-- Who helps has changed.
create or replace function core.action_support_laddered() returns trigger
language plpgsql security definer set search_path = core, pg_temp
as $$
declare
  helped action;
begin
  select * into helped from action as a where a.plan = old.plan and a.number = old.action;
  if found and exists (select from rungs_of(old.plan) as rung where 'supports' = any (rung.told)) then
    perform reminders_settle(helped);
  end if;
  return null;
end;
$$;
create or replace trigger laddered after delete on core.action_support
  for each row execute function core.action_support_laddered();

-- Somebody came to be told of a plan's actions, or of one: of what the ring has looked at already, though it is not yet that
-- person's morning of the day, the ladder is reckoned anew. `as_what` is as what rungs tell the person.
create or replace function core.latecomer_ladder(plan text, person integer, as_what core.told, number integer default null)
returns void
language plpgsql security definer set search_path = core, pg_temp
as $$
declare
  zone constant text := (select p.zone from person as p where p.id = latecomer_ladder.person);
  latest constant date := (core.now() at time zone 'UTC')::date + 1;  -- whose morning may have begun somewhere
  late record;
  day date;
begin
  for late in
    select rung.days, running.due
    from rungs_of(latecomer_ladder.plan) as rung, (
      select distinct a.due_last as due from action as a
      where a.plan = latecomer_ladder.plan and (latecomer_ladder.number is null or a.number = latecomer_ladder.number)
        and is_running(a.state) and not a.withdrawn and a.due_last is not null) as running
    where as_what = any (rung.told)
      -- A rung is at least as many days from its deadline as working days: what is further away is not reckoned.
      and case when rung.days > 0 then running.due + rung.days <= latest else running.due + rung.days >= latest - 3 end
  loop
    day := rung_day(plan, late.due, late.days);
    if morning_first(plan, day) <= core.now() and morning_at(plan, day, zone) > core.now() then
      perform ladder_recompute(a, true) from action as a
      where a.plan = latecomer_ladder.plan and (latecomer_ladder.number is null or a.number = latecomer_ladder.number)
        and is_running(a.state) and not a.withdrawn and a.due_last = late.due;
    end if;
  end loop;
end;
$$;

create or replace function core.member_laddered() returns trigger
language plpgsql security definer set search_path = core, pg_temp
as $$
begin
  perform latecomer_ladder(new.plan, new.person, new.role::text::told);
  return null;
end;
$$;
create or replace trigger laddered after insert or update on core.member
  for each row when (new.person is not null and new.role in ('secretary', 'chair'))
  execute function core.member_laddered();

create or replace function core.action_support_joined() returns trigger
language plpgsql security definer set search_path = core, pg_temp
as $$
begin
  perform latecomer_ladder(new.plan, hearer(new.organisation, new.person), 'supports', new.action);
  return null;
end;
$$;
create or replace trigger joined after insert on core.action_support
  for each row execute function core.action_support_joined();

-- "Received": silences its person up to the deadline; taken back, what is still to come comes.
create or replace function core.acknowledgement_laddered() returns trigger
language plpgsql security definer set search_path = core, pg_temp
as $$
begin
  if tg_op = 'DELETE' then
    update reminder as r set state = 'waiting', reason = null, ended_at = null, message = null
    where r.plan = old.plan and r.object = old.plan || '-' || old.action and r.kind = 'rung' and r.person = old.person
      and r.due_revision = old.due_revision and r.reason = 'acknowledged' and r.due_at > core.now();
    return null;
  end if;
  perform reminders_end(new.plan, new.plan || '-' || new.action, 'acknowledged', 'rung', new.person, 0);
  return null;
end;
$$;
create or replace trigger laddered after insert or delete on core.acknowledgement
  for each row execute function core.acknowledgement_laddered();

-- The days of rungs may be others now: has the ring reckon the plan's ladders anew.
create or replace function core.plan_recompute() returns trigger
language plpgsql security definer set search_path = core, pg_temp
as $$
begin
  -- A policy that is the default's copy until now has the same rungs.
  insert into recompute (plan, rungs)
  select home, tg_table_name = 'rung' and exists (select from policy as p where p.plan = home)
  from (values (to_jsonb(case when tg_op = 'DELETE' then old else new end) ->> tg_argv[0])) as about (home)
  on conflict on constraint recompute_pkey do update set after = 0, rungs = recompute.rungs or excluded.rungs;
  return null;
end;
$$;
create or replace trigger recomputed after insert or update or delete on core.policy
  for each row execute function core.plan_recompute('plan');
create or replace trigger recomputed after insert or update or delete on core.rung
  for each row execute function core.plan_recompute('plan');
create or replace trigger recomputed after insert or update or delete on core.quiet
  for each row execute function core.plan_recompute('plan');
create or replace trigger recomputed after insert or update or delete on core.day_off
  for each row execute function core.plan_recompute('plan');
create or replace trigger recomputed after update on core.plan
  for each row when (old.calendar is distinct from new.calendar)
  execute function core.plan_recompute('key');

-- A person's address or zone changed: the address may be tried again, and what waits for a morning waits for another.
create or replace function core.person_reachable() returns trigger
language plpgsql security definer set search_path = core, pg_temp
as $$
begin
  if old.email is distinct from new.email then
    delete from unreachable as u where u.person = new.id;
  end if;
  update reminder as r
  set due_at = morning_at(r.plan, r.day, new.zone)
  where r.person = new.id and r.state = 'waiting' and r.kind = 'rung' and old.zone <> new.zone and r.due_at > core.now();
  return null;
end;
$$;
create or replace trigger reachable after update on core.person
  for each row when ((old.email, old.zone) is distinct from (new.email, new.zone))
  execute function core.person_reachable();

-- Actions that were there before there were reminders.
select core.ladder_begin(a, true) from core.action as a
where core.is_running(a.state) and not a.withdrawn and a.due_last is not null
  and not exists (select from core.agenda as n where n.kind = 'rung' and n.plan = a.plan and n.object = a.number);

-- SPDX-License-Identifier: MIT
-- The ring: what has come due moves from the agenda into the ledger, and from the ledger into messages. Any number of
-- daemons may ring at once: each takes rows that no other has locked.

-- How many rows of each kind one ring takes; what is left makes it ask to be called again at once.
create or replace function core.ring_room() returns integer
language sql immutable parallel safe
as $$ select 500 $$;

-- What has come due first, locked, by its numbers. In the order of the index: a plan made while little was due would sort
-- all that is.
create or replace function core.agenda_due() returns bigint[]
language plpgsql set enable_seqscan = off set enable_bitmapscan = off
as $$
begin
  return array(
    select a.id from agenda as a where a.at <= core.now() order by a.at limit ring_room() for update skip locked);
end;
$$;

create or replace function core.reminders_due() returns bigint[]
language plpgsql set enable_seqscan = off set enable_bitmapscan = off
as $$
begin
  return array(
    select r.id from reminder as r
    where r.state = 'waiting' and r.due_at <= core.now()
    order by r.due_at, r.person, r.id limit ring_room() for update skip locked);
end;
$$;

-- Takes what has come due from the agenda; how many rows that was. Carefully: one that fails is put off by ten minutes.
create or replace function core.ring_agenda(careful boolean) returns integer
language plpgsql set enable_seqscan = off
as $$
declare
  taken constant bigint[] := agenda_due();
  one bigint;
begin
  if not careful then
    perform agenda_fall(taken);
    return cardinality(taken);
  end if;
  foreach one in array taken loop
    begin
      perform agenda_fall(array[one]);
    exception when others then
      raise warning 'agenda row % cannot be told: %', one, sqlerrm;
      update agenda as a set at = core.now() + interval '10 minutes' where a.id = one;
    end;
  end loop;
  return cardinality(taken);
end;
$$;

-- Reckons ladders of a plan that is locked anew, and its packs with them if that is asked for. Carefully: what fails stays
-- as it was.
create or replace function core.recompute_some(work core.recompute, actions core.action[], packs boolean, careful boolean)
returns void
language plpgsql
as $$
declare
  about action;
  met meeting;
begin
  if not careful then
    perform ladder_recompute(a, work.rungs) from unnest(actions) as a;
    perform pack_settle(m) from meeting as m where packs and m.plan = work.plan and m.date >= today(m.plan);
    return;
  end if;
  foreach about in array actions loop
    begin
      perform ladder_recompute(about, work.rungs);
    exception when others then
      raise warning 'the reminders of action %-% keep their days: %', about.plan, about.number, sqlerrm;
    end;
  end loop;
  for met in select * from meeting as m where packs and m.plan = work.plan and m.date >= today(m.plan) loop
    begin
      perform pack_settle(met);
    exception when others then
      raise warning 'the pack of meeting %-M% keeps its day: %', met.plan, met.number, sqlerrm;
    end;
  end loop;
end;
$$;

-- Reckons some ladders of a plan anew whose policy or days off have changed, and its packs with the last of them; how many.
-- The plan's lock, taken before all others as writers do, keeps its actions as they are meanwhile. A plan that somebody
-- writes to waits for the next ring, so that the others do not wait for it.
create or replace function core.ring_recompute() returns integer
language plpgsql
as $$
declare
  free text;
  work recompute;
  taken action[];
  is_last boolean;
begin
  select r.plan into free
  from recompute as r join revision on revision.plan = r.plan
  order by r.plan limit 1 for update of revision skip locked;
  select * into work from recompute as r where r.plan = free for update;
  if not found then
    return (free is not null)::integer;
  end if;
  taken := array(
    select a from action as a
    where a.plan = work.plan and a.number > work.after and is_running(a.state) and not a.withdrawn
      and a.due_last is not null
    order by a.number limit 200);
  is_last := cardinality(taken) < 200;
  begin
    perform recompute_some(work, taken, is_last, false);
  exception when others then
    perform recompute_some(work, taken, is_last, true);
  end;
  if is_last then
    delete from recompute as r where r.plan = work.plan;
  else
    update recompute as r set after = (taken[200]).number where r.plan = work.plan;
  end if;
  return cardinality(taken) + 1;
end;
$$;

-- Takes what has come due in the ledger; how many rows that was. Carefully: one that fails is put off by ten minutes.
create or replace function core.ring_ledger(careful boolean) returns integer
language plpgsql set enable_seqscan = off
as $$
declare
  taken constant bigint[] := reminders_due();
  one bigint;
begin
  if not careful then
    perform reminders_bind(taken);
    return cardinality(taken);
  end if;
  foreach one in array taken loop
    begin
      perform reminders_bind(array[one]);
    exception when others then
      raise warning 'reminder % cannot be told: %', one, sqlerrm;
      update reminder as r set due_at = core.now() + interval '10 minutes' where r.id = one;
    end;
  end loop;
  return cardinality(taken);
end;
$$;

-- Both; nothing is bound before all that has come due has fallen.
create or replace function core.ring_all(careful boolean) returns integer
language plpgsql
as $$
declare
  taken integer := ring_agenda(careful);
begin
  -- What another ring has in hand is due still, seen from here.
  if not exists (select from agenda as a where a.at <= core.now()) then
    taken := taken + ring_ledger(careful);
  end if;
  return taken;
end;
$$;

-- How long until something is to be done: of the agenda, the ledger, the outbox, or a plan that somebody wrote to just now;
-- NULL for nothing at all.
create or replace function core.ring_sleep() returns double precision
language plpgsql stable
as $$
begin
  return (
    select case when min(next.at) is not null then extract(epoch from greatest(min(next.at) - core.now(), '0')) end
    from (
      (select a.at from agenda as a order by a.at limit 1)
      union all
      (select r.due_at from reminder as r where r.state = 'waiting' order by r.due_at limit 1)
      union all
      (select core.now() + interval '1 second' from recompute limit 1)
      union all
      (select min(m.next_at) from message as m where m.state = 'waiting' and m.next_at > core.now())) as next (at));
end;
$$;

-- One pass. Answers the database's own clock, why deliveries are held or NULL, how many seconds until there is something
-- to do (0: now; NULL: nothing is planned), and how many messages of each channel are ready. `expected` is what the clock
-- should say (seconds since 1970): when it is more than a day from that, nothing falls due, since what would be written
-- would bear a wrong date; whoever asks holds deliveries then. When it is more than two seconds from that, no claim is
-- taken back: a clock that steps ends no lease, and who holds one has time to renew it.
create or replace function core.outbox_ring(expected double precision default null) returns json
language plpgsql security definer set search_path = core, pg_temp
as $$
declare
  clock constant double precision := extract(epoch from clock_timestamp());  -- database clock: to see it jump
  taken integer;
begin
  if abs(clock - expected) > 86400 then
    return json_build_object('clock', clock, 'held', (
        select d.held_by from delivery as d where d.held),
      'sleep', null, 'ready', '{"mail":0,"webhook":0}'::json);
  end if;
  if abs(clock - expected) <= 2 then
    perform outbox_expire(null);  -- a daemon with nothing of its own to send must see what another one left
  end if;
  taken := ring_recompute();
  if taken = 0 then
    begin
      taken := ring_all(false);
    exception when others then
      taken := ring_all(true);  -- one of them fails: find it, so that the others leave
    end;
  end if;
  return json_build_object('clock', clock,
    'held', (
      select d.held_by from delivery as d where d.held),
    'sleep', case when taken > 0 then 0 else ring_sleep() end,
    'ready', (
      select json_build_object('mail', count(*) filter (where m.channel = 'mail'),
        'webhook', count(*) filter (where m.channel = 'webhook'))
      from message as m where m.state = 'waiting' and m.next_at <= core.now()));
end;
$$;

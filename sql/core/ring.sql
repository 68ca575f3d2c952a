-- SPDX-License-Identifier: MIT
-- The ring: what has come due moves from the agenda into the ledger, and from the ledger into messages. Any number of
-- daemons may ring at once: each takes rows that no other has locked.

-- How many rows of each kind one ring takes; what is left makes it ask to be called again at once.
create or replace function core.ring_room() returns integer
language sql immutable parallel safe
as $$ select 500 $$;

-- Writes into the ledger whom one rung tells of an action. An owner without anybody to write to has a row too: nothing is
-- left out in silence.
create or replace function core.rung_fall(next core.agenda, action core.action, days integer, day date, told core.told[])
returns void
language plpgsql
as $$
declare
  ref constant text := next.plan || '-' || next.object;
  owner constant integer := hearer(action.owner_organisation, action.owner_person);
  recipient integer;
  morning timestamptz;
  kept reminder;
  wanted channel;
  silent text;
begin
  for recipient in select r from rung_recipients(action, told) as r where r is not null loop
    morning := morning_at(next.plan, rung_fall.day, (select p.zone from person as p where p.id = recipient));
    continue when morning <= case when recipient = owner then greatest(next.since, next.owned_since) else next.since end;
    select * into kept from reminder as r
    where r.plan = next.plan and r.object = ref and r.kind = 'rung' and r.person = recipient
      and r.days = rung_fall.days and r.due_revision = next.due_revision
    limit 1;
    if kept.id is not null then
      -- What ended before its hour, and holds again: done and reopened, given away and given back, undone.
      update reminder as r
      set state = 'waiting', reason = null, ended_at = null, message = null, day = rung_fall.day, due_at = morning
      where r.id = kept.id and r.state = 'void'
        and r.reason in ('done', 'cancelled', 'withdrawn', 'proposed', 'postponed', 'owner_changed');
      continue;
    end if;
    wanted := channel_of(recipient);
    silent := case
      when wanted = 'none' then 'unwanted'
      when rung_fall.days <= 0 and exists (
        select from acknowledgement as a
        where a.plan = next.plan and a.action = next.object and a.person = recipient
          and a.due_revision = next.due_revision) then 'acknowledged' end;
    insert into reminder (plan, kind, object, person, days, due_revision, channel, day, due_at, state, reason, made_at,
      ended_at)
    values (next.plan, 'rung', ref, recipient, rung_fall.days, next.due_revision,
      case wanted when 'none' then 'mail' else wanted end, rung_fall.day, morning,
      case when silent is null then 'waiting' else 'void' end::reminder_state, silent, core.now(),
      case when silent is not null then core.now() end);
  end loop;
  morning := morning_at(next.plan, rung_fall.day, (select p.zone from plan as p where p.key = next.plan));
  if 'owner' = any (told) and action.owner_organisation is not null and owner is null
    and morning > greatest(next.since, next.owned_since)
  then
    insert into reminder (plan, kind, object, days, due_revision, channel, day, due_at, made_at)
    values (next.plan, 'rung', ref, rung_fall.days, next.due_revision, 'mail', rung_fall.day, greatest(morning, core.now()),
      core.now())
    on conflict on constraint reminder_once do nothing;
  end if;
end;
$$;

-- A ladder's row has come due: its rungs up to now fall, and it is pointed to the next.
create or replace function core.agenda_rung(next core.agenda) returns void
language plpgsql
as $$
declare
  about action;
  rung record;
  day date;
  pointed agenda := next;
begin
  pointed.day := null;
  pointed.at := null;
  select * into about from action as a where a.plan = next.plan and a.number = next.object;
  for rung in
    select r.days, r.told from rungs_of(next.plan) as r
    where r.days > coalesce(next.passed, -9999) and about.due_last is not null
    order by r.days
  loop
    day := rung_day(next.plan, about.due_last, rung.days);
    if morning_first(next.plan, day) > core.now() then
      pointed.day := day;
      pointed.at := morning_first(next.plan, day);
      exit;
    elsif day is not null then
      perform rung_fall(next, about, rung.days, day, rung.told);
    end if;
    pointed.passed := rung.days;
  end loop;
  perform agenda_put(pointed);
end;
$$;

-- One row of the agenda has come due.
create or replace function core.agenda_fall(next core.agenda) returns void
language plpgsql
as $$
begin
  case next.kind
    when 'rung' then perform agenda_rung(next);
    when 'pack' then
      delete from agenda as a where a.id = next.id;
      perform agenda_pack(next.plan, next.object);
    when 'digest' then
      delete from agenda as a where a.id = next.id;
      perform agenda_digest(next.person);
  end case;
end;
$$;

-- Takes what has come due from the agenda; how many rows that was. Carefully: one that fails is put off by ten minutes.
create or replace function core.ring_agenda(careful boolean) returns integer
language plpgsql
as $$
declare
  next agenda;
  taken integer := 0;
begin
  for next in
    select * from agenda as a where a.at <= core.now() order by a.at limit ring_room() for update skip locked
  loop
    taken := taken + 1;
    if not careful then
      perform agenda_fall(next);
      continue;
    end if;
    begin
      perform agenda_fall(next);
    exception when others then
      raise warning 'agenda row % cannot be told: %', next.id, sqlerrm;
      update agenda as a set at = core.now() + interval '10 minutes' where a.id = next.id;
    end;
  end loop;
  return taken;
end;
$$;

-- Reckons some ladders of a plan anew whose policy or days off have changed; how many. The plan's lock, taken before all
-- others as writers do, keeps its actions as they are meanwhile.
create or replace function core.ring_recompute() returns integer
language plpgsql
as $$
declare
  work recompute;
  about action;
  taken integer := 0;
begin
  select * into work from recompute order by plan limit 1;
  if not found then
    return 0;
  end if;
  perform lock_plan(work.plan);
  select * into work from recompute as r where r.plan = work.plan for update;
  if not found then
    return 1;
  end if;
  for about in
    select * from action as a
    where a.plan = work.plan and a.number > work.after and is_running(a.state) and not a.withdrawn
      and a.due_last is not null
    order by a.number limit 200
  loop
    taken := taken + 1;
    work.after := about.number;
    perform ladder_recompute(about);
  end loop;
  if taken < 200 then
    delete from recompute as r where r.plan = work.plan;
  else
    update recompute as r set after = work.after where r.plan = work.plan;
  end if;
  return taken + 1;
end;
$$;

-- The shape of the message for a kind of reminder; what is not of one object gathers.
create or replace function core.shape_of(kind core.reminder_kind) returns core.message_shape
language plpgsql immutable parallel safe
as $$
begin
  return case
    when kind in ('convened', 'minutes', 'pack', 'digest') then kind::text
    when kind in ('unreachable', 'undelivered') then 'alert'
    else 'news' end;
end;
$$;

-- The open message of a person, channel and shape, made if there is none.
create or replace function core.message_for(bound core.reminder) returns bigint
language plpgsql
as $$
declare
  wanted constant message_shape := shape_of(bound.kind);
  about constant text := case when wanted not in ('news', 'alert') then bound.object end;
  hook webhook;
  found_one bigint;
begin
  loop
    select m.id into found_one from message as m
    where m.person = bound.person and m.channel = bound.channel and m.shape = wanted
      and coalesce(m.object, '') = coalesce(about, '') and m.state = 'waiting' and m.frozen_at is null
    for update;
    if found then
      return found_one;
    end if;
    if bound.channel = 'webhook' then
      hook := webhook_of(bound.person);
    end if;
    -- Another ring may make it at the same time: then it is found.
    insert into message (person, channel, webhook, host, shape, object, plans, next_at, made_at)
    values (bound.person, bound.channel, hook.id,
      case bound.channel when 'webhook' then webhook_host(hook.url) else 'smtp' end, wanted, about,
      array_remove(array[bound.plan], null), core.now(), core.now())
    on conflict (person, channel, shape, (coalesce(object, ''))) where state = 'waiting' and frozen_at is null do nothing
    returning id into found_one;
    if found then
      return found_one;
    end if;
  end loop;
end;
$$;

-- The first morning after the last day on which a person wants to hear nothing; NULL if that is past or none.
create or replace function core.muted_to(person core.person, plan text) returns timestamptz
language plpgsql stable
as $$
declare
  muted constant timestamptz := morning_at(plan, (preference_of(person.id)).muted_until + 1, person.zone);
begin
  return case when muted > core.now() then muted end;
end;
$$;

-- One row of the ledger has come due: it ends, waits on, or joins a message.
create or replace function core.reminder_bind(due core.reminder) returns void
language plpgsql
as $$
declare
  recipient person;
  muted timestamptz;
  reason text;
  gathered bigint;
begin
  select * into recipient from person as p where p.id = due.person;
  muted := muted_to(recipient, due.plan);
  reason := reminder_stops(due, recipient, due.channel);
  if reason is not null then
    perform reminder_end(due, reason);
  elsif muted is not null then
    update reminder as r set due_at = muted where r.id = due.id;
  else
    gathered := message_for(due);
    update reminder as r set state = 'bound', message = gathered where r.id = due.id;
    update message as m set plans = m.plans || due.plan
    where m.id = gathered and due.plan is not null and not due.plan = any (m.plans);
  end if;
end;
$$;

-- Takes what has come due in the ledger, persons in order so that two rings do not wait for each other; how many.
-- Carefully: one that fails is put off by ten minutes.
create or replace function core.ring_ledger(careful boolean) returns integer
language plpgsql
as $$
declare
  due reminder;
  taken integer := 0;
begin
  for due in
    select * from (
      select * from reminder as r
      where r.state = 'waiting' and r.due_at <= core.now()
      order by r.due_at, r.id limit ring_room() for update skip locked) as chosen
    order by chosen.person, chosen.id
  loop
    taken := taken + 1;
    if not careful then
      perform reminder_bind(due);
      continue;
    end if;
    begin
      perform reminder_bind(due);
    exception when others then
      raise warning 'reminder % cannot be told: %', due.id, sqlerrm;
      update reminder as r set due_at = core.now() + interval '10 minutes' where r.id = due.id;
    end;
  end loop;
  return taken;
end;
$$;

-- How long until something is to be done: of the agenda, the ledger, the outbox; NULL for nothing at all.
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
      (select min(m.next_at) from message as m where m.state = 'waiting' and m.next_at > core.now())) as next (at));
end;
$$;

-- One pass. Answers the database's own clock, why deliveries are held or NULL, how many seconds until there is something
-- to do (0: now; NULL: nothing is planned), and how many messages of each channel are ready. `expected` is what the clock
-- should say (seconds since 1970): when it is more than a day from that, nothing falls due, since what would be written
-- would bear a wrong date; whoever asks holds deliveries then.
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
  perform outbox_expire(null);  -- a daemon with nothing of its own to send must see what another one left
  taken := ring_recompute();
  if taken = 0 then
    begin
      taken := ring_agenda(false) + ring_ledger(false);
    exception when others then
      taken := ring_agenda(true) + ring_ledger(true);  -- one of them fails: find it, so that the others leave
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

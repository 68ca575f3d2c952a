-- SPDX-License-Identifier: MIT
-- How daemons deliver: they claim messages for a lease, say from time to time that they are alive, and say what came of
-- each. A token that grows with each claim tells who is too late. Instants of leases are the database's own clock's.

-- When a message may be tried again after so many attempts; NULL when it is given up. A fifth more or less, so that what
-- failed together does not come back together; the first wait of mail is never below the five minutes that a greylist asks.
create or replace function core.retry_at(tried core.message, retry_after integer) returns timestamptz
language plpgsql
as $$
declare
  waits constant interval[] := case tried.channel
    when 'webhook' then '{5 s,5 min,30 min,2 h,5 h,10 h,14 h,20 h,24 h}'::interval[]
    else '{375 s,10 min,30 min,1 h,2 h,4 h}'::interval[] end;
  wait interval := waits[tried.attempt];
begin
  if tried.channel = 'mail' then
    wait := case when not coalesce(tried.first_at + interval '5 days' <= core.now(), false) then
      waits[least(tried.attempt, cardinality(waits))] end;
  end if;
  if wait is null then
    return null;
  end if;
  wait := wait * (0.8 + 0.4 * random());
  return core.now() + greatest(wait, make_interval(secs => least(coalesce(retry_after, 0), 86400)));
end;
$$;

-- Takes claims back whose time is over: what they held may have left, and stays as it is.
create or replace function core.outbox_expire(instance text) returns integer
language plpgsql set enable_seqscan = off
as $$
declare
  freed integer;
begin
  update message as m
  set state = 'waiting', token = m.token + 1, claimed_by = null, lease_until = null, handed = true,
    ambiguous = m.ambiguous + 1, lapses = m.lapses + 1, next_at = core.now()
  where m.id = any (array(
    select old.id from message as old
    where old.state = 'busy' and (old.lease_until < clock_timestamp() or old.claimed_by = outbox_expire.instance)  -- database clock: a lease
    order by old.lease_until, old.id limit 500 for update skip locked));
  get diagnostics freed = row_count;
  return freed;
end;
$$;

-- A daemon begins, or is `back` on another connection: takes its name for as long as the connection lasts, so that no two
-- deliver under one. When it begins, what it had claimed in an earlier life waits again. Answers how many messages that
-- were; with `taken` where another has the name, and then nothing is done. A connection whose daemon's machine is gone ends
-- within a minute.
create or replace function core.outbox_open(instance text, back boolean default false) returns json
language plpgsql security definer set search_path = core, pg_temp
as $$
declare
  freed integer;
  total integer := 0;
begin
  perform set_config('tcp_keepalives_idle', '30', false), set_config('tcp_keepalives_interval', '10', false),
    set_config('tcp_keepalives_count', '3', false);
  if not pg_try_advisory_lock(hashtextextended('copild.instance ' || instance, 0)) then
    return json_build_object('taken', true, 'reclaimed', 0);
  end if;
  loop
    exit when back;
    freed := outbox_expire(instance);
    total := total + freed;
    exit when freed = 0;
  end loop;
  return json_build_object('taken', false, 'reclaimed', total);
end;
$$;

-- Claims one message that is locked, and gives it as a daemon is given it; NULL if it is not to be sent after all. One that
-- cannot be made, or that ends the daemons that try it, is given up in the end.
create or replace function core.message_claim(chosen core.message, instance text, lease integer) returns json
language plpgsql
as $$
declare
  made jsonb := chosen.content;
  unfit text;
begin
  if chosen.lapses >= 20 then
    perform message_give_up(chosen, coalesce(chosen.last_text, 'every attempt ended without a word'));
    return null;
  end if;
  if chosen.channel = 'webhook' then
    chosen := message_aimed(chosen);
    if chosen.state = 'cancelled' then
      return null;
    end if;
  end if;
  if chosen.frozen_at is null then
    made := message_made(chosen);
    if made is null then
      return null;
    end if;
  else
    -- The webhook was looked at above: it may be another than the person's.
    unfit := person_fails((select p from person as p where p.id = chosen.person), chosen.channel);
    if unfit = 'left' or chosen.channel = 'mail' and unfit is not null then
      perform message_give_up(chosen, case unfit
        when 'left' then 'the person has left' when 'no_address' then 'no address' else 'the address was refused' end);
      return null;
    end if;
  end if;
  update message as m
  set state = 'busy', frozen_at = coalesce(m.frozen_at, core.now()), content = made, token = m.token + 1,
    attempt = m.attempt + 1, claimed_by = instance,
    lease_until = clock_timestamp() + make_interval(secs => lease), first_at = coalesce(m.first_at, core.now())  -- database clock: a lease
  where m.id = chosen.id
  returning m.* into chosen;
  return message_given(chosen);
end;
$$;

-- The same, where one that cannot be made is put off by ten minutes.
create or replace function core.message_try(chosen core.message, instance text, lease integer) returns json
language plpgsql
as $$
begin
  return message_claim(chosen, instance, lease);
exception when others then
  update message as m
  set lapses = m.lapses + 1, last_code = null, last_text = left('cannot be made: ' || sqlerrm, 500),
    next_at = core.now() + interval '10 minutes'
  where m.id = chosen.id;
  return null;
end;
$$;

-- What goes out next by a channel, locked, by its numbers: what may be tried, first that on which one is to act soonest. For
-- a host as many as `hosts` says, or else `each`: what it has no room for is passed over, and its place is others'. What is
-- still to be joined by something waits, so that all that is due for a person is one message, however many rings it takes.
-- In the order of the index (see core.reminders_due), all of it: under row security the planner does not know that the
-- channel is one.
create or replace function core.messages_due(channel core.channel, room integer, each integer, hosts jsonb) returns bigint[]
language plpgsql set enable_seqscan = off set enable_bitmapscan = off
as $$
declare
  due bigint[] := '{}';
  full_ones text[];
  passed_over boolean;
  one record;
  places integer;
begin
  loop
    full_ones := array(select key from jsonb_each_text(hosts) where value::integer <= 0);
    passed_over := false;
    for one in
      select m.id, m.host from message as m
      where m.lease_until is null and m.ended_at is null and m.channel = messages_due.channel and m.next_at <= core.now()
        and not m.host = any (full_ones) and not m.id = any (due) and not (m.frozen_at is null and person_awaits(m.person))
      order by m.channel, m.act_by, m.next_at, m.id limit room - cardinality(due) for update skip locked
    loop
      places := coalesce((hosts ->> one.host)::integer, each);
      passed_over := passed_over or places <= 0;
      due := case when places > 0 then due || one.id else due end;
      hosts := hosts || jsonb_build_object(one.host, places - 1);
    end loop;
    exit when not passed_over;
  end loop;
  return due;
end;
$$;

-- Claims up to `room` messages, and gives them; carefully, so that one that cannot be made stops no other.
create or replace function core.outbox_take(instance text, channel core.channel, room integer, each integer, hosts jsonb,
  lease integer, careful boolean) returns json[]
language plpgsql set enable_seqscan = off
as $$
declare
  due bigint;
  chosen message;
  given json;
  claimed json[] := '{}';
begin
  foreach due in array messages_due(channel, room, each, hosts) loop
    select * into chosen from message as m where m.id = due;
    given := case when careful then message_try(chosen, instance, lease) else message_claim(chosen, instance, lease) end;
    claimed := case when given is null then claimed else claimed || given end;
  end loop;
  return claimed;
end;
$$;

-- Claims up to `room` messages of a channel for `lease` seconds, for one host at most as many as `hosts` says by its name
-- ({"hook.example.org": 0}), or else `each`; those first by which one is to act soonest. None while deliveries are held.
-- Answers a list of messages: see docs/ARCHITECTURE.md.
create or replace function core.outbox_claim(instance text, channel text, room integer, each integer, hosts json,
  lease integer) returns json
language plpgsql security definer set search_path = core, pg_temp
as $$
declare
  claimed json[];
begin
  if exists (select from delivery as d where d.held) then
    return '[]';
  end if;
  begin
    claimed := outbox_take(instance, channel::core.channel, room, each, hosts::jsonb, lease, false);
  exception when others then
    claimed := outbox_take(instance, channel::core.channel, room, each, hosts::jsonb, lease, true);  -- find the one that fails
  end;
  return to_json(claimed);
end;
$$;

-- Prolongs the leases of claims that still hold, also those that are over but were not taken back; answers these claims.
create or replace function core.outbox_beat(instance text, lease integer, claims json) returns json
language plpgsql security definer set search_path = core, pg_temp
as $$
declare
  held json;
begin
  with beaten as (
    update message as m
    set lease_until = clock_timestamp() + make_interval(secs => lease)  -- database clock: a lease
    from json_to_recordset(claims) as claim (id bigint, token integer)
    where m.id = claim.id and m.token = claim.token and m.state = 'busy' and m.claimed_by = instance
    returning m.id, m.token)
  select json_agg(json_build_object('id', b.id, 'token', b.token) order by b.id) into held from beaten as b;
  return coalesce(held, '[]');
end;
$$;

-- A receiver has said that it is gone: nothing more is sent there. The act is the daemon's own.
create or replace function core.webhook_disable(id integer, why text) returns void
language plpgsql
as $$
begin
  perform lock_plan(''), set_config('copild.call', gen_random_uuid()::text, true),
    set_config('copild.method', 'webhook.disable', true), set_config('copild.why', '', true),
    set_config('copild.agent', 'daemon', true), set_config('copild.person', '', true),
    set_config('copild.undoes', '', true);
  update webhook as w set state = 'disabled', disabled_why = webhook_disable.why
  where w.id = webhook_disable.id and w.state = 'active';
  perform set_config('copild.call', '', true), set_config('copild.agent', '', true);
end;
$$;

-- Of a message nothing has left: it waits, and what is still due is looked at again before it is handed out next. What has
-- begun to gather beside it meanwhile joins it, so that one message leaves, under the name that was tried first.
create or replace function core.message_thaw(tried core.message) returns void
language plpgsql
as $$
declare
  beside message;
begin
  loop
    select * into beside from message as m
    where m.person = tried.person and m.channel = tried.channel and m.shape = tried.shape
      and coalesce(m.object, '') = coalesce(tried.object, '') and m.state = 'waiting' and m.frozen_at is null
      and m.id <> tried.id
    for update;
    if found then
      update reminder as r set message = tried.id where r.message = beside.id and r.state = 'bound';
      update message as m set state = 'void', ended_at = core.now() where m.id = beside.id;
    end if;
    begin
      update message as m
      set state = 'waiting', ended_at = null, frozen_at = null, act_by = least(m.act_by, beside.act_by),
        plans = array(select distinct key from unnest(m.plans || beside.plans) as key order by key)
      where m.id = tried.id;
      exit;
    exception when unique_violation then
      null;  -- a ring has just made another
    end;
  end loop;
  -- What its person has wished meanwhile could not reach it.
  if channel_of(tried.person) <> tried.channel then
    perform channel_settle(tried.person);
  end if;
  update reminder as r
  set state = 'waiting', message = null, due_at = muted_to(absent, r.plan)
  from person as absent
  where r.message = tried.id and r.state = 'bound' and absent.id = tried.person and muted_to(absent, r.plan) is not null;
end;
$$;

-- What came of one claim that holds. What could not be written six times in a row is given up: people must mend its texts.
create or replace function core.message_settle(tried core.message, outcome text, code integer, said text,
  retry_after integer, recipient boolean) returns void
language plpgsql
as $$
declare
  settled message := tried;
begin
  settled.claimed_by := null;
  settled.lease_until := null;
  settled.last_code := case when outcome = 'released' then tried.last_code else code end;
  settled.last_text := case when outcome = 'released' then tried.last_text else left(said, 500) end;
  settled.lapses := case outcome when 'released' then tried.lapses when 'unwritable' then tried.lapses + 1 else 0 end;
  settled.state := case
    when outcome = 'sent' then 'sent'
    when outcome = 'refused' or outcome = 'unwritable' and settled.lapses >= 6 then 'failed'
    else 'waiting' end;
  -- A mail server that says "not now" after the content has not taken it (RFC 5321, 4.2.5); a program may have.
  settled.handed := tried.handed or outcome in ('sent', 'ambiguous') or outcome = 'deferred' and tried.channel = 'webhook';
  settled.ambiguous := tried.ambiguous + (outcome = 'ambiguous')::integer;
  if outcome = 'released' and tried.attempt = 1 or outcome = 'retry' and coalesce(code, 0) in (0, 421) then
    settled.first_at := null;  -- a server that is away (421: it says so) is nobody's refusal: that time does not count
  end if;
  if outcome = 'released' then
    settled.attempt := tried.attempt - 1;
    settled.next_at := core.now();
  elsif settled.state = 'waiting' then
    settled.next_at := retry_at(tried, retry_after);
    if settled.next_at is null then
      settled.next_at := tried.next_at;
      settled.state := 'failed';
    end if;
  end if;
  update message as m
  set state = settled.state, claimed_by = null, lease_until = null, last_code = settled.last_code,
    last_text = settled.last_text, handed = settled.handed, ambiguous = settled.ambiguous, attempt = settled.attempt,
    lapses = settled.lapses, next_at = settled.next_at, first_at = settled.first_at,
    ended_at = case when settled.state in ('sent', 'failed') then core.now() end
  where m.id = tried.id;
  if settled.state = 'waiting' and not settled.handed then
    perform message_thaw(tried);
  elsif settled.state = 'sent' then
    update reminder as r set state = 'sent', ended_at = core.now() where r.message = tried.id and r.state = 'bound';
  elsif settled.state = 'failed' then
    if recipient and tried.channel = 'mail' then
      insert into unreachable (person, since) values (tried.person, core.now())
      on conflict on constraint unreachable_pkey do nothing;
    elsif tried.channel = 'webhook' and code = 410 then
      perform webhook_disable(tried.webhook, 'webhook.gone');
    end if;
    perform message_fail(settled);
  end if;
end;
$$;

-- What came of claims. Outcomes: sent; released (never tried: the attempt does not count); unwritable (its template or its
-- content is what is wrong); retry (nothing was handed over); deferred (refused for now after the content was handed over);
-- ambiguous (may have arrived); refused (for good), with the address if it was that; has it been corrected, the new one is tried.
-- A claim that no longer holds changes nothing, except that nobody is told.
create or replace function core.outbox_finish(instance text, outcomes json) returns json
language plpgsql security definer set search_path = core, pg_temp
as $$
declare
  told record;
  tried message;
  stands boolean;
  accepted integer := 0;
  stale integer := 0;
begin
  for told in
    select * from json_to_recordset(outcomes) as one (id bigint, token integer, outcome text, code integer, text text,
      retry_after integer, address text)
    order by id
  loop
    select * into tried from message as m
    where m.id = told.id and m.token = told.token and m.state = 'busy' and m.claimed_by = instance
    for update;
    if found then
      accepted := accepted + 1;
      stands := told.address is not null and exists (select from person as p where p.id = tried.person and lower(p.email) = lower(told.address));
      perform message_settle(tried, case when not stands and told.address is not null then 'retry' else told.outcome end,
        told.code, told.text, told.retry_after, stands);
    else
      stale := stale + 1;
    end if;
  end loop;
  return json_build_object('accepted', accepted, 'stale', stale);
end;
$$;

-- Holds all deliveries, with a reason: the daemons' own brake, when the clock has jumped.
create or replace function core.outbox_hold(why text) returns json
language plpgsql security definer set search_path = core, pg_temp
as $$
begin
  update delivery as d set held = true, held_by = 'clock', held_why = why, held_at = core.now() where not d.held;
  return json_build_object('held', true);
end;
$$;

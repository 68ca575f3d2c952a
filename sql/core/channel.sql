-- SPDX-License-Identifier: MIT
-- By what a person is told: mail, a webhook, or nothing, and from when on. What waits follows when that changes.

-- By what a person is told now.
create or replace function core.channel_of(person integer) returns core.channel
language plpgsql stable
as $$
declare
  wanted channel := (preference_of(person)).channel;
begin
  return case when wanted = 'webhook' and not webhook_ready(person) then 'mail' else wanted end;
end;
$$;

-- A person's channel may be another now: what waits in the ledger, or in a message that has not left, goes there, or ends
-- for who wants nothing. The messages are locked first: whoever hands one out meanwhile passes them over.
create or replace function core.channel_settle(person integer) returns void
language plpgsql
as $$
declare
  told channel := channel_of(person);
  open bigint[] := array(
    select m.id from message as m
    where m.person = channel_settle.person and m.state = 'waiting' and m.frozen_at is null
    order by m.id for update);
begin
  if told = 'none' then
    update reminder as r
    set state = 'void', reason = 'unwanted', ended_at = core.now()
    where r.person = channel_settle.person and (r.state = 'waiting' or r.state = 'bound' and r.message = any (open));
    return;
  end if;
  -- Who wants something again has the reminders that are still to come.
  update reminder as r
  set state = 'waiting', reason = null, ended_at = null, message = null
  where r.person = channel_settle.person and r.kind = 'rung' and r.reason = 'unwanted' and r.due_at > core.now();
  update reminder as r
  set channel = told, state = 'waiting', message = null
  where r.person = channel_settle.person and (r.state = 'waiting' or r.state = 'bound' and r.message = any (open))
    and r.channel <> told and not exists (
      select from reminder as same
      where (same.plan, same.object, same.kind, same.person, same.days, same.due_revision)
          is not distinct from (r.plan, r.object, r.kind, r.person, r.days, r.due_revision)
        and same.channel = told);
end;
$$;

-- Somebody is away from now on, up to another day than before, or back: what was about to leave, and what was put off,
-- comes on the first morning after that.
create or replace function core.absence_settle(person integer, was date) returns void
language plpgsql
as $$
declare
  absent person;
  open bigint[] := array(
    select m.id from message as m
    where m.person = absence_settle.person and m.state = 'waiting' and m.frozen_at is null
    order by m.id for update);
begin
  select * into absent from person as p where p.id = absence_settle.person;
  update reminder as r
  set state = 'waiting', message = null, due_at = greatest(
    coalesce(muted_to(absent, r.plan), morning_next(r.plan, absent.zone)), morning_at(r.plan, r.day, absent.zone))
  where r.person = absent.id and (r.state = 'bound' and r.message = any (open)
    or r.state = 'waiting' and r.due_at > core.now() and r.due_at = morning_at(r.plan, was + 1, absent.zone));
end;
$$;

create or replace function core.preference_channelled() returns trigger
language plpgsql security definer set search_path = core, pg_temp
as $$
declare
  was date;
begin
  perform channel_settle(new.person);
  if tg_op = 'UPDATE' then
    was := old.muted_until;
  end if;
  if new.muted_until is distinct from was then
    perform absence_settle(new.person, was);
  end if;
  return null;
end;
$$;
create or replace trigger channelled after insert or update on core.preference
  for each row execute function core.preference_channelled();

-- A webhook was removed or disabled, or is active again.
create or replace function core.webhook_channelled() returns trigger
language plpgsql security definer set search_path = core, pg_temp
as $$
begin
  perform channel_settle(hearer(new.organisation, new.person));
  return null;
end;
$$;
create or replace trigger channelled after update on core.webhook
  for each row when ((old.state, old.removed) is distinct from (new.state, new.removed))
  execute function core.webhook_channelled();

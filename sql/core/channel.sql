-- SPDX-License-Identifier: MIT
-- By what a person is told: mail, a webhook, or nothing. What waits follows when that changes.

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

create or replace function core.preference_channelled() returns trigger
language plpgsql security definer set search_path = core, pg_temp
as $$
begin
  perform channel_settle(new.person);
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

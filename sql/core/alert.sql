-- SPDX-License-Identifier: MIT
-- Alerts: who is told that somebody cannot be written to, or that a message was given up.

-- Who is told: the secretaries of the plan, and where none of them can be written to, its chairs too; never whom it is
-- about (NULL: an organisation without a contact).
create or replace function core.alert_hearers(plan text, about integer) returns setof integer
language plpgsql stable
as $$
declare
  secretaries integer[] := array(
    select s from whole_hearers(alert_hearers.plan, '{secretary}') as s where s is distinct from about);
begin
  return query select unnest(secretaries);
  if not exists (
    select from person as p cross join channel_of(p.id) as wanted
    where p.id = any (secretaries) and wanted <> 'none' and person_fails(p, wanted) is null)
  then
    return query select c from whole_hearers(alert_hearers.plan, '{chair}') as c
      where c is distinct from about and not c = any (secretaries);
  end if;
end;
$$;

-- Tells the others of what somebody was to be alerted to and cannot be; whoever heard of it already does not again.
create or replace function core.alert_hand_on(untold core.reminder) returns void
language plpgsql
as $$
begin
  perform ledger_add(untold.kind, untold.plan, untold.object, told, untold.due_revision, core.now(), untold.detail)
  from alert_hearers(untold.plan, untold.person) as told
  where told is distinct from (untold.detail ->> 'person')::integer;
end;
$$;

-- Ends a message that will not be delivered: what it was to say is void. That is told, once for each message; of an alert,
-- what it was about.
create or replace function core.message_fail(failed core.message) returns void
language plpgsql
as $$
begin
  if failed.shape = 'alert' then
    perform alert_hand_on(r) from reminder as r where r.message = failed.id and r.state = 'bound' order by r.id;
  else
    perform ledger_add('undelivered', home, 'message:' || failed.id, told, failed.id, core.now(),
      jsonb_build_object('message', failed.id, 'person', failed.person))
    from unnest(failed.plans) as home, alert_hearers(home, failed.person) as told;
  end if;
  update reminder as r
  set state = 'void', reason = 'undelivered', ended_at = core.now()
  where r.message = failed.id and r.state = 'bound';
end;
$$;

-- Gives a message up that cannot be handed out.
create or replace function core.message_give_up(chosen core.message, why text) returns void
language plpgsql
as $$
begin
  update message as m set state = 'failed', ended_at = core.now(), last_text = why where m.id = chosen.id;
  perform message_fail(chosen);
end;
$$;

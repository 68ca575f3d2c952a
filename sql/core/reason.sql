-- SPDX-License-Identifier: MIT
-- Reasons: why a row of the ledger no longer holds, or is not for its person. Asked when it is bound to a message, and once
-- more before that leaves.

-- Why a person cannot be written to; NULL if one can.
create or replace function core.person_fails(person core.person, channel core.channel) returns text
language plpgsql stable
as $$
begin
  return case
    when person.id is null then 'no_contact'
    when person.erased_at is not null or person.deactivated_at is not null then 'left'
    when channel = 'webhook' then case when not webhook_ready(person.id) then 'unreachable' end
    when coalesce(person.email, '') = '' then 'no_address'
    when exists (
      select from unreachable as u where u.person = person_fails.person.id) then 'unreachable' end;
end;
$$;

-- Why a row of the ledger no longer holds; NULL while it does. Asked when it is bound, and once more before it leaves.
create or replace function core.reminder_fails(reminder core.reminder) returns text
language plpgsql stable
as $$
declare
  about action;
begin
  if reminder.kind <> 'rung' then
    return notice_fails(reminder);
  end if;
  select * into about from action as a
  where a.plan = reminder.plan and a.number = split_part(reminder.object, '-', 2)::integer;
  return case
    when about.withdrawn or about.state = 'cancelled' then 'cancelled'
    when about.state = 'done' then 'done'
    when about.due_revision is distinct from reminder.due_revision then 'postponed'
    when not hears_action(reminder.person, about) then
      case when sight_of(reminder.person, reminder.plan) is null then 'no_part' else 'not_seen' end
    when exists (
      select from reminder as later
      where later.plan = reminder.plan and later.object = reminder.object and later.kind = 'rung'
        and later.person = reminder.person and later.due_revision = reminder.due_revision
        and later.days > reminder.days and later.state in ('waiting', 'bound') and later.due_at <= core.now())
      then 'overtaken' end;
end;
$$;

-- Why a row of the ledger is not for its person, by what it is about or by who that is; NULL if it is. Who left has no
-- part in anything: that they left says more.
create or replace function core.reminder_stops(reminder core.reminder, recipient core.person, channel core.channel)
returns text
language plpgsql stable
as $$
declare
  fails text;
begin
  if recipient.id is not null then
    fails := reminder_fails(reminder);
  end if;
  return case
    when fails is null or fails = 'no_part' then coalesce(person_fails(recipient, channel), fails)
    else fails end;
end;
$$;

-- Ends a row of the ledger. When nobody can be written to, or an action is somebody's who has no part in its plan, the
-- secretaries of the plan are told, once for each person and reason until something about the person changes.
create or replace function core.reminder_end(ended core.reminder, reason text) returns void
language plpgsql
as $$
begin
  update reminder as r
  set state = 'void', reason = reminder_end.reason, ended_at = core.now()
  where r.id = ended.id;
  if reason not in ('left', 'no_address', 'unreachable', 'no_contact')
      and not (reason = 'no_part' and action_is_for(ended.plan, ended.object, ended.person))
    or ended.kind in ('unreachable', 'undelivered', 'digest')
  then
    return;
  end if;
  perform ledger_add('unreachable', ended.plan, case when ended.person is null then ended.object
      else 'person:' || ended.person || ':' || reminder_end.reason end, told,
    coalesce((select p.revision from person as p where p.id = ended.person), ended.due_revision), core.now(),
    jsonb_build_object('person', ended.person, 'reason', reminder_end.reason, 'object', ended.object))
  from whole_hearers(ended.plan, '{secretary}') as told
  where told is distinct from ended.person;
end;
$$;

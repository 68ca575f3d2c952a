-- SPDX-License-Identifier: MIT
create function api.action_acknowledge(
  action core.action_ref,
  person core.party default null
) returns json
language plpgsql
as $$
declare
  taken action;
  said_by integer;
begin
  perform begin_write(action, 'action.acknowledge');
  taken := action_take(action);
  perform move('action', action, taken.state::text, 'block', 'acknowledge');
  if taken.due_revision is null then
    perform refuse_value('action', 'acknowledge.due');
  end if;
  said_by := acknowledged_by(taken, person);
  if not exists (
    select from acknowledgement as a
    where a.plan = taken.plan and a.action = taken.number and a.person = said_by and a.due_revision = taken.due_revision)
  then
    insert into acknowledgement (plan, action, person, due_revision, created_at)
    values (taken.plan, taken.number, said_by, taken.due_revision, core.now());
  end if;
  return action_json(taken.plan, taken.number);
end;
$$;

comment on function api.action_acknowledge is $$Says that somebody knows of an action and its deadline: no reminder comes before the deadline or on its day.

The owner, those who help, and the people of organisations that do either say so for themselves. A secretary notes what
they answered: that of the person given, else of the one who is written to as the owner. Reminders after the deadline come
all the same. Another deadline begins anew.

action: the action's reference
person: who has said so, key or e-mail; for secretaries to note
Returns: the action
Errors: not_found, wrong_state, bad_value, ambiguous, moved_on, forbidden$$;

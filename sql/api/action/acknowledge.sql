-- SPDX-License-Identifier: MIT
create function api.action_acknowledge(action core.action_ref) returns json
language plpgsql
as $$
declare
  taken action;
  self integer := own_person();
begin
  perform begin_write(action, 'action.acknowledge');
  taken := action_take(action);
  perform move('action', action, taken.state::text, 'block', 'acknowledge');
  if taken.due_revision is null then
    perform refuse_value('action', 'acknowledge.due');
  end if;
  if self is null then
    select o.contact into self from organisation as o where o.id = own_organisation();
  end if;
  if self is null then
    perform refuse_value('action', 'acknowledge.nobody');
  end if;
  if not exists (
    select from acknowledgement as a
    where a.plan = taken.plan and a.action = taken.number and a.person = self and a.due_revision = taken.due_revision)
  then
    insert into acknowledgement (plan, action, person, due_revision, created_at)
    values (taken.plan, taken.number, self, taken.due_revision, core.now());
  end if;
  return action_json(taken.plan, taken.number);
end;
$$;

comment on function api.action_acknowledge is $$Says that one knows of an action and its deadline: no reminder comes before the deadline or on its day.

For the owner and for those who help, and the people of organisations that do either; each for oneself. Reminders after the deadline come
all the same. Another deadline begins anew.

action: the action's reference
Returns: the action
Errors: not_found, wrong_state, bad_value, moved_on, forbidden$$;

-- SPDX-License-Identifier: MIT
create function api.action_postpone(
  action core.action_ref,
  due core.deadline,
  why core.prose
) returns json
language plpgsql
as $$
declare
  changed action;
  was_due date;
begin
  changed := action_move(action, 'postpone', why);
  was_due := changed.due_last;
  if was_due is null then
    perform refuse_value('due', 'action.due_first');
  end if;
  changed.postponements := changed.postponements + 1;
  changed := action_due(changed, 'due', due);
  if changed.due_last <= was_due then
    perform refuse_value('due', 'action.due_earlier');
  end if;
  return action_put(changed);
end;
$$;

comment on function api.action_postpone is $$Moves an action's deadline to a later day, with a reason.

The first deadline is kept, and postponements are counted.

action: the action's reference
due: the new deadline, as people say it
why: the reason
Returns: the action
Errors: not_found, wrong_state, reason_missing, bad_value, moved_on, forbidden$$;

-- SPDX-License-Identifier: MIT
create function api.action_cancel(
  action core.action_ref,
  why core.prose
) returns json
language plpgsql
as $$
declare
  changed action;
begin
  changed := action_move(action, 'cancel', why);
  changed.closed_at := core.now();
  changed.cancelled_why := why;
  return action_put(changed);
end;
$$;

comment on function api.action_cancel is $$Gives an action up, with a reason.

action: the action's reference
why: the reason
Returns: the action
Errors: not_found, wrong_state, reason_missing, moved_on, forbidden$$;

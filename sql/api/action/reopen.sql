-- SPDX-License-Identifier: MIT
create function api.action_reopen(
  action core.action_ref,
  why core.prose default null
) returns json
language plpgsql
as $$
declare
  changed action;
begin
  changed := action_move(action, 'reopen', why);
  changed.closed_at := null;
  changed.cancelled_why := null;
  return action_put(changed);
end;
$$;

comment on function api.action_reopen is $$Takes up again an action that was done or cancelled.

What was done is in progress again, what was cancelled is open.

action: the action's reference
why: the reason, if there is one to keep
Returns: the action
Errors: not_found, wrong_state, moved_on, forbidden$$;

-- SPDX-License-Identifier: MIT
create function api.action_resume(
  action core.action_ref
) returns json
language plpgsql
as $$
declare
  changed action;
begin
  changed := action_move(action, 'resume');
  return action_put(changed);
end;
$$;

comment on function api.action_resume is $$Notes that a blocked action goes on.

action: the action's reference
Returns: the action
Errors: not_found, wrong_state, moved_on, forbidden$$;

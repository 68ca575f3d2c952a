-- SPDX-License-Identifier: MIT
create function api.action_start(
  action core.action_ref
) returns json
language plpgsql
as $$
declare
  changed action;
begin
  changed := action_move(action, 'start');
  return action_put(changed);
end;
$$;

comment on function api.action_start is $$Notes that work on an action has begun.

action: the action's reference
Returns: the action
Errors: not_found, wrong_state, moved_on, forbidden$$;

-- SPDX-License-Identifier: MIT
create function api.action_accept(
  action core.action_ref
) returns json
language plpgsql
as $$
declare
  changed action;
begin
  changed := action_move(action, 'accept');
  return action_put(changed);
end;
$$;

comment on function api.action_accept is $$Accepts a proposed action: it is open from now on.

action: the action's reference
Returns: the action
Errors: not_found, wrong_state, moved_on, forbidden$$;

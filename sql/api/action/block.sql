-- SPDX-License-Identifier: MIT
create function api.action_block(
  action core.action_ref,
  why core.prose
) returns json
language plpgsql
as $$
declare
  changed action;
begin
  changed := action_move(action, 'block', why);
  changed.blocked_why := why;
  return action_put(changed);
end;
$$;

comment on function api.action_block is $$Notes that an action cannot go on, and why.

A blocked action may be blocked again for another reason.

action: the action's reference
why: what keeps it from going on
Returns: the action
Errors: not_found, wrong_state, reason_missing, moved_on, forbidden$$;

-- SPDX-License-Identifier: MIT
create function api.action_get(action core.action_ref) returns json
language plpgsql stable
as $$
declare
  answer json := action_json(split_part(action, '-', 1), split_part(action, '-', 2)::integer);
begin
  if answer is null then
    perform refuse('not_found', jsonb_build_object('object', action));
  end if;
  return answer;
end;
$$;

comment on function api.action_get is $$Reads one action.

action: the action's reference
Returns: the action
Errors: not_found$$;

-- SPDX-License-Identifier: MIT
create function api.action_undepend(
  action core.action_ref,
  "on" core.action_ref
) returns json
language plpgsql
as $$
declare
  changed action;
begin
  perform begin_write(action, 'action.undepend');
  changed := action_take(action);
  delete from action_dependency as link
  where link.plan = changed.plan and link.action = changed.number
    and link.plan || '-' || link.depends_on = "on";
  if not found then
    perform refuse('not_found', jsonb_build_object('object', action || ' → ' || "on", 'param', 'on'));
  end if;
  changed.linked := advance(changed.plan);
  return action_put(changed);
end;
$$;

comment on function api.action_undepend is $$Notes that an action no longer waits for another one.

action: the reference of the action that waited
on: the reference of the one that it waited for
Returns: the action that waited
Errors: not_found, moved_on, forbidden$$;

-- SPDX-License-Identifier: MIT
create function api.action_depend(
  action core.action_ref,
  "on" core.action_ref
) returns json
language plpgsql
as $$
declare
  changed action;
  needed integer;
begin
  perform begin_write(action, 'action.depend');
  changed := action_take(action);
  needed := link_number('action', changed.plan, 'on', "on");
  perform depend_check(changed.plan, changed.number, needed);
  if not exists (
    select from action_dependency as link
    where link.plan = changed.plan and link.action = changed.number and link.depends_on = needed)
  then
    insert into action_dependency (plan, action, depends_on) values (changed.plan, changed.number, needed);
    changed.linked := advance(changed.plan);
  end if;
  return action_put(changed);
end;
$$;

comment on function api.action_depend is $$Notes that an action waits for another one. What is so already stays so.

action: the reference of the action that waits
on: the reference of the one that must be done before
Returns: the action that waits
Errors: not_found, cycle, bad_value, moved_on, forbidden$$;

-- SPDX-License-Identifier: MIT
create function api.action_progress(
  action core.action_ref,
  percent core.percent,
  note core.prose default null
) returns json
language plpgsql
as $$
declare
  changed action;
begin
  changed := action_move(action, 'progress');
  changed.progress := percent;
  perform action_put(changed);
  if note is not null then
    perform note_add(action, note);
  end if;
  return action_json(changed.plan, changed.number);
end;
$$;

comment on function api.action_progress is $$Reports how far an action is.

An open action is in progress from then on; 100 does not close it.

action: the action's reference
percent: how much is done, from 0 to 100
note: a progress report to keep with it
Returns: the action
Errors: not_found, wrong_state, moved_on, bad_value, forbidden$$;

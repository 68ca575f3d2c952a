-- SPDX-License-Identifier: MIT
create function api.action_done(
  action core.action_ref,
  evidence core.prose default null,
  note core.prose default null
) returns json
language plpgsql
as $$
declare
  changed action;
begin
  changed := action_move(action, 'done');
  changed.closed_at := core.now();
  changed.evidence := coalesce(evidence, changed.evidence);
  perform action_put(changed);
  if note is not null then
    perform note_add(action, note);
  end if;
  return action_json(changed.plan, changed.number);
end;
$$;

comment on function api.action_done is $$Notes that an action is done.

action: the action's reference
evidence: what shows it, such as a link or a document's name
note: a last report to keep with it
Returns: the action
Errors: not_found, wrong_state, moved_on, bad_value, forbidden$$;

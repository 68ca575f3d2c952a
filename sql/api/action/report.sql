-- SPDX-License-Identifier: MIT
create function api.action_report(
  action core.action_ref,
  percent core.percent default null,
  evidence core.prose default null,
  note core.prose default null
) returns json
language plpgsql
as $$
declare
  changed action;
begin
  if percent is not null then
    changed := action_move(action, 'progress', method => 'action.report');
    changed.progress := percent;
  else
    perform begin_write(action, 'action.report');
    changed := action_take(action);
  end if;
  changed.evidence := coalesce(evidence, changed.evidence);
  perform action_put(changed);
  if note is not null then
    perform note_add(action, note);
  end if;
  return action_json(changed.plan, changed.number);
end;
$$;

comment on function api.action_report is $$Reports on an action: how far it is, what shows it, a note; what its owner may do.

An open action of which a part is done is in progress from then on; 100 does not close it.

action: the action's reference
percent: how much is done, from 0 to 100
evidence: what shows it, such as a link or a document's name
note: a report to keep with it, for the committee and who writes it
Returns: the action
Errors: not_found, wrong_state, moved_on, bad_value, forbidden$$;

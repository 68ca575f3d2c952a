-- SPDX-License-Identifier: MIT
create function api.decision_edit(
  decision core.decision_ref,
  title core.title default null,
  text core.prose default null,
  meeting core.meeting_ref default null,
  sectors core.key[] default null,
  clear text[] default null,
  visibility core.visibility default null
) returns json
language plpgsql
as $$
declare
  edited decision;
  emptied text[] := coalesce(clear, '{}');
  relinked boolean := false;
begin
  perform begin_write(decision, 'decision.edit');
  perform clear_known(clear, '{text,meeting,sectors,superseded_by}');
  edited := decision_take(decision);
  if sectors is not null or 'sectors' = any (emptied) then
    relinked := replace_links('decision', edited.plan, edited.number, 'sector',
      sectors_known(edited.plan, 'sectors', sectors));
  end if;
  update decision as d
  set visibility = coalesce(decision_edit.visibility, d.visibility),
    title = coalesce(decision_edit.title, d.title),
    text = coalesce(decision_edit.text, case when not 'text' = any (emptied) then d.text end),
    meeting = coalesce(link_number('meeting', d.plan, 'meeting', decision_edit.meeting),
      case when not 'meeting' = any (emptied) then d.meeting end),
    superseded_by = case when not 'superseded_by' = any (emptied) then d.superseded_by end,
    linked = case when relinked then advance(d.plan) else d.linked end
  where d.plan = edited.plan and d.number = edited.number
  returning d.* into edited;
  return decision_json(edited);
end;
$$;

comment on function api.decision_edit is $$Corrects or completes a decision.

The list of sectors replaces what was there.

decision: the decision's reference
title: what was decided, in one line
text: what is to be known about it
meeting: the meeting that decided it
sectors: the keys of the sectors that it concerns
clear: names of fields to empty: text, meeting, sectors, superseded_by (it is in force again)
visibility: who sees it: committee, partners or public
Returns: the decision
Errors: not_found, bad_value, moved_on, forbidden$$;

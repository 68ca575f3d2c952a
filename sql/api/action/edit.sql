-- SPDX-License-Identifier: MIT
create function api.action_edit(
  action core.action_ref,
  title core.title default null,
  text core.prose default null,
  owner core.party default null,
  supports core.party[] default null,
  decision core.decision_ref default null,
  priority core.priority default null,
  sectors core.key[] default null,
  expected core.euros default null,
  secured core.euros default null,
  recovered core.euros default null,
  indicators core.indicator_ref[] default null,
  due core.deadline default null,
  said core.deadline default null,
  evidence core.prose default null,
  clear text[] default null,
  visibility core.visibility default null
) returns json
language plpgsql
as $$
declare
  edited action;
begin
  perform begin_write(action, 'action.edit');
  perform clear_known(clear,
    '{text,owner,supports,decision,sectors,expected,secured,recovered,indicators,due,evidence}');
  edited := action_cleared(action_take(action), clear);
  edited.title := coalesce(title, edited.title);
  edited.text := coalesce(text, edited.text);
  edited.decision := coalesce(link_number('decision', edited.plan, 'decision', decision), edited.decision);
  edited.priority := coalesce(priority, edited.priority);
  edited.expected := coalesce(expected, edited.expected);
  edited.secured := coalesce(secured, edited.secured);
  edited.recovered := coalesce(recovered, edited.recovered);
  edited.evidence := coalesce(evidence, edited.evidence);
  edited.visibility := coalesce(visibility, edited.visibility);
  if owner is not null then
    edited := action_owned(edited, owner);
  end if;
  edited := action_due_corrected(edited, due, said);
  if action_relinked(edited, supports, sectors, indicators, clear) then
    edited.linked := advance(edited.plan);
  end if;
  return action_put(edited);
end;
$$;

comment on function api.action_edit is $$Corrects or completes an action. Lists replace what was there.

The deadline of a running action can be set when it has none, and corrected to an earlier day; a later one is a
postponement, with a reason: action.postpone.

action: the action's reference
title: what is to be done, in one line
text: what is to be known about it
owner: who answers for it: an organisation or a person
supports: who helps
decision: the decision that it comes from
priority: low, normal or high
sectors: the keys of the sectors that it concerns
expected: the value expected of it, in euros
secured: the value secured so far, in euros
recovered: the value won back so far, in euros
indicators: the indicators that it feeds
due: the deadline, where there is none yet or to correct it
said: what to keep as said of the deadline
evidence: what shows that it is done
clear: names of fields to empty: any but action, title, priority and said
visibility: who sees it: committee, partners or public
Returns: the action
Errors: not_found, ambiguous, bad_value, moved_on, forbidden$$;

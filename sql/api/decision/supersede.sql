-- SPDX-License-Identifier: MIT
create function api.decision_supersede(
  decision core.decision_ref,
  "by" core.decision_ref
) returns json
language plpgsql
as $$
declare
  old decision;
begin
  perform begin_write(decision, 'decision.supersede');
  old := decision_take(decision);
  old := core.decision_supersede(old, link_number('decision', old.plan, 'by', "by"));
  return decision_json(old);
end;
$$;

comment on function api.decision_supersede is $$Notes that a later decision takes the place of this one.

decision: the reference of the decision that no longer holds
by: the reference of the one that takes its place
Returns: the decision that no longer holds
Errors: not_found, wrong_state, cycle, bad_value, moved_on, forbidden$$;

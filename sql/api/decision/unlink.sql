-- SPDX-License-Identifier: MIT
create function api.decision_unlink(
  decision core.decision_ref,
  lead core.lead_ref
) returns json
language plpgsql
as $$
declare
  unlinked decision;
begin
  perform begin_write(decision, 'decision.unlink');
  unlinked := decision_take(decision);
  delete from decision_lead as link
  where link.plan = unlinked.plan and link.decision = unlinked.number
    and link.plan || '-L' || link.lead = decision_unlink.lead;
  if not found then
    perform refuse('not_found', jsonb_build_object('object', decision || ' – ' || lead, 'param', 'lead'));
  end if;
  update decision as d set linked = advance(d.plan)
  where d.plan = unlinked.plan and d.number = unlinked.number
  returning d.* into unlinked;
  return decision_json(unlinked);
end;
$$;

comment on function api.decision_unlink is $$Notes that a decision does not come from that lead after all.

decision: the decision's reference
lead: the lead's reference
Returns: the decision
Errors: not_found, moved_on, forbidden$$;

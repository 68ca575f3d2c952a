-- SPDX-License-Identifier: MIT
create function api.decision_link(
  decision core.decision_ref,
  lead core.lead_ref
) returns json
language plpgsql
as $$
declare
  linked decision;
  present integer[];
begin
  perform begin_write(decision, 'decision.link');
  linked := decision_take(decision);
  present := array(
    select link.lead from decision_lead as link where link.plan = linked.plan and link.decision = linked.number);
  if not link_number('lead', linked.plan, 'lead', lead) = any (present) then
    perform move('lead', lead, lead_state_of(lead_get(lead))::text, 'link');
    insert into decision_lead (plan, decision, lead)
    values (linked.plan, linked.number, split_part(decision_link.lead, '-L', 2)::integer);
    update decision as d set linked = advance(d.plan)
    where d.plan = linked.plan and d.number = linked.number
    returning d.* into linked;
  end if;
  return decision_json(linked);
end;
$$;

comment on function api.decision_link is $$Notes that a decision comes from a lead. What is so already stays so.

decision: the decision's reference
lead: the lead's reference
Returns: the decision
Errors: not_found, wrong_state, bad_value, moved_on, forbidden$$;

-- SPDX-License-Identifier: MIT
create function api.lead_drop(
  lead core.lead_ref,
  why core.prose
) returns json
language plpgsql
as $$
declare
  dropped lead;
begin
  perform begin_write(lead, 'lead.drop', why);
  dropped := lead_take(lead);
  perform move('lead', lead, lead_state_of(dropped)::text, 'drop', why);
  update lead as l set state = 'dropped', dropped_why = why
  where l.plan = dropped.plan and l.number = dropped.number
  returning l.* into dropped;
  return lead_json(dropped);
end;
$$;

comment on function api.lead_drop is $$Gives a lead up, with a reason. It can be reopened.

lead: the lead's reference
why: the reason
Returns: the lead
Errors: not_found, wrong_state, reason_missing, moved_on, forbidden$$;

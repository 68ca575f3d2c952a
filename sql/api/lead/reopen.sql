-- SPDX-License-Identifier: MIT
create function api.lead_reopen(lead core.lead_ref) returns json
language plpgsql
as $$
declare
  reopened lead;
begin
  perform begin_write(lead, 'lead.reopen');
  reopened := lead_take(lead);
  perform move('lead', lead, lead_state_of(reopened)::text, 'reopen');
  update lead as l set state = 'open', dropped_why = null
  where l.plan = reopened.plan and l.number = reopened.number
  returning l.* into reopened;
  return lead_json(reopened);
end;
$$;

comment on function api.lead_reopen is $$Takes up again a lead that was dropped.

lead: the lead's reference
Returns: the lead
Errors: not_found, wrong_state, moved_on, forbidden$$;

-- SPDX-License-Identifier: MIT
create function api.lead_get(lead core.lead_ref) returns json
language plpgsql stable
as $$
begin
  return lead_json(core.lead_get(lead));
end;
$$;

comment on function api.lead_get is $$Reads one lead, with what it is linked to.

lead: the lead's reference
Returns: the lead
Errors: not_found$$;

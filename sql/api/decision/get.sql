-- SPDX-License-Identifier: MIT
create function api.decision_get(decision core.decision_ref) returns json
language plpgsql stable
as $$
begin
  return decision_json(core.decision_get(decision));
end;
$$;

comment on function api.decision_get is $$Reads one decision, with what it is linked to.

decision: the decision's reference
Returns: the decision
Errors: not_found$$;

-- SPDX-License-Identifier: MIT
create function api.committee_get(
  plan core.plan_key,
  committee core.key
) returns json
language plpgsql stable
as $$
begin
  return committee_json(committee_get(plan, committee));
end;
$$;

comment on function api.committee_get is $$Shows a committee of a plan.

plan: the plan's key
committee: the committee's key
Returns: ref, plan, key, name, created_at, revision, plan_revision
Errors: not_found$$;

-- SPDX-License-Identifier: MIT
create function api.plan_get(plan core.plan_key) returns json
language plpgsql stable
as $$
begin
  return plan_json(plan_get(plan));
end;
$$;

comment on function api.plan_get is $$Shows a plan.

plan: the plan's key
Returns: ref, key, title, summary, zone, calendar, launched, created_at, revision, plan_revision
Errors: not_found$$;

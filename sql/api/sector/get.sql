-- SPDX-License-Identifier: MIT
create function api.sector_get(
  plan core.plan_key,
  sector core.key
) returns json
language plpgsql stable
as $$
begin
  return sector_json(sector_get(plan, sector));
end;
$$;

comment on function api.sector_get is $$Shows a sector of a plan.

plan: the plan's key
sector: the sector's key
Returns: ref, plan, key, name, priority, created_at, revision, plan_revision
Errors: not_found$$;

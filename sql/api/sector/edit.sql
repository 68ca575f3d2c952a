-- SPDX-License-Identifier: MIT
create function api.sector_edit(
  plan core.plan_key,
  sector core.key,
  name core.title default null,
  priority core.rank default null,
  clear text[] default null
) returns json
language plpgsql
as $$
declare
  emptied text[] := coalesce(clear, '{}');
  edited sector;
begin
  perform begin_write(plan, 'sector.edit');
  edited := sector_get(plan, sector);
  perform clear_known(clear, '{priority}');
  update sector as s
  set name = coalesce(sector_edit.name, s.name),
    priority = coalesce(sector_edit.priority, case when not 'priority' = any (emptied) then s.priority end)
  where s.plan = edited.plan and s.key = edited.key
  returning s.* into edited;
  return sector_json(edited);
end;
$$;

comment on function api.sector_edit is $$Changes a sector of a plan.

plan: the plan's key
sector: the sector's key
name: what it is called
priority: its rank, 1 for the first
clear: names of fields to empty: priority
Returns: the sector
Errors: not_found, bad_value, forbidden, read_only$$;

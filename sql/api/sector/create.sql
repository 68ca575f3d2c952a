-- SPDX-License-Identifier: MIT
create function api.sector_create(
  plan core.plan_key,
  key core.key,
  name core.title,
  priority core.rank default null
) returns json
language plpgsql
as $$
declare
  made sector;
begin
  perform begin_write(plan, 'sector.create');
  insert into sector (plan, key, name, priority, created_at)
  values (plan, key, name, priority, core.now())
  on conflict do nothing
  returning * into made;
  if made.key is null then
    perform refuse('already_exists', jsonb_build_object('object', key));
  end if;
  return sector_json(made);
end;
$$;

comment on function api.sector_create is $$Adds a sector to a plan.

plan: the plan's key
key: the sector's key, such as NUC
name: what it is called
priority: its rank, 1 for the first
Returns: the sector
Errors: not_found, already_exists, forbidden, read_only$$;

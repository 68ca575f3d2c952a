-- SPDX-License-Identifier: MIT
create function api.calendar_remove(
  plan core.plan_key,
  day date
) returns json
language plpgsql
as $$
declare
  removed day_off;
begin
  perform begin_write(plan, 'calendar.remove');
  delete from day_off as d
  where d.plan = calendar_remove.plan and d.day = calendar_remove.day
  returning d.* into removed;
  if not found then
    perform refuse('not_found', jsonb_build_object('object', day, 'param', 'day'));
  end if;
  return json_build_object('plan', plan, 'day', day, 'name', removed.name, 'own', true,
    'plan_revision', revision_of(plan));
end;
$$;

comment on function api.calendar_remove is $$Takes a day off that the plan added out of its calendar again.

Weekends and public holidays stay.

plan: the plan's key
day: the day
Returns: plan, day, name, own, plan_revision
Errors: not_found, forbidden, read_only$$;

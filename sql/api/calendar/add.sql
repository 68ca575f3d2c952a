-- SPDX-License-Identifier: MIT
create function api.calendar_add(
  plan core.plan_key,
  day date,
  name core.title
) returns json
language plpgsql
as $$
begin
  perform begin_write(plan, 'calendar.add');
  perform calendar_day_known('day', day);
  insert into day_off (plan, day, name, created_at)
  values (plan, day, name, core.now())
  on conflict do nothing;
  if not found then
    perform refuse('already_exists', jsonb_build_object('object', day));
  end if;
  return json_build_object('plan', plan, 'day', day, 'name', name, 'own', true, 'plan_revision', revision_of(plan));
end;
$$;

comment on function api.calendar_add is $$Adds a day off to a plan's calendar.

plan: the plan's key
day: the day
name: why it is off
Returns: plan, day, name, own, plan_revision
Errors: not_found, already_exists, bad_value, forbidden, read_only$$;

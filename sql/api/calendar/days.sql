-- SPDX-License-Identifier: MIT
create function api.calendar_days(
  plan core.plan_key,
  "from" date,
  "to" date
) returns json
language plpgsql stable
as $$
begin
  perform plan_get(plan);
  perform calendar_day_known('from', "from"), calendar_day_known('to', "to");
  if "to" not between "from" and "from" + 3660 then
    perform refuse_value('to', 'expected.calendar_end');
  end if;
  return json_build_object('plan', plan, 'from', "from", 'to', "to",
    'items', coalesce((
      select json_agg(json_build_object('day', off.day, 'name', off.name, 'own', off.own) order by off.day, off.own)
      from named_days_off(plan, "from", "to") as off), '[]'),
    'workdays', count_workdays(plan, "from" - 1, "to"), 'plan_revision', revision_of(plan));
end;
$$;

comment on function api.calendar_days is $$Shows a plan's days off by name, and counts its working days.

Both ends count. Weekends are days off too and are not listed.

plan: the plan's key
from: the first day
to: the last day, ten years later at most
Returns: plan, from, to, items (day, name, and whether the plan added it as its own), workdays, plan_revision
Errors: not_found, bad_value$$;

-- SPDX-License-Identifier: MIT
create function api.calendar_workday(
  plan core.plan_key,
  "from" date,
  days core.workdays
) returns json
language plpgsql stable
as $$
declare
  reached date;
begin
  perform plan_get(plan);
  perform calendar_day_known('from', "from");
  reached := add_workdays(plan, "from", days);
  if reached is null then
    perform refuse_value('days', 'expected.calendar_year');
  end if;
  return json_build_object('plan', plan, 'from', "from", 'days', days, 'day', reached,
    'plan_revision', revision_of(plan));
end;
$$;

comment on function api.calendar_workday is $$Says which day is so many working days after another, or before it.

plan: the plan's key
from: the day to count from; it does not count itself
days: how many working days; negative to count backwards, 0 for the day itself
Returns: plan, from, days, day, plan_revision
Errors: not_found, bad_value$$;

-- SPDX-License-Identifier: MIT
create function api.reminder_policy(plan core.plan_key) returns json
language plpgsql stable
as $$
begin
  return policy_json((plan_get(plan)).key);
end;
$$;

comment on function api.reminder_policy is $$Says by which rules a plan reminds: its hour, its rungs and its quiet periods.

A rung is so many working days from the deadline, before it negative. One that falls on a day off or into a quiet period
goes to the working day before it, after the deadline to the one after it.

plan: the plan's key
Returns: plan, own (false: hour and rungs are the default), morning (of each person's own zone), rungs, quiet, plan_revision
Errors: not_found$$;

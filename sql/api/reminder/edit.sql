-- SPDX-License-Identifier: MIT
create function api.reminder_edit(
  plan core.plan_key,
  morning core.hour default null,
  rungs core.rung_said[] default null,
  quiet core.quiet_said[] default null,
  clear text[] default null
) returns json
language plpgsql
as $$
begin
  perform begin_write(plan, 'reminder.edit');
  perform clear_known(clear, '{rungs,quiet,policy}');
  if 'policy' = any (clear) then
    delete from rung as r where r.plan = reminder_edit.plan;
    delete from policy as p where p.plan = reminder_edit.plan;
  end if;
  if morning is not null or rungs is not null or 'rungs' = any (clear) then
    perform policy_own(plan);
    update policy as p set morning = coalesce(reminder_edit.morning::time, p.morning) where p.plan = reminder_edit.plan;
  end if;
  if rungs is not null or 'rungs' = any (clear) then
    perform rungs_put(plan, coalesce(rungs, '{}'));
  end if;
  if reminder_edit.quiet is not null or 'quiet' = any (clear) then
    perform quiet_put(plan, coalesce(reminder_edit.quiet, '{}'));
  end if;
  return policy_json(plan);
end;
$$;

comment on function api.reminder_edit is $$Changes the rules by which a plan reminds.

What has been sent stays sent; reminders still to come fall on their new days, at once where these are past; those of
running actions within minutes. Rungs that are added are not made up for.
A plan whose rungs are cleared reminds of nothing.

plan: the plan's key
morning: the hour at which people are written to, in their own zones; one that clocks leap over is an hour later, one that
  they show twice the second
rungs: all rungs, each as working days from the deadline and who is told, such as "-3 owner" or "7 owner+secretary"; who
  is owner, supports, contact (of the owner's organisation), secretary or chair
quiet: all periods in which nothing is sent, such as "08-01/08-31 summer" (each year) or "2014-12-22/2015-01-04 year's end";
  they leave 60 days of each year at least
clear: what to empty: rungs, quiet; policy brings hour and rungs back to the default and leaves the quiet
  periods
Returns: plan, own (false: hour and rungs are the default), morning, rungs, quiet, plan_revision
Errors: not_found, bad_value, forbidden, read_only$$;

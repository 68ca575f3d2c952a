-- SPDX-License-Identifier: MIT
create function api.plan_edit(
  plan core.plan_key,
  title core.title default null,
  summary core.prose default null,
  zone core.zone default null,
  calendar core.calendar default null,
  launched date default null,
  clear text[] default null
) returns json
language plpgsql
as $$
declare
  emptied text[] := coalesce(clear, '{}');
  edited plan;
begin
  perform begin_write(plan, 'plan.edit');
  perform clear_known(clear, '{summary,launched}');
  update plan as p
  set title = coalesce(plan_edit.title, p.title),
    summary = coalesce(plan_edit.summary, case when not 'summary' = any (emptied) then p.summary end),
    zone = coalesce(zone_known('zone', plan_edit.zone), p.zone),
    calendar = coalesce(plan_edit.calendar, p.calendar),
    launched = coalesce(plan_edit.launched, case when not 'launched' = any (emptied) then p.launched end)
  where p.key = plan_edit.plan
  returning p.* into edited;
  return plan_json(edited);
end;
$$;

comment on function api.plan_edit is $$Changes a plan.

plan: the plan's key
title: what the plan is called
summary: what it is for
zone: its time zone
calendar: whose public holidays are days off
launched: the day it was launched
clear: names of fields to empty: summary, launched
Returns: the plan
Errors: not_found, forbidden, bad_value, read_only$$;

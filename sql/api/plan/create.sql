-- SPDX-License-Identifier: MIT
create function api.plan_create(
  key core.plan_key,
  title core.title,
  summary core.prose default null,
  zone core.zone default null,
  calendar core.calendar default null,
  launched date default null
) returns json
language plpgsql
as $$
declare
  made plan;
begin
  perform begin_write('', 'plan.create');
  perform open_plan(key, 'plan.create');
  insert into plan (key, title, summary, zone, calendar, launched, created_at)
  values (key, title, summary, coalesce(zone_known('zone', zone), 'Europe/Paris'), coalesce(calendar, 'fr'),
    launched, core.now())
  returning * into made;
  return plan_json(made);
end;
$$;

comment on function api.plan_create is $$Creates a plan. For administrators of the server.

key: the plan's key, which begins all its references and never changes
title: what the plan is called
summary: what it is for
zone: its time zone; Europe/Paris unless given
calendar: whose public holidays are days off; France unless given
launched: the day it was launched
Returns: the plan
Errors: forbidden, already_exists, bad_value$$;

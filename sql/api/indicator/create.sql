-- SPDX-License-Identifier: MIT
create function api.indicator_create(
  plan core.plan_key,
  title core.title,
  unit core.unit,
  baseline core.figure default null,
  target core.figure default null,
  baseline_label core.title default null,
  by core.deadline default null,
  text core.prose default null,
  visibility core.visibility default null
) returns json
language plpgsql
as $$
declare
  reckoned record;
  made indicator;
begin
  perform begin_write(plan, 'indicator.create');
  reckoned := deadline_parse(plan, 'by', by);
  insert into indicator (plan, number, title, text, unit, baseline, target, baseline_label, by_said, by_edtf,
    by_first_day, by_last_day, visibility, created_at)
  values (plan, next_number(plan, 'indicator'), title, text, unit, baseline, target, baseline_label,
    reckoned.said, reckoned.edtf, reckoned.first_day, reckoned.last_day,
    coalesce(indicator_create.visibility, 'committee'), core.now())
  returning * into made;
  return indicator_json(made);
end;
$$;

comment on function api.indicator_create is $$Adds an indicator: a figure by which the plan is judged.

plan: the plan's key
title: what is measured
unit: in what, such as € or companies
baseline: where it began; progress counts from 0 unless given
target: what it is to reach
baseline_label: what the baseline stands for
by: when the target is to be reached, as said
text: how it is measured
visibility: who sees it: the committee (as unless given), its partners too, or the observers too
Returns: the indicator
Errors: not_found, bad_value, forbidden$$;

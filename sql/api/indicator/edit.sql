-- SPDX-License-Identifier: MIT
create function api.indicator_edit(
  indicator core.indicator_ref,
  title core.title default null,
  unit core.unit default null,
  baseline core.figure default null,
  target core.figure default null,
  baseline_label core.title default null,
  by core.deadline default null,
  text core.prose default null,
  clear text[] default null,
  visibility core.visibility default null
) returns json
language plpgsql
as $$
declare
  emptied text[] := coalesce(clear, '{}');
  edited indicator;
  reckoned record;
begin
  perform begin_write(indicator, 'indicator.edit');
  edited := indicator_take(indicator);
  perform clear_known(clear, '{text,baseline,target,baseline_label,by}');
  if by is not null or 'by' = any (emptied) then
    reckoned := deadline_parse(edited.plan, 'by', by);
    edited.by_said := reckoned.said;
    edited.by_edtf := reckoned.edtf;
    edited.by_first_day := reckoned.first_day;
    edited.by_last_day := reckoned.last_day;
  end if;
  update indicator as i
  set visibility = coalesce(indicator_edit.visibility, i.visibility),
    title = coalesce(indicator_edit.title, i.title),
    unit = coalesce(indicator_edit.unit, i.unit),
    baseline = coalesce(indicator_edit.baseline, case when not 'baseline' = any (emptied) then i.baseline end),
    target = coalesce(indicator_edit.target, case when not 'target' = any (emptied) then i.target end),
    baseline_label = coalesce(indicator_edit.baseline_label,
      case when not 'baseline_label' = any (emptied) then i.baseline_label end),
    text = coalesce(indicator_edit.text, case when not 'text' = any (emptied) then i.text end),
    by_said = edited.by_said, by_edtf = edited.by_edtf, by_first_day = edited.by_first_day,
    by_last_day = edited.by_last_day
  where i.plan = edited.plan and i.number = edited.number
  returning i.* into edited;
  return indicator_json(edited);
end;
$$;

comment on function api.indicator_edit is $$Changes an indicator.

indicator: the indicator's reference
title: what is measured
unit: in what
baseline: where it began
target: what it is to reach
baseline_label: what the baseline stands for
by: when the target is to be reached, as said
text: how it is measured
clear: names of fields to empty: text, baseline, target, baseline_label, by
visibility: who sees it: committee, partners or public
Returns: the indicator
Errors: not_found, bad_value, moved_on, forbidden$$;

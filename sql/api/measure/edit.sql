-- SPDX-License-Identifier: MIT
create function api.measure_edit(
  indicator core.indicator_ref,
  number core.ordinal,
  value core.figure default null,
  "on" date default null,
  source core.title default null,
  note core.prose default null,
  clear text[] default null
) returns json
language plpgsql
as $$
declare
  emptied text[] := coalesce(clear, '{}');
  measured indicator;
begin
  perform begin_write(indicator, 'measure.edit');
  measured := indicator_take(indicator);
  perform clear_known(clear, '{source,note}');
  if "on" > today(measured.plan) then
    perform refuse_value('on', 'measure.on');
  end if;
  update measure as m
  set value = coalesce(measure_edit.value, m.value),
    taken_on = coalesce("on", m.taken_on),
    source = coalesce(measure_edit.source, case when not 'source' = any (emptied) then m.source end),
    note = coalesce(measure_edit.note, case when not 'note' = any (emptied) then m.note end)
  where m.plan = measured.plan and m.indicator = measured.number and m.number = measure_edit.number
    and not m.withdrawn;
  if not found then
    perform refuse('not_found', jsonb_build_object('object', indicator || ' / ' || number, 'param', 'number'));
  end if;
  return indicator_json(measured);
end;
$$;

comment on function api.measure_edit is $$Corrects a measure of an indicator.

indicator: the indicator's reference
number: the measure's number within the indicator
value: the value, in the indicator's unit
on: the day that it is true of; not in the future
source: where it comes from
note: a remark
clear: names of fields to empty: source, note
Returns: the indicator
Errors: not_found, bad_value, moved_on, forbidden$$;

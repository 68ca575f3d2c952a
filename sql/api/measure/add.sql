-- SPDX-License-Identifier: MIT
create function api.measure_add(
  indicator core.indicator_ref,
  value core.figure,
  "on" date,
  source core.title default null,
  note core.prose default null
) returns json
language plpgsql
as $$
declare
  measured indicator;
begin
  perform begin_write(indicator, 'measure.add');
  measured := indicator_take(indicator);
  if "on" > today(measured.plan) then
    perform refuse_value('on', 'measure.on');
  end if;
  insert into measure (plan, indicator, number, value, taken_on, source, note, created_at)
  values (measured.plan, measured.number, next_number(measured.plan, 'measure:' || measured.number), value, "on",
    source, note, core.now());
  return indicator_json(measured);
end;
$$;

comment on function api.measure_add is $$Notes an indicator's value on a day.

indicator: the indicator's reference
value: the value, in the indicator's unit
on: the day that it is true of; not in the future
source: where it comes from
note: a remark
Returns: the indicator, whose `last` is its latest measure by day
Errors: not_found, bad_value, moved_on, forbidden$$;

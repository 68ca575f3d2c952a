-- SPDX-License-Identifier: MIT
create function api.measure_list(
  indicator core.indicator_ref,
  "limit" core.page_limit default null,
  cursor core.page_cursor default null
) returns json
language plpgsql stable
as $$
declare
  size integer := page_size("limit");
  past bigint[] := cursor_numbers(cursor, 2);
  measured indicator := indicator_get(indicator);
  page record;
  total integer;
begin
  select string_agg(case when n <= size then measure_json(chosen)::text end, ',' order by n) as items,
    count(*) > size as more,
    max((chosen).taken_on - date '2000-01-01') filter (where n = size) as day,
    max((chosen).number) filter (where n = size) as number
  into page
  from (
    select m as chosen, row_number() over (order by m.taken_on desc, m.number desc) as n
    from measure as m
    where m.plan = measured.plan and m.indicator = measured.number and not m.withdrawn
      and (past is null or (m.taken_on, m.number) < (date '2000-01-01' + past[1]::integer, past[2]))
    order by m.taken_on desc, m.number desc
    limit size + 1) as numbered;
  select count(*) into total
  from (
    select from measure as m
    where m.plan = measured.plan and m.indicator = measured.number and not m.withdrawn
    limit 1001) as counted;
  return json_build_object('items', coalesce('[' || page.items || ']', '[]')::json,
    'next', case when page.more then cursor_pack(page.day::text, page.number::text) end,
    'total', case when total <= 1000 then total end, 'plan_revision', revision_of(measured.plan));
end;
$$;

comment on function api.measure_list is $$Lists the measures of an indicator, the latest first.

indicator: the indicator's reference
limit: how many at most; 50 unless given
cursor: the "next" of the page before
Returns: items, next, total, plan_revision
Errors: not_found, bad_value$$;

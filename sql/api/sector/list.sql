-- SPDX-License-Identifier: MIT
create function api.sector_list(
  plan core.plan_key,
  "limit" core.page_limit default null,
  cursor core.page_cursor default null
) returns json
language plpgsql stable
as $$
declare
  size integer := page_size("limit");
  past text[] := cursor_parse(cursor, 2);
  page record;
begin
  perform plan_get(plan);
  select string_agg(sector_json(one)::text, ',' order by n) filter (where n <= size) as items,
    max(n) > size as more, max(place) filter (where n = size) as place, max((one).key) filter (where n = size) as key
  into page
  from (
    select s as one, placed.place, row_number() over (order by placed.place, s.key) as n
    from sector as s, to_char(coalesce(s.priority, 1000), 'FM0000') as placed (place)
    where s.plan = sector_list.plan and (past is null or (placed.place, s.key) > (past[1], past[2]))) as numbered
  where n <= size + 1;
  return json_build_object('items', ('[' || coalesce(page.items, '') || ']')::json,
    'next', case when page.more then cursor_pack(page.place, page.key) end,
    'total', (
      select nullif(count(*), 1001)
      from (select from sector as s where s.plan = sector_list.plan limit 1001) as counted),
    'plan_revision', revision_of(plan));
end;
$$;

comment on function api.sector_list is $$Lists the sectors of a plan by priority.

plan: the plan's key
limit: how many at most; 50 unless given
cursor: the "next" of the page before
Returns: items, next, total, plan_revision
Errors: not_found, bad_value$$;

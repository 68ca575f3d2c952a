-- SPDX-License-Identifier: MIT
create function api.committee_list(
  plan core.plan_key,
  "limit" core.page_limit default null,
  cursor core.page_cursor default null
) returns json
language plpgsql stable
as $$
declare
  size integer := page_size("limit");
  past text[] := cursor_parse(cursor, 1);
  page record;
begin
  perform plan_get(plan);
  select string_agg(committee_json(one)::text, ',' order by n) filter (where n <= size) as items,
    max(n) > size as more, max((one).key) filter (where n = size) as key
  into page
  from (
    select c as one, row_number() over (order by c.key) as n
    from committee as c
    where c.plan = committee_list.plan and (past is null or c.key > past[1])
    order by c.key
    limit size + 1) as numbered;
  return json_build_object('items', ('[' || coalesce(page.items, '') || ']')::json,
    'next', case when page.more then cursor_pack(page.key) end,
    'total', (
      select nullif(count(*), 1001)
      from (select from committee as c where c.plan = committee_list.plan limit 1001) as counted),
    'plan_revision', revision_of(plan));
end;
$$;

comment on function api.committee_list is $$Lists the committees of a plan by key.

plan: the plan's key
limit: how many at most; 50 unless given
cursor: the "next" of the page before
Returns: items, next, total, plan_revision
Errors: not_found, bad_value$$;

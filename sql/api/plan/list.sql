-- SPDX-License-Identifier: MIT
create function api.plan_list(
  search core.search_words default null,
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
  select string_agg(plan_json(chosen)::text, ',' order by n) filter (where n <= size) as items,
    max(n) > size as more, max((chosen).key) filter (where n = size) as key
  into page
  from (
    select p as chosen, row_number() over (order by p.key) as n
    from plan as p
    where says(plan_list.search, concat_ws(' ', p.key, p.title, p.summary)) and (past is null or p.key > past[1])
    order by p.key
    limit size + 1) as numbered;
  return json_build_object('items', ('[' || coalesce(page.items, '') || ']')::json,
    'next', case when page.more then cursor_pack(page.key) end,
    'total', (
      select nullif(count(*), 1001)
      from (
        select from plan as p
        where says(plan_list.search, concat_ws(' ', p.key, p.title, p.summary)) limit 1001) as counted));
end;
$$;

comment on function api.plan_list is $$Lists the plans that the caller sees, by key.

search: words that begin words of the key, title or summary; accents do not count
limit: how many at most; 50 unless given
cursor: the "next" of the page before
Returns: items, next, total
Errors: bad_value$$;

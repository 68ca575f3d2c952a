-- SPDX-License-Identifier: MIT
create function api.organisation_list(
  search core.search_words default null,
  kind core.organisation_kind default null,
  sort core.organisation_sort default null,
  "limit" core.page_limit default null,
  cursor core.page_cursor default null
) returns json
language plpgsql stable
as $$
declare
  size integer := page_size("limit");
  past text[] := cursor_parse(cursor, 2);
  descending boolean := coalesce(sort::text like '-%', false);
  by_name boolean := coalesce(sort::text like '%name', true);
  page record;
begin
  with matching as (
    select o, case when by_name then fold(o.name) else o.key end as place, o.key as ref
    from organisation as o
    where (organisation_list.kind is null or o.kind = organisation_list.kind)
      and says(organisation_list.search, concat_ws(' ', o.name, o.key, o.city))
  ), numbered as (
    select m.*, row_number() over (
      order by case when not descending then place end, case when descending then place end desc,
        case when not descending then ref end, case when descending then ref end desc) as n
    from matching as m
    where past is null
      or case when descending then (place, ref) < (past[1], past[2]) else (place, ref) > (past[1], past[2]) end
  )
  select string_agg(organisation_json(o)::text, ',' order by n) filter (where n <= size) as items,
    max(n) > size as more, max(place) filter (where n = size) as place, max(ref) filter (where n = size) as ref,
    (select count(*) from matching) as total
  into page
  from numbered
  where n <= size + 1;
  return json_build_object('items', ('[' || coalesce(page.items, '') || ']')::json,
    'next', case when page.more then cursor_pack(page.place, page.ref) end,
    'total', case when page.total <= 1000 then page.total end);
end;
$$;

comment on function api.organisation_list is $$Lists the organisations of the caller's plans.

search: words that begin words of its name, key or city; accents do not count
kind: only those of this kind
sort: by name unless given
limit: how many at most; 50 unless given
cursor: the "next" of the page before, with the same sort
Returns: items, next, total
Errors: bad_value$$;

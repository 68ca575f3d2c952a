-- SPDX-License-Identifier: MIT
create function api.person_list(
  search core.search_words default null,
  organisation core.party default null,
  sort core.person_sort default null,
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
  employer integer := (organisation_find('organisation', organisation)).id;
  page record;
begin
  with matching as (
    select p, case when by_name then fold(p.name) else p.email end as place, p.email as ref
    from person as p
    where p.erased_at is null and (employer is null or p.organisation = employer)
      and says(person_list.search, concat_ws(' ', p.name, p.email, p.function))
  ), numbered as (
    select m.*, row_number() over (
      order by case when not descending then place end, case when descending then place end desc,
        case when not descending then ref end, case when descending then ref end desc) as n
    from matching as m
    where past is null
      or case when descending then (place, ref) < (past[1], past[2]) else (place, ref) > (past[1], past[2]) end
  )
  select string_agg(person_json(p)::text, ',' order by n) filter (where n <= size) as items,
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

comment on function api.person_list is $$Lists the persons of the caller's plans.

search: words that begin words of the name, address or function; accents do not count
organisation: only those who belong to it: its key, or the beginning of its name
sort: by name unless given
limit: how many at most; 50 unless given
cursor: the "next" of the page before, with the same sort
Returns: items, next, total
Errors: not_found, ambiguous, bad_value$$;

-- SPDX-License-Identifier: MIT
create function api.indicator_list(
  plan core.plan_key,
  search core.search_words default null,
  "limit" core.page_limit default null,
  cursor core.page_cursor default null
) returns json
language plpgsql stable
as $$
declare
  page record;
begin
  perform plan_get(plan);
  page := indicator_page(plan, jsonb_build_object('search', search), 'number', page_size("limit"), cursor);
  return list_json((
      select string_agg(indicator_json(i)::text, ',' order by chosen.place)
      from unnest(page.numbers) with ordinality as chosen (number, place)
      join indicator as i on i.plan = indicator_list.plan and i.number = chosen.number),
    page.next, page.total, revision_of(plan));
end;
$$;

comment on function api.indicator_list is $$Lists the indicators of a plan by number.

plan: the plan's key
search: only those that say these words
limit: how many at most; 50 unless given
cursor: the "next" of the page before
Returns: items, next, total, plan_revision
Errors: not_found, bad_value$$;

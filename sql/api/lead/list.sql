-- SPDX-License-Identifier: MIT
create function api.lead_list(
  plan core.plan_key,
  state core.lead_state default null,
  meeting core.meeting_ref default null,
  sector core.key default null,
  search core.search_words default null,
  sort core.lead_sort default null,
  "limit" core.page_limit default null,
  cursor core.page_cursor default null
) returns json
language plpgsql stable
as $$
declare
  page record;
  items text;
begin
  perform plan_get(plan);
  page := lead_page(plan,
    jsonb_build_object(
      'open', case when state = 'open' then true end, 'decided', case when state = 'decided' then true end,
      'dropped', case when state = 'dropped' then true end,
      'meeting', link_number('meeting', plan, 'meeting', meeting),
      'sector', (sectors_known(plan, 'sector', array_remove(array[sector::text], null)))[1], 'search', search),
    coalesce(sort, 'number')::text, page_size("limit"), cursor);
  select string_agg(lead_json(lead)::text, ',' order by chosen.place) into items
  from unnest(page.numbers) with ordinality as chosen (number, place)
  join lead on lead.plan = lead_list.plan and lead.number = chosen.number;
  return list_json(items, page.next, page.total, revision_of(plan));
end;
$$;

comment on function api.lead_list is $$Lists the leads of a plan.

plan: the plan's key
state: only those that are open, decided (a decision comes from them) or dropped
meeting: only those raised at this meeting
sector: only those that concern this sector
search: only those whose title, text or source say these words; accents do not count
sort: the order; by number unless given
limit: how many at most; 50 unless given
cursor: the "next" of the page before
Returns: items, next, total (null beyond 1000), plan_revision
Errors: not_found, bad_value$$;

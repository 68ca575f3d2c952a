-- SPDX-License-Identifier: MIT
create function api.decision_list(
  plan core.plan_key,
  meeting core.meeting_ref default null,
  lead core.lead_ref default null,
  sector core.key default null,
  superseded boolean default null,
  search core.search_words default null,
  sort core.decision_sort default null,
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
  page := decision_page(plan,
    jsonb_build_object(
      'meeting', link_number('meeting', plan, 'meeting', meeting), 'lead', link_number('lead', plan, 'lead', lead),
      'sector', (sectors_known(plan, 'sector', array_remove(array[sector::text], null)))[1],
      'superseded', superseded, 'search', search),
    coalesce(sort, 'number')::text, page_size("limit"), cursor);
  select string_agg(decision_json(decision)::text, ',' order by chosen.place) into items
  from unnest(page.numbers) with ordinality as chosen (number, place)
  join decision on decision.plan = decision_list.plan and decision.number = chosen.number;
  return list_json(items, page.next, page.total, revision_of(plan));
end;
$$;

comment on function api.decision_list is $$Lists the decisions of a plan.

plan: the plan's key
meeting: only those of this meeting
lead: only those that come from this lead
sector: only those that concern this sector
superseded: true for only those that a later decision supersedes, false for only those in force
search: only those whose title or text say these words; accents do not count
sort: the order; by number unless given
limit: how many at most; 50 unless given
cursor: the "next" of the page before
Returns: items, next, total (null beyond 1000), plan_revision
Errors: not_found, bad_value$$;

-- SPDX-License-Identifier: MIT
create function api.meeting_list(
  plan core.plan_key,
  committee core.key default null,
  state core.meeting_state default null,
  after date default null,
  before date default null,
  search core.search_words default null,
  sort core.meeting_sort default null,
  "limit" core.page_limit default null,
  cursor core.page_cursor default null
) returns json
language plpgsql stable
as $$
declare
  page record;
begin
  perform plan_get(plan);
  page := meeting_page(plan,
    jsonb_build_object('committee', committee, 'state', state, 'after', after, 'before', before, 'search', search),
    coalesce(sort::text, 'number'), page_size("limit"), cursor);
  return list_json((
      select string_agg(meeting_summary(m)::text, ',' order by chosen.place)
      from unnest(page.numbers) with ordinality as chosen (number, place)
      join meeting as m on m.plan = meeting_list.plan and m.number = chosen.number),
    page.next, page.total, revision_of(plan));
end;
$$;

comment on function api.meeting_list is $$Lists the meetings of a plan.

plan: the plan's key
committee: only those of this committee
state: only those in this state
after: only those that lie (or may lie) after this day
before: only those that lie (or may lie) before this day
search: only those whose objective, place or minutes say these words
sort: the order; by number unless given
limit: how many at most; 50 unless given
cursor: the "next" of the page before
Returns: items (without minutes and attendance), next, total, plan_revision
Errors: not_found, bad_value$$;

-- SPDX-License-Identifier: MIT
create function api.action_list(
  plan core.plan_key,
  owner core.party default null,
  organisation core.party default null,
  state core.action_state[] default null,
  overdue boolean default null,
  due_after date default null,
  due_before date default null,
  sector core.key default null,
  decision core.decision_ref default null,
  meeting core.meeting_ref default null,
  lead core.lead_ref default null,
  priority core.priority default null,
  search core.search_words default null,
  sort core.action_sort default null,
  "limit" core.page_limit default null,
  cursor core.page_cursor default null
) returns json
language plpgsql stable
as $$
declare
  owned_by record := party_find('owner', owner);
  employer record := party_find('organisation', organisation, 'organisation');
  plan_revision bigint := revision_of(plan);
  page record;
begin
  perform plan_get(plan);
  page := action_page(plan,
    jsonb_build_object(
      'owner_organisation', owned_by.organisation, 'owner_person', owned_by.person,
      'organisation', employer.organisation, 'state', state::text,
      'overdue', case when overdue then today(plan) end, 'not_overdue', case when not overdue then today(plan) end,
      'due_after', due_after, 'due_before', due_before,
      'sector', (sectors_known(plan, 'sector', array_remove(array[sector::text], null)))[1],
      'decision', link_number('decision', plan, 'decision', decision),
      'meeting', link_number('meeting', plan, 'meeting', meeting), 'lead', link_number('lead', plan, 'lead', lead),
      'priority', priority, 'search', search),
    coalesce(sort, 'number')::text, page_size("limit"), cursor);
  return json_build_object('items', array_to_json(action_items(plan, page.numbers, today(plan), plan_revision)),
    'next', page.next, 'total', page.total, 'plan_revision', plan_revision);
end;
$$;

comment on function api.action_list is $$Lists the actions of a plan.

plan: the plan's key
owner: only those of this organisation or person
organisation: only those of this organisation or of one of its persons
state: only those in one of these states
overdue: true for only those that are late, false for only the others; what is only proposed is never late
due_after: only those whose deadline's last day is this day or later
due_before: only those whose deadline's last day is this day or earlier
sector: only those that concern this sector
decision: only those that come from this decision
meeting: only those that come from a decision of this meeting
lead: only those that come from a decision that comes from this lead
priority: only those of this priority
search: only those whose title or text say these words; accents do not count, the last word may be unfinished
sort: the order; by number unless given; what has no deadline is the farthest
limit: how many at most; 50 unless given
cursor: the "next" of the page before
Returns: items, next, total (null beyond 1000), plan_revision
Errors: not_found, ambiguous, bad_value$$;

-- SPDX-License-Identifier: MIT
create function api.postponement_list(
  plan core.plan_key,
  action core.action_ref default null,
  state core.postponement_state default null,
  "limit" core.page_limit default null,
  cursor core.page_cursor default null
) returns json
language plpgsql stable
as $$
declare
  page record;
begin
  perform plan_get(plan);
  page := list_page('postponement', plan, jsonb_build_object('state', state,
    'action', link_number('action', plan, 'action', action)), '-number', page_size("limit"), cursor);
  return list_json((
      select string_agg(postponement_json(p)::text, ',' order by chosen.place)
      from unnest(page.numbers) with ordinality as chosen (number, place)
      join postponement as p on p.plan = postponement_list.plan and p.number = chosen.number),
    page.next, page.total, revision_of(plan));
end;
$$;

comment on function api.postponement_list is $$Lists the requests for more time in a plan, the latest first.

Those of one's own actions; all of them for who sees the plan whole.

plan: the plan's key
action: of that action only
state: asked (not answered yet), accepted, refused or overtaken
limit: how many at most; 50 unless given
cursor: the "next" of the page before
Returns: items, next, total, plan_revision
Errors: not_found, bad_value$$;

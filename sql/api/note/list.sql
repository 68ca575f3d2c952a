-- SPDX-License-Identifier: MIT
create function api.note_list(
  object core.object_ref default null,
  plan core.plan_key default null,
  "limit" core.page_limit default null,
  cursor core.page_cursor default null
) returns json
language plpgsql stable
as $$
declare
  home text := coalesce(split_part(object, '-', 1), plan);
  page record;
begin
  if num_nonnulls(object, plan) <> 1 then
    perform refuse_value(case when object is null then 'object' else 'plan' end, 'note.one_of');
  end if;
  perform plan_get(home);
  if object is not null then
    perform object_get(object);
  end if;
  page := note_page(home, jsonb_build_object('object', object), '-number', page_size("limit"), cursor);
  return list_json((
      select string_agg(note_json(n)::text, ',' order by chosen.place)
      from unnest(page.numbers) with ordinality as chosen (number, place)
      join note as n on n.plan = home and n.number = chosen.number),
    page.next, page.total, revision_of(home));
end;
$$;

comment on function api.note_list is $$Lists the notes on an object, or all notes of a plan, the latest first. Give one of the two.

object: the reference of an action, decision, lead, meeting or indicator
plan: a plan's key
limit: how many at most; 50 unless given
cursor: the "next" of the page before
Returns: items, next, total, plan_revision
Errors: not_found, bad_value$$;

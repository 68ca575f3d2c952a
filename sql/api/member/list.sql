-- SPDX-License-Identifier: MIT
create function api.member_list(
  plan core.plan_key,
  role core.member_role default null,
  "limit" core.page_limit default null,
  cursor core.page_cursor default null
) returns json
language plpgsql stable
as $$
declare
  size integer := page_size("limit");
  past text[] := cursor_parse(cursor, 3);
  page record;
begin
  perform plan_get(plan);
  with matching as (
    select m as one, to_char(array_position(enum_range(null::member_role), m.role), 'FM00') as rank,
      fold(coalesce(o.name, p.name, '')) as name, coalesce(o.key, p.email, '') as ref
    from member as m
    left join organisation as o on o.id = m.organisation
    left join person as p on p.id = m.person
    where m.plan = member_list.plan and (member_list.role is null or m.role = member_list.role)
  ), numbered as (
    select matching.*, row_number() over (order by rank, name, ref) as n
    from matching
    where past is null or (rank, name, ref) > (past[1], past[2], past[3])
  )
  select string_agg(member_json(one)::text, ',' order by n) filter (where n <= size) as items, max(n) > size as more,
    max(rank) filter (where n = size) as rank, max(name) filter (where n = size) as name,
    max(ref) filter (where n = size) as ref, (select count(*) from matching) as total
  into page
  from numbered
  where n <= size + 1;
  return json_build_object('items', ('[' || coalesce(page.items, '') || ']')::json,
    'next', case when page.more then cursor_pack(page.rank, page.name, page.ref) end,
    'total', case when page.total <= 1000 then page.total end, 'plan_revision', revision_of(plan));
end;
$$;

comment on function api.member_list is $$Lists the members of a plan: secretaries first, observers last, each by name.

plan: the plan's key
role: only those with this role
limit: how many at most; 50 unless given
cursor: the "next" of the page before
Returns: items, next, total, plan_revision
Errors: not_found, bad_value$$;

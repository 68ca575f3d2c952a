-- SPDX-License-Identifier: MIT
create function api.committee_create(
  plan core.plan_key,
  key core.key,
  name core.title
) returns json
language plpgsql
as $$
declare
  made committee;
begin
  perform begin_write(plan, 'committee.create');
  insert into committee (plan, key, name, created_at)
  values (plan, key, name, core.now())
  on conflict do nothing
  returning * into made;
  if made.key is null then
    perform refuse('already_exists', jsonb_build_object('object', key));
  end if;
  return committee_json(made);
end;
$$;

comment on function api.committee_create is $$Adds a committee to a plan.

plan: the plan's key
key: the committee's key, such as COPIL
name: what it is called
Returns: the committee
Errors: not_found, already_exists, forbidden, read_only$$;

-- SPDX-License-Identifier: MIT
create function api.committee_edit(
  plan core.plan_key,
  committee core.key,
  name core.title default null
) returns json
language plpgsql
as $$
declare
  edited committee;
begin
  perform begin_write(plan, 'committee.edit');
  edited := committee_get(plan, committee);
  update committee as c
  set name = coalesce(committee_edit.name, c.name)
  where c.plan = edited.plan and c.key = edited.key
  returning c.* into edited;
  return committee_json(edited);
end;
$$;

comment on function api.committee_edit is $$Changes a committee of a plan.

plan: the plan's key
committee: the committee's key
name: what it is called
Returns: the committee
Errors: not_found, forbidden, read_only$$;

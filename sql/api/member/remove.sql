-- SPDX-License-Identifier: MIT
create function api.member_remove(
  plan core.plan_key,
  party core.party
) returns json
language plpgsql
as $$
declare
  meant record;
  removed member;
begin
  perform begin_write(plan, 'member.remove');
  meant := party_find('party', party);
  delete from member as m
  where m.plan = member_remove.plan and m.organisation is not distinct from meant.organisation
    and m.person is not distinct from meant.person
  returning m.* into removed;
  if not found then
    perform refuse('not_found', jsonb_build_object('object', party, 'param', 'party'));
  end if;
  return member_json(removed);
end;
$$;

comment on function api.member_remove is $$Ends a membership of a plan.

The plan's members go on seeing the name of who was one: its history shows it.

plan: the plan's key
party: the person or the organisation
Returns: the member that was removed
Errors: not_found, ambiguous, forbidden, read_only$$;

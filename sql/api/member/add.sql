-- SPDX-License-Identifier: MIT
create function api.member_add(
  plan core.plan_key,
  party core.party,
  role core.member_role
) returns json
language plpgsql
as $$
declare
  meant record;
  added member;
begin
  perform begin_write(plan, 'member.add');
  meant := party_find('party', party);
  select m.* into added from member as m
  where m.plan = member_add.plan and m.organisation is not distinct from meant.organisation
    and m.person is not distinct from meant.person;
  if added.role = role then
    perform refuse('already_exists', jsonb_build_object(
      'object', party_json(meant.organisation, meant.person) ->> 'key'));
  elsif found then
    update member as m set role = member_add.role
    where m.plan = member_add.plan and m.organisation is not distinct from meant.organisation
      and m.person is not distinct from meant.person
    returning m.* into added;
  else
    insert into member (plan, organisation, person, role)
    values (plan, meant.organisation, meant.person, role)
    returning * into added;
    perform acquaint(plan, meant.organisation, meant.person);
  end if;
  return member_json(added);
end;
$$;

comment on function api.member_add is $$Makes somebody a member of a plan, or changes a member's role.

What each role sees and may do: docs/rights.md. An organisation's membership is that of its persons too, as partners at
most; a connection that acts for the organisation itself has the role that is given.

plan: the plan's key
party: the person or the organisation
role: as what
Returns: the member: ref, plan, party, role, revision, plan_revision
Errors: not_found, ambiguous, already_exists, forbidden, read_only$$;

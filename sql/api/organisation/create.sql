-- SPDX-License-Identifier: MIT
create function api.organisation_create(
  key core.organisation_key,
  name core.title,
  kind core.organisation_kind,
  city core.title default null,
  contact core.party default null,
  plan core.plan_key default null
) returns json
language plpgsql
as $$
declare
  known_in text;
  made organisation;
begin
  perform begin_write('', 'organisation.create');
  known_in := register_plan(plan);
  made.key := key;
  made.name := name;
  made.kind := kind;
  made.city := city;
  made.contact := (person_find('contact', contact)).id;
  return organisation_json(organisation_add(known_in, made));
end;
$$;

comment on function api.organisation_create is $$Adds an organisation to the server's register.

For administrators, and for secretaries, chairs and members of some plan: the organisation is then known there.

key: the organisation's key, unique on the server
name: what it is called
kind: what kind of organisation it is
city: where it sits
contact: the person who answers for it: an address, or the beginning of a name
plan: the plan that it is to be known in; needed by those who write in several, an administrator may do without
Returns: the organisation
Errors: forbidden, already_exists, not_found, ambiguous, bad_value, read_only$$;

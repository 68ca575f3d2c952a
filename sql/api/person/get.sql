-- SPDX-License-Identifier: MIT
create function api.person_get(person core.party) returns json
language plpgsql stable
as $$
begin
  return person_json(person_find('person', person));
end;
$$;

comment on function api.person_get is $$Shows a person, and the plans that the person is a member of.

The login is shown to administrators and oneself.

person: the address, or the beginning of a name
Returns: ref, email, name, function, organisation, locale, zone, login, plans (with the
role in each), created_at, revision
Errors: not_found, ambiguous$$;

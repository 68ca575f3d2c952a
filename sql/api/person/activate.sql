-- SPDX-License-Identifier: MIT
create function api.person_activate(person core.party) returns json
language plpgsql
as $$
declare
  changed person;
begin
  perform begin_write('', 'person.activate');
  changed := person_find('person', person);
  update person as p set deactivated_at = null
  where p.id = changed.id
  returning p.* into changed;
  return person_json(changed);
end;
$$;

comment on function api.person_activate is $$Lets a person act again that was deactivated. For administrators.

person: the address, or the beginning of the name
Returns: the person
Errors: not_found, ambiguous, forbidden, read_only$$;

-- SPDX-License-Identifier: MIT
create function api.person_deactivate(person core.party) returns json
language plpgsql
as $$
declare
  changed person;
begin
  perform begin_write('', 'person.deactivate');
  changed := person_find('person', person);
  update person as p set deactivated_at = coalesce(p.deactivated_at, core.now())
  where p.id = changed.id
  returning p.* into changed;
  return person_json(changed);
end;
$$;

comment on function api.person_deactivate is $$Deactivates a person: from the next call on nobody acts as this person. For administrators.

person: the address, or the beginning of the name
Returns: the person
Errors: not_found, ambiguous, forbidden, read_only$$;

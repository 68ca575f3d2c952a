-- SPDX-License-Identifier: MIT
create function api.person_erase(person core.party) returns json
language plpgsql
as $$
declare
  meant person;
  needed record;
  erased person;
begin
  perform begin_write('', 'person.erase');
  meant := person_find('person', person);
  if not administrator() then
    perform refuse('forbidden');
  end if;
  select * into needed from person_needed(meant.id);
  if cardinality(needed.actions || needed.organisations) > 0 then
    perform refuse('in_use', jsonb_build_object('object', meant.email,
      'by', array_to_string(needed.organisations || needed.actions, ', '),
      'actions', needed.actions, 'organisations', needed.organisations));
  end if;
  erased := person_forget(meant.id);
  return json_build_object('ref', person_ref(erased), 'erased_at', erased.erased_at, 'revision', erased.revision);
end;
$$;

comment on function api.person_erase is $$Erases a person: name, address, function and login go; what the person did stays.

For administrators. Where the person appears, "erased person" stands; memberships end; the journal keeps its chain, as
no name stands in it. It cannot be undone. Refused while the person owns actions that are not done or cancelled, or is
an organisation's contact: give them to somebody else first. What others wrote into titles, texts and notes stays.

person: the address, or the beginning of a name
Returns: ref (which the journal uses), erased_at, revision
Errors: not_found, ambiguous, forbidden, in_use, read_only$$;

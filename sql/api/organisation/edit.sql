-- SPDX-License-Identifier: MIT
create function api.organisation_edit(
  organisation core.party,
  name core.title default null,
  kind core.organisation_kind default null,
  city core.title default null,
  contact core.party default null,
  clear text[] default null,
  login core.login default null
) returns json
language plpgsql
as $$
declare
  emptied text[] := coalesce(clear, '{}');
  edited organisation;
  answerable person;
begin
  perform begin_write('', 'organisation.edit');
  edited := organisation_find('organisation', organisation);
  if not may_edit_party(edited.id, null)
    or (login is not null or 'login' = any (emptied)) and not administrator()
  then
    perform refuse('forbidden');
  end if;
  perform clear_known(clear, '{city,contact,login}');
  answerable := person_find('contact', contact);
  update organisation as o
  set name = coalesce(organisation_edit.name, o.name),
    kind = coalesce(organisation_edit.kind, o.kind),
    city = coalesce(organisation_edit.city, case when not 'city' = any (emptied) then o.city end),
    login = coalesce(organisation_edit.login, case when not 'login' = any (emptied) then o.login end),
    contact = coalesce(answerable.id, case when not 'contact' = any (emptied) then o.contact end)
  where o.id = edited.id
  returning o.* into edited;
  if answerable.id is not null then
    perform acquaint_pair(edited.id, answerable.id, 'organisation');
  end if;
  return organisation_json(edited);
exception when unique_violation then
  perform refuse('already_exists', jsonb_build_object('object', login));
end;
$$;

comment on function api.organisation_edit is $$Changes an organisation.

For administrators, and for those who may write in a plan where it is known. A new contact becomes known in every
plan where the organisation is, and is told what the one before was still to be told for it, or could not be.

organisation: its key, or the beginning of its name
name: what it is called
kind: what kind of organisation it is
city: where it sits
contact: the person who answers for it: an address, or the beginning of a name
clear: names of fields to empty: city, contact, login
login: the system user who acts for it, a service account; only administrators change it
Returns: the organisation
Errors: not_found, ambiguous, forbidden, already_exists, bad_value, read_only$$;

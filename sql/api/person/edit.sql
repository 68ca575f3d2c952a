-- SPDX-License-Identifier: MIT
create function api.person_edit(
  person core.party,
  email core.email default null,
  name core.title default null,
  organisation core.party default null,
  function core.title default null,
  locale core.locale default null,
  zone core.zone default null,
  login core.login default null,
  clear text[] default null
) returns json
language plpgsql
as $$
declare
  emptied text[] := coalesce(clear, '{}');
  edited person;
  employer integer;
  broken text;
begin
  perform begin_write('', 'person.edit');
  edited := person_find('person', person);
  if not (may_edit_party(null, edited.id)
      or is_self(edited.id) and num_nonnulls(email, organisation) = 0 and not 'organisation' = any (emptied))
    or (login is not null or 'login' = any (emptied)) and not administrator()
  then
    perform refuse('forbidden');
  end if;
  perform clear_known(clear, '{organisation,function,login}');
  employer := (organisation_find('organisation', organisation)).id;
  if (employer is not null or 'organisation' = any (emptied))
    and not (may_employ(employer) and may_employ(edited.organisation))
  then
    perform refuse('forbidden');
  end if;
  update person as p
  set email = coalesce(person_edit.email, p.email),
    name = coalesce(person_edit.name, p.name),
    organisation = coalesce(employer, case when not 'organisation' = any (emptied) then p.organisation end),
    function = coalesce(person_edit.function, case when not 'function' = any (emptied) then p.function end),
    locale = coalesce(person_edit.locale, p.locale),
    zone = coalesce(zone_known('zone', person_edit.zone), p.zone),
    login = coalesce(person_edit.login, case when not 'login' = any (emptied) then p.login end)
  where p.id = edited.id
  returning p.* into edited;
  if employer is not null then
    perform acquaint_pair(employer, edited.id, 'person');
  end if;
  return person_json(edited);
exception when unique_violation then
  get stacked diagnostics broken = constraint_name;
  perform refuse('already_exists', jsonb_build_object('object',
    case broken when 'person_login' then login else email end));
end;
$$;

comment on function api.person_edit is $$Changes a person.

For administrators, for those who may write in a plan where the person is known, and for oneself (all but address and
organisation). Only administrators change a login. A new organisation becomes known in every plan where the person is.

person: the address, or the beginning of a name
email: the person's address, unique on the server
name: what the person is called
organisation: whom the person belongs to: its key, or the beginning of its name
function: what the person does there
locale: the person's language
zone: the person's time zone
login: the system user who is this person
clear: names of fields to empty: organisation, function, login
Returns: the person
Errors: not_found, ambiguous, forbidden, already_exists, bad_value, read_only$$;

-- SPDX-License-Identifier: MIT
create function api.person_create(
  email core.email,
  name core.title,
  organisation core.party default null,
  function core.title default null,
  locale core.locale default null,
  zone core.zone default null,
  login core.login default null,
  plan core.plan_key default null
) returns json
language plpgsql
as $$
declare
  known_in text;
  made person;
begin
  perform begin_write('', 'person.create');
  known_in := register_plan(plan);
  if login is not null and not administrator() then
    perform refuse('forbidden');
  end if;
  made.email := email;
  made.name := name;
  made.organisation := (organisation_find('organisation', organisation)).id;
  if not may_employ(made.organisation) then
    perform refuse('forbidden');
  end if;
  made.function := function;
  made.locale := locale;
  made.zone := zone_known('zone', zone);
  made.login := login;
  return person_json(person_add(known_in, made));
end;
$$;

comment on function api.person_create is $$Adds a person to the server's register.

For administrators, and for secretaries, chairs and members of some plan: the person is then known there. Only
administrators give a login.

email: the person's address, unique on the server
name: what the person is called
organisation: whom the person belongs to: its key, or the beginning of its name
function: what the person does there
locale: the person's language; fr unless given
zone: the person's time zone; Europe/Paris unless given
login: the system user who is this person
plan: the plan to be known in; needed by those who write in several, an administrator may do without
Returns: the person
Errors: forbidden, already_exists, not_found, ambiguous, bad_value, read_only$$;

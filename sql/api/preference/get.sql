-- SPDX-License-Identifier: MIT
create function api.preference_get(person core.party default null) returns json
language plpgsql stable
as $$
begin
  return preference_json(preference_for(person));
end;
$$;

comment on function api.preference_get is $$Shows how a person wants to be told of reminders and news.

For oneself, for administrators, and for those who may write in a plan where the person is known.

person: the address, or the beginning of a name; oneself unless given
Returns: ref, person, channel, digest, muted_until, locale, zone, revision
Errors: not_found, ambiguous, bad_value, forbidden$$;

-- SPDX-License-Identifier: MIT
create function api.organisation_get(organisation core.party) returns json
language plpgsql stable
as $$
begin
  return organisation_json(organisation_find('organisation', organisation));
end;
$$;

comment on function api.organisation_get is $$Shows an organisation, and the plans that it is a member of.

organisation: its key, or the beginning of its name
Returns: ref, key, name, kind, city, contact, plans (with the role in each), created_at, revision
Errors: not_found, ambiguous$$;

-- SPDX-License-Identifier: MIT
create function api.session_whoami() returns json
language plpgsql stable
as $$
begin
  return json_build_object(
    'actor', case when administrator() then 'administrator' when own_person() is null then 'organisation'
      else 'person' end,
    'administrator', administrator(),
    'person', person_party(own_person()),
    'organisation', organisation_party(own_organisation()),
    'locale', locale(),
    'zone', own_zone(),
    'read_only', current_setting('copild.reader', true) = 't',
    'plans', coalesce((
      select json_agg(json_build_object('plan', plan.key, 'title', plan.title, 'role', (
          select min(role_by(m.role, m.organisation, own_person())) from member as m
          where m.plan = plan.key and (m.person = own_person() or m.organisation = own_organisation())),
        'sees', case when sees_whole(plan.key) then 'committee' else (shares(plan.key))[1]::text end)
        order by plan.key)
      from plan), '[]'));
end;
$$;

comment on function api.session_whoami is $$Says who the caller is to copild, and which plans the caller sees.

Returns: actor (administrator, person or organisation), person (null for an administrator or a service account that is
  no person), organisation (the caller's), locale, zone (the person's; of who is no person the plans', where they
  share one, or null), read_only, and plans, each with the caller's role (its organisation's
  membership counts) and what it sees: committee (the whole plan), partners or public (what is shared so, and its own)$$;

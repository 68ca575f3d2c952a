-- SPDX-License-Identifier: MIT
create function api.session_whoami() returns json
language plpgsql stable
as $$
declare
  self integer := nullif(current_setting('copild.person', true), '')::integer;
begin
  return json_build_object(
    'actor', case when administrator() then 'administrator' else 'person' end,
    'administrator', administrator(),
    'person', person_party(self),
    'locale', locale(),
    'read_only', current_setting('copild.reader', true) = 't',
    'plans', coalesce((
      select json_agg(json_build_object('plan', plan.key, 'title', plan.title, 'role', (
        select role from member where member.plan = plan.key and member.person = self)) order by plan.key)
      from plan), '[]'));
end;
$$;

comment on function api.session_whoami is $$Says who the caller is to copild, and which plans the caller sees.

Returns: actor, person (null for an administrator who is no person), locale, read_only, and plans with the role in each.$$;

-- SPDX-License-Identifier: MIT
-- An alert says a thing once, though its reader is the secretary of several plans that it concerns; and all that waits.
begin;
\ir ../setup.sql
\ir ../people.sql
\ir ../outbox_functions.sql
select plan(4);

create function pg_temp.admin(method text, params text) returns void
language sql
as $$ select test.call('administrator', method, params::jsonb) $$;
-- What the alert of the secretary of both plans says at that instant; all but it comes to that.
create function pg_temp.alert(instant timestamptz, outcome text) returns jsonb
language plpgsql
as $$
declare
  claims jsonb;
  said jsonb;
begin
  for round in 1 .. 3 loop
    perform pg_temp.at(instant);
    claims := pg_temp.claim();
    said := coalesce((
      select c -> 'view' from jsonb_array_elements(claims) as c
      where c ->> 'shape' = 'alert' and c #>> '{to,address}' = 'both@example.org'), said);
    perform pg_temp.finish(claims, outcome, '{"code":554,"text":"no"}');
  end loop;
  return said;
end;
$$;

select pg_temp.admin('preference.edit', jsonb_build_object('person', email, 'digest', 'none')::text) from core.person \g /dev/null
select pg_temp.admin('member.add', format('{"plan":"%s","party":"par@example.org","role":"partner"}', plan)),
  pg_temp.admin('member.add', format('{"plan":"%s","party":"mem@example.org","role":"partner"}', plan))
from unnest('{PACA}'::text[]) as plan
\g /dev/null
select pg_temp.admin('organisation.edit', '{"organisation":"CCI-ALES","contact":"par@example.org"}'),
  pg_temp.admin('action.create', '{"plan":"LR","title":"Un","owner":"par@example.org","due":"2014-06-20"}'),
  pg_temp.admin('action.create', '{"plan":"LR","title":"Deux","owner":"lone@example.org","supports":["CCI-ALES"],"due":"2014-06-23"}'),
  pg_temp.admin('action.create', '{"plan":"PACA","title":"Trois","owner":"par@example.org","due":"2014-06-20"}') \g /dev/null
select pg_temp.alert('2014-05-12 12:00+02', 'sent') \g /dev/null
select pg_temp.admin('person.deactivate', '{"person":"par@example.org"}') \g /dev/null
create temp table unreachable as select one
from jsonb_array_elements(pg_temp.alert('2014-05-30 12:00+02', 'sent') -> 'unreachable') as one;
select is((select string_agg(one ->> 'person_name', ', ') from unreachable), 'Partenaire', 'somebody in two plans is named once');
select is((select jsonb_path_query_array(one, '$.items[*].ref') from unreachable), '["LR-1", "LR-2", "PACA-1"]',
  'with what waits in both, also what their organisation helps with');

select pg_temp.admin('action.create', '{"plan":"LR","title":"Quatre","owner":"mem@example.org"}'),
  pg_temp.admin('action.create', '{"plan":"PACA","title":"Cinq","owner":"mem@example.org"}') \g /dev/null
create temp table undelivered as select one
from jsonb_array_elements(pg_temp.alert('2014-05-30 12:30+02', 'refused') -> 'undelivered') as one;
select is((select string_agg(one #>> '{to}', ', ') from undelivered), 'Chargée de mission', 'a message about two plans is named once');
select is((select count(*) from core.reminder as r join core.person as p on p.id = r.person
  where r.kind = 'undelivered' and p.email = 'both@example.org'), 2::bigint, 'though the ledger has it for each');

select * from finish();
rollback;

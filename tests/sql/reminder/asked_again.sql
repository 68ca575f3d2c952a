-- SPDX-License-Identifier: MIT
-- What waits for somebody who is away when the action is given to another, and for who wants nothing any more.
begin;
\ir ../setup.sql
\ir ../stage.sql
\ir ../outbox_functions.sql
select plan(5);

select test.admin('preference.edit', jsonb_build_object('person', p.email, 'digest', 'none')) is null from core.person as p
\g /dev/null

-- Told of a day late as the owner, of a week late as a secretary; both wait until the person is back.
select test.sec('action.create', '{"plan":"LR","title":"Une","owner":"sec@example.org","due":"2014-06-20"}') is null \g /dev/null
select pg_temp.at('2014-05-12 12:00+02'), pg_temp.sent(), pg_temp.at('2014-06-20 12:00+02'), pg_temp.sent() \g /dev/null
select test.sec('preference.edit', '{"muted_until":"2014-07-04"}') is null \g /dev/null
select pg_temp.at('2014-06-23 12:00+02'), pg_temp.at('2014-07-01 12:00+02') \g /dev/null
select matches(pg_temp.rungs(), '1 sec waiting, 7 both bound, 7 sec waiting$', 'both wait');
select test.sec('action.edit', '{"action":"LR-1","owner":"mem@example.org"}') is null \g /dev/null
select matches(pg_temp.rungs(), '1 sec void owner_changed, 7 both bound, 7 sec waiting$', 'what only the owner is told ends alone');
select pg_temp.at('2014-07-01 13:00+02'), pg_temp.sent(), pg_temp.at('2014-07-07 12:00+02') \g /dev/null
select is(pg_temp.sent(), 'sec!', 'the rest comes when the person is back');

-- Somebody wants nothing from now on, in the same instant as the row is made: neither call sees the other's.
select test.sec('action.create', '{"plan":"LR","title":"Deux","owner":"mem@example.org","due":"2014-09-19"}') is null \g /dev/null
set session_replication_role = replica;
update core.preference as f set channel = 'none' from core.person as p where p.id = f.person and p.email = 'mem@example.org';
set session_replication_role = origin;
select pg_temp.at('2014-07-07 12:30+02') \g /dev/null
select is(pg_temp.sent(), '', 'who wants nothing gets nothing');
select set_eq($$select r.kind::text, r.reason::text from core.reminder as r join core.person as p on p.id = r.person
  where p.email = 'mem@example.org' and r.object = 'LR-2'$$, $$values ('assigned', 'unwanted')$$, 'which is the reason, and no alert');

select * from finish();
rollback;

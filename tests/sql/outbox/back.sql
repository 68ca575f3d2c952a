-- SPDX-License-Identifier: MIT
-- What changes while a message is being tried holds when it is put back: it is looked at anew.
begin;
\ir ../setup.sql
\ir ../stage.sql
\ir ../outbox_functions.sql
select plan(2);

select test.admin('preference.edit', jsonb_build_object('person', p.email, 'digest', 'none')) is null from core.person as p
\g /dev/null
create function pg_temp.made() returns text
language sql
as $$ select test.sec('action.create', '{"plan":"LR","title":"Une","owner":"mem@example.org","due":"2014-06-20"}') ->> 'ref' $$;
select pg_temp.made(), pg_temp.at('2014-05-12 10:10+02'), pg_temp.sent(), pg_temp.at('2014-05-30 08:00+02') \g /dev/null

-- The next rung leaves before the last is put back.
create temp table tried as select pg_temp.claim() as claims;
select is(pg_temp.at('2014-06-17 08:00+02') || ' ' || pg_temp.sent(), '1 mem', 'the next rung leaves');
select pg_temp.finish(claims, 'released') from tried \g /dev/null
select is(pg_temp.sent() || pg_temp.rungs(), '-14 mem void overtaken, -3 mem sent', 'and the one before it no more');

select * from finish();
rollback;

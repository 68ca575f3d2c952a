-- SPDX-License-Identifier: MIT
-- Who is away, is back earlier than said, or wants nothing for a while.
begin;
\ir ../setup.sql
\ir ../stage.sql
\ir ../outbox_functions.sql
\ir ../told_functions.sql
select plan(15);

create function pg_temp.sec(method text, params text) returns void
language sql
as $$ select test.call('user:sec', method, params::jsonb) $$;
create function pg_temp.wish(params text) returns void
language sql
as $$ select test.call('user:par', 'preference.edit', params::jsonb) $$;
select pg_temp.wish('{"digest":"none"}'), test.call('user:sec', 'preference.edit', '{"digest":"none"}') is null,
  test.call('user:both', 'preference.edit', '{"digest":"none"}') is null, pg_temp.told('2014-05-12 11:00:00+02') is null
\g /dev/null

-- Away while a message waits for the relay: nothing is sent to who is away.
select pg_temp.sec('action.create', '{"plan":"LR","title":"Un","owner":"par@example.org","due":"2014-06-20"}') \g /dev/null
select is(pg_temp.told('2014-05-12 11:30:00+02', relay => false), '', 'no relay');
select pg_temp.wish('{"muted_until":"2014-05-20"}') \g /dev/null
select is(pg_temp.told('2014-05-12 12:00:00+02'), '', 'nothing leaves for who is away by then');
select is(pg_temp.told('2014-05-21 07:59:00+02'), '', 'until the last day of it');
select is(pg_temp.told('2014-05-21 08:00:00+02'), 'par news assigned LR-1', 'and in the first morning after it');

-- Back earlier.
select test.at('2014-05-22 10:00:00+02'), pg_temp.wish('{"muted_until":"2014-06-15"}') \g /dev/null
select pg_temp.sec('action.edit', '{"action":"LR-1","due":"2014-06-19"}') \g /dev/null
select is(pg_temp.told('2014-05-22 10:30:00+02'), '', 'away again');
select test.at('2014-05-23 10:00:00+02'), pg_temp.wish('{"muted_until":"2014-05-26"}') \g /dev/null
select is(pg_temp.told('2014-05-24 08:00:00+02'), '', 'for a shorter time');
select is(pg_temp.told('2014-05-27 08:00:00+02'), 'par news moved LR-1', 'what waited comes earlier');
select test.at('2014-05-27 10:00:00+02'), pg_temp.wish('{"muted_until":"2014-06-15"}') \g /dev/null
select pg_temp.sec('action.edit', '{"action":"LR-1","due":"2014-06-18"}') \g /dev/null
select is(pg_temp.told('2014-05-27 10:30:00+02'), '', 'away once more');
select test.at('2014-05-27 15:00:00+02'), pg_temp.wish('{"clear":["muted_until"]}') \g /dev/null
select is(pg_temp.told('2014-05-28 07:59:00+02'), '', 'and back');
select is(pg_temp.told('2014-05-28 08:00:00+02'), 'par news moved LR-1', 'on the next morning');

-- The first of a ladder falls due while somebody wants nothing, before the morning.
select test.admin('person.edit', '{"person":"par@example.org","zone":"America/Martinique"}') is null,
  pg_temp.sec('action.create', '{"plan":"LR","title":"Deux","owner":"par@example.org","due":"2014-07-01"}') is null,
  pg_temp.told('2014-05-28 20:00:00+02') is null, pg_temp.wish('{"channel":"none"}') is null
\g /dev/null
select is(pg_temp.told('2014-06-11 10:00:00+02'), '', 'nothing is wanted');
select test.at('2014-06-11 11:00:00+02'), pg_temp.wish('{"channel":"mail"}') \g /dev/null
select is((select string_agg(concat_ws(' ', r.object, r.state, r.days), ', ') from core.reminder as r
  where r.kind = 'rung' and r.object = 'LR-2'), 'LR-2 waiting -14', 'before the morning it is');
select is(pg_temp.told('2014-06-11 14:00:00+02'), 'par news reminders LR-2', 'so it comes');

-- An alert is for secretaries alone: who is none any more when it could leave is not told.
select test.admin('organisation.edit', '{"organisation":"CCI-ALES","clear":["contact"]}') is null,
  test.admin('member.add', '{"plan":"LR","party":"obs@example.org","role":"secretary"}') is null,
  test.call('user:obs', 'preference.edit', '{"digest":"none","muted_until":"2014-08-31"}') is null,
  pg_temp.sec('action.create', '{"plan":"LR","title":"Trois","owner":"CCI-ALES","due":"2014-06-16"}') is null,
  pg_temp.told('2014-06-16 14:00:00+02') is null
\g /dev/null
create function pg_temp.alerts() returns text
language sql
as $$
  select string_agg(distinct concat_ws(' ', r.state, r.reason), ', ') from core.reminder as r join core.person as p on p.id = r.person
  where r.kind = 'unreachable' and p.email = 'obs@example.org'
$$;
select is(pg_temp.alerts(), 'waiting', 'an alert waits for a secretary who is away');
select test.admin('member.remove', '{"plan":"LR","party":"obs@example.org"}') is null,
  pg_temp.told('2014-09-01 08:00:00+02') is null
\g /dev/null
select is(pg_temp.alerts(), 'void no_part', 'who is none any more by then');

select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
-- What changes while a message is being tried holds when it is put back: it is looked at anew.
begin;
\ir ../setup.sql
\ir ../stage.sql
\ir ../outbox_functions.sql
select plan(10);

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

-- "Received", said while it is tried.
select test.sec('action.postpone', '{"action":"LR-1","due":"2014-09-12","why":"x"}') is null, pg_temp.at('2014-06-17 09:00+02'), pg_temp.sent()
\g /dev/null
create function pg_temp.tried(rung timestamptz) returns void
language sql
as $$ select pg_temp.at(rung); truncate tried; insert into tried select pg_temp.claim() $$;
create function pg_temp.back() returns text
language plpgsql
as $$
begin
  perform pg_temp.finish((select claims from tried), 'released');
  perform pg_temp.ring();
  return pg_temp.sent();
end;
$$;
create function pg_temp.rung(of integer) returns text
language sql
as $$
  select string_agg(concat_ws(' ', r.state, r.reason), ', ') from core.reminder as r
  join core.action as a on a.due_revision = r.due_revision and r.object = a.plan || '-' || a.number
  where a.number = 1 and r.kind = 'rung' and r.days = of
$$;
select pg_temp.tried('2014-08-25 08:00+02'), test.call('user:mem', 'action.acknowledge', '{"action":"LR-1"}') \g /dev/null
select is(pg_temp.back() || pg_temp.rung(-14), 'void acknowledged', 'what is known leaves no more');

-- It holds for a rung that comes again.
select test.sec('action.postpone', '{"action":"LR-1","due":"2014-10-17","why":"x"}') is null, pg_temp.at('2014-08-25 09:00+02'), pg_temp.sent(),
  pg_temp.at('2014-09-28 20:00+02'), pg_temp.sent()
\g /dev/null
select pg_temp.at('2014-10-13 20:00+02'), pg_temp.sent() \g /dev/null
select is(pg_temp.rung(-3), 'waiting', 'the evening before');
select test.sec('action.done', '{"action":"LR-1"}') is null, test.sec('action.reopen', '{"action":"LR-1"}') is null,
  test.call('user:mem', 'action.acknowledge', '{"action":"LR-1"}') is null, pg_temp.at('2014-10-13 20:10+02')
\g /dev/null
select is(pg_temp.rung(-3), 'void acknowledged', 'taken up again and known, it does not come');

-- Away from now on.
select pg_temp.tried('2014-10-20 08:00+02'),
  test.call('user:mem', 'preference.edit', '{"muted_until":"2014-10-22"}') \g /dev/null
select is(pg_temp.back() || pg_temp.rung(1), 'waiting', 'nothing is sent to who is away');
select is(pg_temp.at('2014-10-23 08:00+02') || ' ' || pg_temp.rung(1), '1 bound', 'until the first morning after');

-- A rung that is no more of the plan's ladder, and one that is no longer for its person.
select pg_temp.tried('2014-10-23 08:01+02'),
  test.sec('reminder.edit', '{"plan":"LR","rungs":["1 secretary","7 owner"]}') is null
\g /dev/null
select is(pg_temp.back() || pg_temp.rung(1), 'void owner_changed', 'it is not for its person any more');
select pg_temp.tried('2014-10-28 08:01+01'), test.sec('reminder.edit', '{"plan":"LR","rungs":["8 owner"]}') is null
\g /dev/null
select is(pg_temp.back() || pg_temp.rung(7), 'void policy', 'nor one of the ladder');

-- Nothing is wanted any more.
select pg_temp.at('2014-10-28 09:00+01'), pg_temp.tried('2014-10-29 08:01+01'),
  test.call('user:mem', 'preference.edit', '{"channel":"none"}') \g /dev/null
select is(pg_temp.back() || pg_temp.rung(8), 'void unwanted', 'nor to who wants nothing');

select * from finish();
rollback;

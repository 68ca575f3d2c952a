-- SPDX-License-Identifier: MIT
-- What a change makes due or void is settled in the change's own transaction, with the reason.
begin;
\ir ../setup.sql
\ir ../stage.sql
\ir ../outbox_functions.sql
select plan(45);

select test.admin('preference.edit', jsonb_build_object('person', p.email, 'digest', 'none')) is null from core.person as p
\g /dev/null
-- An action due on Friday 20 June: rungs on 30 May, 17, 20, 23 June, 1 and 22 July. Before its morning, a rung waits.
create function pg_temp.made(owner text, due text default '2014-06-20') returns text
language sql
as $$ select test.sec('action.create', jsonb_build_object('plan', 'LR', 'title', 'Une', 'owner', owner, 'due', due)) ->> 'ref' $$;
select pg_temp.made('mem@example.org') \g /dev/null
select pg_temp.at('2014-05-12 10:10+02'), pg_temp.sent(), pg_temp.at('2014-05-29 20:00+02') \g /dev/null
select is(pg_temp.rungs(), '-14 mem waiting', 'in the evening before, the rung is in the ledger');

-- Done, and reopened.
select test.sec('action.done', '{"action":"LR-1"}') is null \g /dev/null
select is(pg_temp.rungs(), '-14 mem void done', 'done');
select is((select count(*) from core.agenda where kind = 'rung'), 0::bigint, 'the ladder has ended');
select is(pg_temp.at('2014-05-29 21:00+02'), '0', 'and nothing comes of it');
select test.sec('action.reopen', '{"action":"LR-1"}') is null \g /dev/null
select is(pg_temp.at('2014-05-30 07:00+02'), '0', 'reopened before the morning');
select is(pg_temp.rungs(), '-14 mem waiting', 'it comes all the same');
select test.sec('journal.undo', '{"plan":"LR"}') is null \g /dev/null
select is(pg_temp.rungs(), '-14 mem void done', 'the reopening undone');
select test.sec('action.reopen', '{"action":"LR-1"}') is null \g /dev/null
select is(pg_temp.at('2014-05-30 08:00+02'), '1', 'reopened, at its hour');
select is(pg_temp.rungs(), '-14 mem bound', 'about to leave');

-- Bound but not yet handed out: a change still ends it.
select test.sec('action.cancel', '{"action":"LR-1","why":"x"}') is null \g /dev/null
select is(pg_temp.rungs(), '-14 mem void cancelled', 'cancelled before it left');
select is(pg_temp.claim(), '[]', 'a message with nothing left to say is not handed out');
select is((select state::text from core.message order by id desc limit 1), 'void', 'and is void');
select test.sec('action.reopen', '{"action":"LR-1"}') is null \g /dev/null
select is(pg_temp.at('2014-05-30 09:00+02'), '0', 'what was due before the reopening is not sent');
select is((select day::text from core.agenda where kind = 'rung'), '2014-06-17', 'the next rung is');

-- A new owner.
select pg_temp.at('2014-06-16 20:00+02') \g /dev/null
select is(pg_temp.rungs(), '-14 mem void cancelled, -3 mem waiting', 'the next rung waits');
select test.sec('action.edit', '{"action":"LR-1","owner":"par@example.org"}') is null \g /dev/null
select is(pg_temp.rungs(), '-14 mem void cancelled, -3 mem void owner_changed', 'another owner');
select pg_temp.at('2014-06-16 20:10+02'), pg_temp.sent() \g /dev/null
select is(pg_temp.rungs(), '-14 mem void cancelled, -3 mem void owner_changed, -3 par waiting', 'who gets it instead');
select test.sec('action.edit', '{"action":"LR-1","owner":"mem@example.org"}') is null \g /dev/null
select pg_temp.at('2014-06-16 20:20+02'), pg_temp.sent() \g /dev/null
select is(pg_temp.rungs(), '-14 mem void cancelled, -3 mem waiting, -3 par void owner_changed', 'and back');

-- "Received".
select test.call('user:mem', 'action.acknowledge', '{"action":"LR-1"}') is null \g /dev/null
select is(pg_temp.rungs(), '-14 mem void cancelled, -3 mem void acknowledged, -3 par void owner_changed', 'acknowledged');
select is(pg_temp.at('2014-06-20 08:00+02'), '0', 'nothing until the deadline');
select is(pg_temp.at('2014-06-23 08:00+02'), '1', 'but after it');
select is(pg_temp.sent(), 'mem', 'to the owner');

-- A later deadline, taken back.
select pg_temp.at('2014-06-30 20:00+02') \g /dev/null
select matches(pg_temp.rungs(), '7 both waiting, 7 mem waiting, 7 sec waiting$', 'a week later the secretaries too');
select test.sec('action.postpone', '{"action":"LR-1","due":"2014-07-18","why":"x"}') is null \g /dev/null
select matches(pg_temp.rungs(), '7 both void postponed, 7 mem void postponed, 7 sec void postponed$', 'postponed');
select is((select day::text from core.agenda where kind = 'rung'), '2014-07-15', 'another ladder begins with what is to come');
select test.sec('journal.undo', '{"plan":"LR"}') is null \g /dev/null
select pg_temp.at('2014-06-30 20:10+02') \g /dev/null
select matches(pg_temp.rungs(), '7 both waiting, 7 mem waiting, 7 sec waiting$', 'undone, the old one goes on');

-- Withdrawn.
select pg_temp.made('mem@example.org', '2014-07-03') \g /dev/null
select pg_temp.at('2014-06-30 20:20+02') \g /dev/null
select is((select count(*) from core.agenda where kind = 'rung' and object = 2), 1::bigint, 'another action');
select test.sec('journal.undo', '{"plan":"LR"}') is null \g /dev/null
select is((select count(*) from core.agenda where kind = 'rung' and object = 2), 0::bigint, 'taken back');
select is((select string_agg(distinct reason, ',') from core.reminder where object = 'LR-2'), 'withdrawn', 'with all it would have told');

-- Policy, holidays and quiet periods.
select test.sec('reminder.edit', '{"plan":"LR","morning":"09:00"}') is null \g /dev/null
select is((select count(*) from core.recompute), 1::bigint, 'another hour is reckoned by the ring');
select pg_temp.at('2014-06-30 20:30+02'), pg_temp.sent() \g /dev/null
select is(pg_temp.at('2014-07-01 08:59+02'), '0', 'which takes what waits with it');
select test.sec('calendar.add', '{"plan":"LR","day":"2014-06-27","name":"x"}') is null
\g /dev/null
select pg_temp.at('2014-06-30 21:00+02'), pg_temp.sent() \g /dev/null
select is(pg_temp.at('2014-07-01 09:00+02'), '0', 'so does a new day off');
select is((select string_agg(distinct day::text, ' ') from core.reminder where days = 7 and state = 'waiting'), '2014-07-02',
  'what waited waits for its new day');
select test.sec('calendar.remove', '{"plan":"LR","day":"2014-06-27"}') is null,
  test.sec('reminder.edit', '{"plan":"LR","clear":["rungs"]}') is null \g /dev/null
select is(pg_temp.at('2014-07-02 10:00+02'), '0', 'a plan that reminds of nothing');
select is((select count(*) from core.agenda where kind = 'rung'), 0::bigint, 'has no ladders');
select test.sec('reminder.edit', '{"plan":"LR","clear":["policy"]}') is null \g /dev/null
select is(pg_temp.at('2014-07-02 10:10+02'), '0', 'and gets them back');
select is((select day::text from core.agenda where kind = 'rung'), '2014-07-22', 'from where it is');

-- What changes nothing of it costs nothing.
create temp table was as select a.xmin::text as version from core.agenda as a where kind = 'rung';
select test.sec('action.edit', '{"action":"LR-1","title":"Autre","text":"x","priority":"high"}') is null,
  test.sec('action.progress', '{"action":"LR-1","percent":50}') is null,
  test.sec('action.block', '{"action":"LR-1","why":"x"}') is null
\g /dev/null
select is((select xmin::text from core.agenda where kind = 'rung'), (select version from was), 'other edits do not touch the agenda');
select ok((select since is not null and owned_since is not null from core.agenda where kind = 'rung'), 'as it stands');

-- A person whose part in the plan ends.
select test.sec('action.edit', '{"action":"LR-1","owner":"par@example.org"}') is null,
  test.sec('member.remove', '{"plan":"LR","party":"par@example.org"}') is null \g /dev/null
select pg_temp.at('2014-07-22 08:00+02') \g /dev/null
select matches(pg_temp.rungs(), '21 par void no_part', 'is told nothing');

-- "Received" by who helps: for oneself, up to the deadline.
select test.admin('member.add', '{"plan":"LR","party":"par@example.org","role":"partner"}') is null,
  test.sec('reminder.edit', '{"plan":"LR","rungs":["-3 owner+supports","0 owner+supports","1 owner+supports"]}') is null,
  test.sec('action.done', '{"action":"LR-1"}') is null,
  test.sec('action.create', '{"plan":"LR","title":"Aidée","owner":"mem@example.org","supports":["par@example.org"],
    "due":"2014-09-12"}') is null
\g /dev/null
select pg_temp.at('2014-09-08 20:00+02'), pg_temp.sent() \g /dev/null
select is(pg_temp.rungs('LR-3'), '-3 mem waiting, -3 par waiting', 'whoever helps waits for a rung too');
select test.call('user:par', 'action.acknowledge', '{"action":"LR-3"}') is null \g /dev/null
select is(pg_temp.rungs('LR-3'), '-3 mem waiting, -3 par void acknowledged', 'and says that it is known');
select is(pg_temp.at('2014-09-09 08:00+02') || ' ' || pg_temp.sent(), '1 mem', 'which is no word of the owner''s');
select is(pg_temp.at('2014-09-12 08:00+02') || ' ' || pg_temp.sent(), '1 mem', 'on the deadline neither');
select is(pg_temp.at('2014-09-15 08:00+02') || ' ' || pg_temp.sent(), '2 mem par', 'after it both are told');

select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
-- A plan reminds by other rules: another calendar, a day off, another hour, in batches; and the rung "contact".
begin;
\ir ../setup.sql
\ir ../stage.sql
\ir ../outbox_functions.sql
select plan(21);

select test.admin('preference.edit', jsonb_build_object('person', p.email, 'digest', 'none')) is null from core.person as p
\g /dev/null

-- The contact: of the organisation that owns it, or that its owner belongs to; whoever that is on the day.
select test.admin('organisation.edit', '{"organisation":"CCI-ALES","contact":"mem@example.org"}') is null,
  test.admin('organisation.create', '{"key":"MUETTE","name":"Sans contact","kind":"company","plan":"LR"}') is null,
  test.admin('member.add', '{"plan":"LR","party":"CCI-ALES","role":"partner"}') is null,
  test.admin('member.add', '{"plan":"LR","party":"MUETTE","role":"partner"}') is null,
  test.sec('reminder.edit', '{"plan":"LR","rungs":["-3 contact","0 owner+contact","7 contact"]}') is null
\g /dev/null
select test.sec('action.create', jsonb_build_object('plan', 'LR', 'title', owner, 'due', '2014-06-04', 'owner', owner)) is null
from unnest('{CCI-ALES,sec@example.org,par@example.org,MUETTE}'::text[]) as owner
\g /dev/null
select pg_temp.at('2014-05-12 12:00+02'), pg_temp.sent(), pg_temp.at('2014-05-30 09:00+02'), pg_temp.sent() \g /dev/null
select is(pg_temp.rungs('LR-1'), '-3 mem sent', 'the contact of the organisation that owns it');
select is(pg_temp.rungs('LR-2'), '-3 mem sent', 'and of the one that its owner belongs to');
select is(pg_temp.rungs('LR-3'), '', 'whose owner belongs to none: nobody');
select is(pg_temp.rungs('LR-4'), '', 'nor is there anybody where there is no contact');
select pg_temp.at('2014-06-04 09:00+02'), pg_temp.sent() \g /dev/null
select is(pg_temp.rungs('LR-1'), '-3 mem sent, 0 mem sent', 'an owner''s contact is told once');
select is(pg_temp.rungs('LR-2'), '-3 mem sent, 0 mem sent, 0 sec sent', 'and beside an owner who is somebody else');
select test.admin('organisation.edit', '{"organisation":"CCI-ALES","contact":"sec@example.org"}') is null \g /dev/null
select pg_temp.at('2014-06-16 09:00+02'), pg_temp.sent() \g /dev/null
select is(pg_temp.rungs('LR-1'), '-3 mem sent, 0 mem sent, 7 sec sent', 'another contact is told what comes then');
select test.sec('action.done', jsonb_build_object('action', 'LR-' || n)) is null from generate_series(1, 4) as n \g /dev/null

-- Another calendar: 26 December is a day off in Alsace.
select test.sec('reminder.edit', '{"plan":"LR","rungs":["0 owner"]}') is null,
  test.sec('action.create', '{"plan":"LR","title":"Noël","due":"2014-12-26","owner":"par@example.org"}') is null,
  test.sec('meeting.create', '{"plan":"LR","committee":"COPIL","date":"2015-01-02"}') is null
\g /dev/null
set session_replication_role = replica;
insert into core.action (plan, number, title, owner_person, state, due_said, due_first, due_last, due_revision, first_due_said,
  first_due_last, created_at, revision)
select a.plan, a.number + n, a.title, a.owner_person, a.state, a.due_said, a.due_first, a.due_last, a.due_revision,
  a.first_due_said, a.first_due_last, a.created_at, a.revision
from core.action as a, generate_series(1, 449) as n where a.title = 'Noël';
insert into core.agenda (kind, plan, object, due_revision, since, owned_since, day, at)
select n.kind, n.plan, a.number, n.due_revision, n.since, n.owned_since, n.day, n.at
from core.agenda as n join core.action as a on a.plan = n.plan and a.title = 'Noël' and a.number > n.object
where n.kind = 'rung';
set session_replication_role = origin;
create function pg_temp.days() returns text
language sql
as $$
  select string_agg(day || ' ' || count, ', ' order by day)
  from (select a.day, count(*) from core.agenda as a where a.kind = 'rung' group by 1) as days
$$;
create function pg_temp.recompute() returns integer
language sql set search_path = core, pg_temp
as $$ select core.ring_recompute() $$;
select pg_temp.ring() \g /dev/null
select is(pg_temp.days(), '2014-12-26 450', 'four hundred and fifty for one day');
select is((select day::text from core.agenda where kind = 'pack'), '2014-12-26', 'and a pack');
select test.admin('plan.edit', '{"plan":"LR","calendar":"fr-alsace-moselle"}') is null \g /dev/null
select is(pg_temp.recompute(), 201, 'two hundred at a time');
select is(pg_temp.days(), '2014-12-24 200, 2014-12-26 250', 'are reckoned anew');
select is(pg_temp.recompute(), 201, 'then as many');
select test.sec('calendar.add', '{"plan":"LR","day":"2014-12-24","name":"Pont"}') is null \g /dev/null
select pg_temp.recompute() \g /dev/null
select is(pg_temp.days(), '2014-12-23 200, 2014-12-24 200, 2014-12-26 50', 'what changes meanwhile begins anew');
select pg_temp.ring() \g /dev/null
select is(pg_temp.days(), '2014-12-23 450', 'and none is forgotten');
select is((select day::text from core.agenda where kind = 'pack'), '2014-12-23', 'nor the pack');
select is_empty('select from core.recompute', 'then it is done');
select test.sec('reminder.edit', '{"plan":"LR","morning":"09:30"}') is null \g /dev/null
select pg_temp.at('2014-12-22 12:00+01'), pg_temp.sent() \g /dev/null
select is(pg_temp.at('2014-12-23 09:29+01'), '0', 'another hour counts too');
select is(pg_temp.at('2014-12-23 09:30+01'), '4', 'for all, and the pack with them');
select is((select count(*)::integer from core.reminder where kind = 'rung' and state = 'bound' and day = '2014-12-23'), 450,
  'each once');

-- One of them that cannot be reckoned keeps its day, and nobody else waits for it.
update core.counter set last = 1000 where plan = 'LR' and kind = 'action';
select test.sec('action.create', jsonb_build_object('plan', 'LR', 'title', title, 'due', '2015-03-10', 'owner', 'par@example.org'))
  is null
from unnest('{Mars,Avril}'::text[]) as title \g /dev/null
create function pg_temp.fails() returns trigger
language plpgsql
as $$ begin raise exception 'broken'; end $$;
create trigger fails before update on core.agenda
  for each row when (new.kind = 'rung' and new.object = 1001) execute function pg_temp.fails();
set local client_min_messages = error;
select test.sec('calendar.add', '{"plan":"LR","day":"2015-03-10","name":"Pont"}') is null \g /dev/null
select pg_temp.ring() \g /dev/null
select is(pg_temp.days(), '2015-03-09 1, 2015-03-10 1', 'what fails keeps its day, the rest does not');
select is_empty('select from core.recompute', 'and it is done');

select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
-- The ladder: working days, days off, quiet periods, and mornings when clocks change.
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(26);

create function pg_temp.ladder(due date, plan text default 'LR') returns text
language sql set search_path = core, pg_temp
as $$ select string_agg(l.days || ':' || to_char(l.day, 'MM-DD'), ' ' order by l.days) from core.ladder(plan, due) as l $$;

select is(pg_temp.ladder('2014-06-20'), '-14:05-30 -3:06-17 0:06-20 1:06-23 7:07-01 21:07-22',
  'the default ladder skips weekends, Whit Monday (9 June) and 14 July');
select is(pg_temp.ladder('2014-06-22'), '-14:06-02 -3:06-18 0:06-20 1:06-23 7:07-01 21:07-22',
  'a deadline on a Sunday is told on the Friday before');
select is(pg_temp.ladder('2014-04-21'), '-14:04-01 -3:04-16 0:04-18 1:04-22 7:04-30 21:05-22',
  'Easter Monday; 1 and 8 May do not count either');
select is(pg_temp.ladder('2014-07-14'), '-14:06-24 -3:07-09 0:07-11 1:07-15 7:07-23 21:08-12', '14 July is told on the 11th');
select test.sec('calendar.add', '{"plan":"LR","day":"2014-06-20","name":"Pont"}') is null \g /dev/null
select is(pg_temp.ladder('2014-06-20'), '-14:05-30 -3:06-17 0:06-19 1:06-23 7:07-01 21:07-22', 'a day off of the plan''s own');
select test.sec('calendar.remove', '{"plan":"LR","day":"2014-06-20"}') is null \g /dev/null

-- Quiet periods.
select test.sec('reminder.edit', '{"plan":"LR","quiet":["08-01/08-31 été","12-22/01-02 fin d''année"]}') is null \g /dev/null
select is(pg_temp.ladder('2014-08-15'), '-14:07-28 -3:07-31 0:07-31 1:09-01 7:09-01 21:09-15',
  'quiet August: what is before goes to July, what is after to September');
select is(pg_temp.ladder('2014-09-02'), '-14:07-31 -3:07-31 0:09-02 1:09-03 7:09-11 21:10-01', 'and counts as before elsewhere');
select is(pg_temp.ladder('2014-12-31'), '-14:12-10 -3:12-19 0:12-19 1:01-05 7:01-12 21:01-30',
  'a quiet period goes round the year''s end');
select test.sec('reminder.edit', '{"plan":"LR","quiet":["2014-08-01/2014-08-31 été"]}') is null \g /dev/null
select is(pg_temp.ladder('2015-08-14'), '-14:07-27 -3:08-11 0:08-14 1:08-17 7:08-25 21:09-14', 'that of one year is no other''s');
select test.sec('reminder.edit', '{"plan":"LR","quiet":["2014-03-02/2015-03-01 un","2015-03-02/2015-11-01 deux"]}') is null \g /dev/null
select is(pg_temp.ladder('2014-06-20'), '-14:02-28 -3:02-28 0:02-28', 'what would be heard more than a year later is not');
select test.sec('reminder.edit', '{"plan":"LR","quiet":["2014-08-01/2014-08-31 été"]}') is null \g /dev/null
select is(pg_temp.ladder(null), null, 'no deadline, no ladder');
select is(pg_temp.ladder('2200-12-30'), '-14:12-09 -3:12-24 0:12-30 1:12-31', 'nothing outside the calendars');

create function pg_temp.morning(day date, zone text) returns timestamptz
language sql set search_path = core, pg_temp
as $$ select core.morning_at('LR', day, zone) $$;

-- Mornings. fault_95: 02:30 in a gap is 03:30. fault_96: 02:30 twice is the second one. Both once.
select test.sec('reminder.edit', '{"plan":"LR","morning":"02:30"}') is null \g /dev/null
select is(pg_temp.morning('2015-03-29', 'Europe/Berlin'), '2015-03-29 03:30:00+02', 'fault_95: the gap');
select is(pg_temp.morning('2015-10-25', 'Europe/Berlin'), '2015-10-25 02:30:00+01', 'fault_96: the overlap');
select is(pg_temp.morning('2015-10-26', 'Europe/Berlin'), '2015-10-26 02:30:00+01', 'the day after');
select is(pg_temp.morning('2014-06-20', 'Pacific/Kiritimati'), '2014-06-19 12:30:00+00'::timestamptz,
  'the first morning of the world');
select is(pg_temp.morning('2014-06-20', 'Etc/GMT+12'), '2014-06-20 14:30:00+00'::timestamptz, 'and the last');

-- A rung in the gap and in the overlap leaves once, at that instant.
\ir ../outbox_functions.sql
select test.admin('person.edit', '{"person":"mem@example.org","zone":"Europe/Berlin"}') is null,
  test.admin('preference.edit', '{"person":"mem@example.org","digest":"none"}') is null,
  test.sec('calendar.add', '{"plan":"LR","day":"2015-03-30","name":"x"}') is null,
  test.sec('reminder.edit', '{"plan":"LR","rungs":["0 owner"],"clear":["quiet"]}') is null
\g /dev/null
-- Sundays are days off: the ledger's row is put on the day itself.
select test.at('2015-03-20 10:00+01') \g /dev/null
select test.sec('action.create', '{"plan":"LR","title":"Un","owner":"mem@example.org","due":"2015-03-27"}') is null \g /dev/null
select pg_temp.at('2015-03-20 10:10+01'), pg_temp.sent() \g /dev/null
select pg_temp.at('2015-03-26 20:00+01') \g /dev/null
update core.reminder set day = '2015-03-29', due_at = pg_temp.morning('2015-03-29', 'Europe/Berlin') where kind = 'rung';
select is(pg_temp.at('2015-03-29 03:29:59+02'), '0', 'fault_95: not before 03:30');
select is(pg_temp.at('2015-03-29 03:30:00+02'), '1', 'fault_95: at 03:30');
select is(pg_temp.sent(), 'mem', 'fault_95: once');
select is(pg_temp.at('2015-03-29 12:00:00+02'), '0', 'fault_95: and no more');
select test.sec('action.create', '{"plan":"LR","title":"Deux","owner":"mem@example.org","due":"2015-10-23"}') is null \g /dev/null
select pg_temp.at('2015-03-29 12:10+02'), pg_temp.sent(), pg_temp.at('2015-10-22 20:00+02') \g /dev/null
update core.reminder set day = '2015-10-25', due_at = pg_temp.morning('2015-10-25', 'Europe/Berlin')
where kind = 'rung' and object = 'LR-2';
select is(pg_temp.at('2015-10-25 02:30:00+02'), '0', 'fault_96: not at the first 02:30');
select is(pg_temp.at('2015-10-25 02:30:00+01'), '1', 'fault_96: at the second');
select is(pg_temp.sent(), 'mem', 'fault_96: once');
create function pg_temp.earlier_fails() returns text
language sql set search_path = core, pg_temp
as $$
  select rung_fails(jsonb_populate_record(r, '{"id":0,"days":-3,"state":"bound"}'), '{owner}', 'committee')
  from reminder as r where r.kind = 'rung' and r.object = 'LR-2'
$$;
select is(pg_temp.earlier_fails(), 'overtaken', 'what was to come before it does not come after it');

-- A person who moves gets it in the morning of the new place.
select test.at('2015-10-26 10:00+01') \g /dev/null
select test.sec('reminder.edit', '{"plan":"LR","morning":"08:00"}') is null,
  test.sec('action.create', '{"plan":"LR","title":"Trois","owner":"mem@example.org","due":"2015-11-05"}') is null
\g /dev/null
select pg_temp.at('2015-11-05 00:00+01') \g /dev/null
select test.admin('person.edit', '{"person":"mem@example.org","zone":"America/New_York"}') is null \g /dev/null
select is((select due_at from core.reminder where kind = 'rung' and object = 'LR-3'), '2015-11-05 08:00:00-05',
  'the zone that counts is the present one');

select * from finish();
rollback;

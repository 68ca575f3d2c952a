-- SPDX-License-Identifier: MIT
-- Another calendar or hour puts a reminder that was still to come into the past: it falls at once. What was not to come,
-- does not.
begin;
\ir ../setup.sql
\ir ../stage.sql
\ir ../outbox_functions.sql
select plan(13);

select test.admin('preference.edit', jsonb_build_object('person', p.email, 'digest', 'none')) is null from core.person as p
\g /dev/null
select test.sec('reminder.edit', '{"plan":"LR","morning":"09:30","rungs":["-1 owner"]}') is null,
  test.sec('action.create', '{"plan":"LR","title":"Une","owner":"mem@example.org","due":"2015-03-20"}') is null,
  test.sec('action.create', '{"plan":"LR","title":"Deux","owner":"mem@example.org","due":"2015-03-27"}') is null,
  test.sec('action.create', '{"plan":"LR","title":"Trois","owner":"mem@example.org","due":"2015-04-03"}') is null
\g /dev/null
select pg_temp.at('2014-05-12 12:00+02'), pg_temp.sent() \g /dev/null

-- The day before is declared a day off: on the agenda, and when it waits for its morning.
select is(pg_temp.at('2015-03-18 10:00+01') || pg_temp.rungs(), '0', 'on the eve of the morning nothing has fallen');
select test.sec('calendar.add', '{"plan":"LR","day":"2015-03-19","name":"Pont"}') is null \g /dev/null
select is(pg_temp.at('2015-03-18 10:01+01') || pg_temp.sent(), '1mem', 'a day earlier is this morning: it falls at once');
select is(pg_temp.at('2015-03-20 12:00+01'), '0', 'and not again');
select is(pg_temp.at('2015-03-25 23:00+01') || pg_temp.rungs('LR-2'), '0-1 mem waiting', 'another waits for its morning');
select test.sec('calendar.add', '{"plan":"LR","day":"2015-03-26","name":"Pont"}') is null \g /dev/null
select is(pg_temp.at('2015-03-25 23:01+01') || pg_temp.sent(), '1mem', 'which is past now');
select is((select day::text from core.reminder where object = 'LR-2' and kind = 'rung'), '2015-03-25', 'by its new day');
select is(pg_temp.at('2015-03-27 12:00+01'), '0', 'nor is it sent again');

-- An earlier hour, half an hour after it; a rung that is added is not made up for, one that is taken away does not fall.
select is(pg_temp.at('2015-04-02 08:30+02') || pg_temp.rungs('LR-3'), '0-1 mem waiting', 'at half past eight one waits for an hour');
select test.sec('reminder.edit', '{"plan":"LR","morning":"08:00"}') is null \g /dev/null
select is(pg_temp.at('2015-04-02 08:31+02') || pg_temp.sent(), '1mem', 'eight o''clock is past');
select test.sec('action.create', '{"plan":"LR","title":"Quatre","owner":"mem@example.org","due":"2015-06-26"}') is null \g /dev/null
select pg_temp.at('2015-04-02 09:00+02'), pg_temp.sent(), pg_temp.at('2015-06-24 12:00+02'),
  test.sec('reminder.edit', '{"plan":"LR","rungs":["-5 owner","-2 owner","-1 owner"]}') is null \g /dev/null
select is(pg_temp.at('2015-06-24 12:01+02') || pg_temp.rungs('LR-4'), '0', 'what was due by a new rung is not made up for');
select is(pg_temp.at('2015-06-24 23:00+02') || pg_temp.rungs('LR-4'), '0-1 mem waiting', 'of the rungs only what is to come');
select test.sec('reminder.edit', '{"plan":"LR","rungs":["-2 owner"]}') is null \g /dev/null
select is(pg_temp.at('2015-06-24 23:01+02') || coalesce(pg_temp.rungs('LR-4'), ''), '0', 'what is one no more does not wait');
select is(pg_temp.at('2015-06-29 12:00+02') || pg_temp.sent(), '0', 'nor fall');

select * from finish();
rollback;

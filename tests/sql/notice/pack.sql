-- SPDX-License-Identifier: MIT
-- When a meeting's pack leaves, and when not.
begin;
\ir ../setup.sql
\ir ../stage.sql
\ir ../outbox_functions.sql
\ir ../told_functions.sql
select plan(14);

create function pg_temp.sec(method text, params text) returns void
language sql
as $$ select test.call('user:sec', method, params::jsonb) $$;
select test.admin('person.edit', '{"person":"mem@example.org","zone":"America/Martinique"}') is null,
  test.admin('member.remove', '{"plan":"LR","party":"both@example.org"}') is null,
  test.call('user:mem', 'preference.edit', '{"digest":"none"}') is null,
  pg_temp.told('2014-05-12 11:00:00+02') is null
\g /dev/null

-- Somebody's morning is still to come when the meeting moves.
select pg_temp.sec('meeting.create', '{"plan":"LR","committee":"COPIL","date":"2014-06-20"}') \g /dev/null
select is(pg_temp.told('2014-06-13 08:00:00+02'), 'sec pack LR-M2', 'a week before, in each one''s morning');
select test.at('2014-06-13 10:00:00+02'), pg_temp.sec('meeting.edit', '{"meeting":"LR-M2","date":"2014-06-24"}') \g /dev/null
select is(pg_temp.told('2014-06-13 13:59:00+02'), '', 'it moves by less than a week');
select is(pg_temp.told('2014-06-13 14:00:00+02'), 'mem pack LR-M2', 'who has had no pack yet has it all the same');
select is(pg_temp.told('2014-06-17 14:00:00+02'), '', 'and nobody twice');
select test.at('2014-06-17 15:00:00+02'), pg_temp.sec('meeting.edit', '{"meeting":"LR-M2","date":"2014-07-04"}') \g /dev/null
select is(pg_temp.told('2014-06-27 08:00:00+02'), 'sec pack LR-M2', 'by more than a week: again');
select test.at('2014-06-27 10:00:00+02'), pg_temp.sec('meeting.edit', '{"meeting":"LR-M2","date":"2014-07-14"}') \g /dev/null
select is(pg_temp.told('2014-06-27 14:00:00+02'), '', 'and not to who would have it twice');

-- Back after the meeting's day.
select test.at('2014-06-30 10:00:00+02'), test.call('user:mem', 'preference.edit', '{"muted_until":"2014-07-14"}') is null \g /dev/null
select is(pg_temp.told('2014-07-07 08:00:00+02'), 'sec pack LR-M2', 'one is away');
select is(pg_temp.told('2014-07-15 14:00:00+02'), '', 'and comes back after the day: no pack, though nobody noted that it was held');
select is((select string_agg(concat_ws(' ', r.state, r.reason), ', ' order by r.id) from core.reminder as r
  join core.person as p on p.id = r.person where r.kind = 'pack' and p.email = 'mem@example.org'),
  'sent, void postponed, void held', 'and the ledger says so');

-- Away and back before everybody's morning.
select test.call('user:mem', 'preference.edit', '{"clear":["muted_until"]}') is null,
  pg_temp.sec('meeting.create', '{"plan":"LR","committee":"COPIL","date":"2014-09-19"}') \g /dev/null
select is(pg_temp.told('2014-09-12 08:00:00+02'), 'sec pack LR-M3', 'a week before');
select test.at('2014-09-12 10:00:00+02'), pg_temp.sec('meeting.edit', '{"meeting":"LR-M3","date":"2014-10-10"}') \g /dev/null
select is(pg_temp.told('2014-09-12 14:00:00+02'), '', 'it moves away: whose morning comes then has none');
select test.at('2014-09-12 15:00:00+02'), pg_temp.sec('meeting.edit', '{"meeting":"LR-M3","date":"2014-09-19"}') \g /dev/null
select is(pg_temp.told('2014-09-12 15:00:00+02'), 'mem pack LR-M3', 'and back on its day: who has none has it now, nobody twice');

-- Its day open for a while.
select test.at('2014-09-15 10:00:00+02'), pg_temp.sec('meeting.create', '{"plan":"LR","date":"2014-09-18"}') \g /dev/null
select pg_temp.told('2014-09-15 10:00:00+02', relay => false) is null, pg_temp.sec('meeting.edit', '{"meeting":"LR-M4","clear":["date"]}') \g /dev/null
select is(pg_temp.told('2014-09-15 14:00:00+02'), '', 'a meeting that has no day any more before its pack has left has none');
select test.at('2014-09-15 15:00:00+02'), pg_temp.sec('journal.undo', '{"plan":"LR"}') \g /dev/null
select is(pg_temp.told('2014-09-15 15:00:00+02'), 'mem pack LR-M4, sec pack LR-M4', 'and has it once that is taken back');

select * from finish();
rollback;

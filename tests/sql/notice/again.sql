-- SPDX-License-Identifier: MIT
-- An action is taken up again: what is new of it since it last ran is told, and nothing that was known.
begin;
\ir ../setup.sql
\ir ../stage.sql
\ir ../outbox_functions.sql
\ir ../told_functions.sql
select plan(13);

create function pg_temp.sec(instant text, method text, params text) returns void
language plpgsql
as $$
begin
  perform test.at(instant::timestamptz);
  perform test.call('user:sec', method, params::jsonb);
end;
$$;
-- What is told a quarter of an hour after the action was taken up again at that instant.
create function pg_temp.reopened(instant text) returns text
language plpgsql
as $$
begin
  perform pg_temp.sec(instant, 'action.reopen', '{"action":"LR-1"}');
  return pg_temp.told(instant::timestamptz + interval '15 min');
end;
$$;
create function pg_temp.given(instant text, owner text) returns void
language sql
as $$ select pg_temp.sec(instant, 'action.edit', format('{"action":"LR-1","owner":"%s@example.org"}', owner)) $$;
create function pg_temp.done(instant text) returns void
language sql
as $$ select pg_temp.sec(instant, 'action.done', '{"action":"LR-1"}') $$;

select pg_temp.sec('2014-05-12 10:00+02', 'action.create', '{"plan":"LR","title":"Un","owner":"par@example.org","due":"2014-12-19"}') \g /dev/null
select is(pg_temp.told('2014-05-12 10:15+02'), 'par news assigned LR-1', 'it is given to somebody');

-- To whom it was given while it did not run.
select pg_temp.done('2014-05-13 10:00+02'), pg_temp.given('2014-05-13 11:00+02', 'obs') \g /dev/null
select is(pg_temp.told('2014-05-13 11:15+02'), '', 'done, it is given to another');
select is(pg_temp.reopened('2014-05-13 12:00+02'), 'obs news assigned LR-1', 'who is told once it is taken up again');
select pg_temp.sec('2014-05-14 09:00+02', 'action.cancel', '{"action":"LR-1","why":"x"}'),
  pg_temp.sec('2014-05-14 10:00+02', 'action.edit', '{"action":"LR-1","supports":["par@example.org"]}') \g /dev/null
select is(pg_temp.reopened('2014-05-14 12:00+02'), 'par news assigned LR-1', 'as is who came to help');
select pg_temp.done('2014-05-15 10:00+02'), pg_temp.given('2014-05-15 11:00+02', 'mem'), pg_temp.given('2014-05-15 11:30+02', 'obs'),
  pg_temp.sec('2014-05-15 11:40+02', 'action.edit', '{"action":"LR-1","clear":["supports"]}'),
  pg_temp.sec('2014-05-15 11:50+02', 'action.edit', '{"action":"LR-1","supports":["par@example.org"]}') \g /dev/null
select is(pg_temp.reopened('2014-05-15 12:00+02'), '', 'given away and back, nobody hears of what they know');
select pg_temp.done('2014-05-16 10:00+02'), pg_temp.sec('2014-05-16 11:00+02', 'action.edit',
  '{"action":"LR-1","owner":"par@example.org","supports":["obs@example.org"]}') \g /dev/null
select is(pg_temp.reopened('2014-05-16 12:00+02'), 'par news assigned LR-1',
  'who helped and owns it now is told, who owned and helps now knows it');

-- Before anybody was told.
select pg_temp.given('2014-05-19 10:00+02', 'mem'), pg_temp.done('2014-05-19 10:05+02'), pg_temp.given('2014-05-19 11:00+02', 'par') \g /dev/null
select is(pg_temp.reopened('2014-05-19 12:00+02'), '', 'who gave it away and has it back before the other was told, is told nothing');
select pg_temp.given('2014-05-20 10:00+02', 'mem'), pg_temp.done('2014-05-20 10:05+02'),
  pg_temp.sec('2014-05-20 11:00+02', 'action.reopen', '{"action":"LR-1"}'), pg_temp.given('2014-05-20 11:05+02', 'par') \g /dev/null
select is(pg_temp.told('2014-05-20 11:30+02'), '', 'nor after it was taken up again');

-- Its deadline.
select pg_temp.done('2014-05-21 10:00+02'), pg_temp.sec('2014-05-21 11:00+02', 'action.edit',
  '{"action":"LR-1","due":"2014-11-28"}') \g /dev/null
select is(pg_temp.reopened('2014-05-21 12:00+02'), 'obs news moved LR-1, par news moved LR-1', 'another deadline than it had is told too');
select is((select string_agg(distinct detail ->> 'from', ' ') from core.reminder where kind = 'moved'), '2014-12-19',
  'from the one that they know');

-- What never ran.
select pg_temp.sec('2014-05-22 10:00+02', 'action.create',
    '{"plan":"LR","title":"Deux","owner":"par@example.org","state":"proposed"}'),
  pg_temp.sec('2014-05-22 10:05+02', 'action.cancel', '{"action":"LR-2","why":"x"}'),
  pg_temp.sec('2014-05-22 10:10+02', 'action.reopen', '{"action":"LR-2"}') \g /dev/null
select is(pg_temp.told('2014-05-22 10:30+02'), 'par news assigned LR-2', 'what was only proposed when it was cancelled is news');

-- Taken back, and that too.
select pg_temp.sec('2014-05-23 10:00+02', 'journal.undo', '{"plan":"LR"}'),
  pg_temp.sec('2014-05-23 10:05+02', 'action.reopen', '{"action":"LR-2"}') \g /dev/null
select is(pg_temp.told('2014-05-23 10:30+02'), '', 'what was taken back, and done again, is known');
select is((select count(*) from core.reminder where state = 'waiting' and core.is_news(kind)), 0::bigint, 'and nothing is left over');

select * from finish();
rollback;

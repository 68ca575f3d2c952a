-- SPDX-License-Identifier: MIT
-- A message that its template or its content keeps from being written: tried a few times, given up, told once, and tried anew
-- by whoever mended it.
begin;
\ir ../setup.sql
\ir ../stage.sql
\ir ../outbox_functions.sql
select plan(15);

select test.admin('preference.edit', jsonb_build_object('person', p.email, 'digest', 'none')) is null from core.person as p
\g /dev/null
select test.sec('action.create', '{"plan":"LR","title":"Une","owner":"mem@example.org","due":"2014-06-20"}') is null \g /dev/null
select pg_temp.at('2014-05-12 10:10+02') \g /dev/null
create temp table bad as select max(id) as id from core.message;

-- Claims it when its time has come, and says that; what it is then.
create function pg_temp.try(outcome text) returns text
language plpgsql
as $$
declare
  next constant timestamptz := (select next_at from core.message where id = (select id from bad));
begin
  perform test.at(greatest(core.now(), next));
  perform pg_temp.finish(pg_temp.claim(), outcome, '{"code":0,"text":"fr/news: no end"}');
  return (select concat_ws(' ', state, attempt, lapses) from core.message where id = (select id from bad));
end;
$$;
create function pg_temp.alerts() returns bigint
language sql
as $$ select count(*) from core.reminder where kind = 'undelivered' $$;

select is(pg_temp.try('unwritable'), 'waiting 1 1', 'what cannot be written is tried again');
select ok((select next_at > core.now() and first_at is not null from core.message where id = (select id from bad)),
  'later, and that time counts');
select is(pg_temp.try('released'), 'waiting 1 1', 'what was never tried says nothing of it');
select is(pg_temp.try('retry'), 'waiting 2 0', 'a relay that is away could have had it');
select is(pg_temp.try('unwritable'), 'waiting 3 1', 'so it counts anew');
select pg_temp.try('unwritable') from generate_series(2, 5) \g /dev/null
select is((select concat_ws(' ', state, lapses) from core.message where id = (select id from bad)), 'waiting 5', 'five times');
select is(pg_temp.alerts(), 0::bigint, 'nobody is told yet');
select is(pg_temp.try('unwritable'), 'failed 8 6', 'the sixth is the last');
select is((select last_text from core.message where id = (select id from bad)), 'fr/news: no end', 'it says why');
select is(pg_temp.alerts(), 2::bigint, 'which both secretaries are told');
select pg_temp.ring() \g /dev/null
select is(pg_temp.sent(), 'both sec', 'once');
select is(test.sec('message.retry', jsonb_build_object('message', id)) ->> 'state', 'waiting', 'who mended it has it tried again')
from bad;
select is(pg_temp.try('unwritable'), 'waiting 1 1', 'as often as a new one');
select is(pg_temp.try('sent'), 'sent 2 0', 'until it leaves');
select is(pg_temp.alerts(), 2::bigint, 'and nobody is told again');

select * from finish();
rollback;

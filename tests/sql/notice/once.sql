-- SPDX-License-Identifier: MIT
-- What happens in a short time is told once, as it came out.
begin;
\ir ../setup.sql
\ir ../stage.sql
\ir ../outbox_functions.sql
\ir ../told_functions.sql
select plan(26);

create function pg_temp.sec(method text, params text) returns void
language sql
as $$ select test.call('user:sec', method, params::jsonb) $$;
create function pg_temp.admin(method text, params text) returns void
language sql
as $$ select test.call('administrator', method, params::jsonb) $$;
select pg_temp.told('2014-05-12 11:00:00+02') \g /dev/null

-- All that is typed within a minute leaves together.
select test.at('2014-05-12 11:00:05+02'), pg_temp.sec('action.create', '{"plan":"LR","title":"Un","owner":"par@example.org","due":"2014-06-30"}') \g /dev/null
select test.at('2014-05-12 11:00:50+02'), pg_temp.sec('action.create', '{"plan":"LR","title":"Deux","owner":"par@example.org"}') \g /dev/null
select is(pg_temp.told('2014-05-12 11:10:50+02'), '', 'ten minutes, in whole minutes');
select is(pg_temp.told('2014-05-12 11:11:00+02'), 'par news assigned LR-1 assigned LR-2', 'one mail');

-- An hour at most, though the same thing changes again and again.
select test.at('2014-05-12 12:00:00+02'::timestamptz + n * interval '9 minutes'), pg_temp.sec('action.edit',
  format('{"action":"LR-1","due":"%s"}', '2014-06-29'::date - n)), pg_temp.at('2014-05-12 12:00:00+02'::timestamptz + n * interval '9 minutes')
from generate_series(0, 6) as n
\g /dev/null
select is(pg_temp.told('2014-05-12 12:59:00+02'), '', 'until nothing more is said');
select is(pg_temp.told('2014-05-12 13:00:00+02'), 'par news moved LR-1', 'an hour at most');

-- While the relay is away.
select test.at('2014-05-12 14:00:00+02'), pg_temp.sec('action.edit', '{"action":"LR-1","due":"2014-06-20"}') \g /dev/null
select is(pg_temp.told('2014-05-12 14:20:00+02', relay => false), '', 'no relay');
select test.at('2014-05-12 15:00:00+02'), pg_temp.sec('action.edit', '{"action":"LR-1","due":"2014-06-19"}') \g /dev/null
select is(pg_temp.told('2014-05-12 15:10:00+02', relay => false), '', 'it moves once more');
select is((select string_agg(detail ->> 'from', ' ') from core.reminder where kind = 'moved' and state = 'bound'),
  '2014-06-23', 'it waits once, from the day that the person knows');
select is(pg_temp.told('2014-05-12 16:00:00+02'), 'par news moved LR-1', 'and is told once');

-- An organisation without a contact hides nobody who helps or owns.
select test.at('2014-05-13 10:00:00+02'), pg_temp.sec('action.create',
  '{"plan":"LR","title":"Trois","owner":"par@example.org","supports":["CCI-ALES"]}') \g /dev/null
select pg_temp.told('2014-05-13 10:08:00+02'), pg_temp.sec('action.edit', '{"action":"LR-3","owner":"obs@example.org"}') \g /dev/null
select is(pg_temp.told('2014-05-13 10:20:00+02'), 'obs news assigned LR-3', 'who has it no longer is not told of it');

-- Given on and back.
select test.at('2014-05-13 11:00:00+02'), pg_temp.sec('action.edit', '{"action":"LR-3","owner":"par@example.org"}') \g /dev/null
select is(pg_temp.told('2014-05-13 11:10:00+02'), 'par news assigned LR-3', 'another has it');
select test.at('2014-05-13 12:00:00+02'), pg_temp.sec('action.edit', '{"action":"LR-3","owner":"mem@example.org"}') \g /dev/null
select test.at('2014-05-13 12:05:00+02'), pg_temp.sec('action.edit', '{"action":"LR-3","owner":"obs@example.org"}') \g /dev/null
select is(pg_temp.told('2014-05-13 12:20:00+02'), 'obs news assigned LR-3', 'who had it long ago is told that it is back');
select test.at('2014-05-13 13:00:00+02'), pg_temp.sec('action.edit', '{"action":"LR-3","owner":"mem@example.org"}') \g /dev/null
select test.at('2014-05-13 13:05:00+02'), pg_temp.sec('action.edit', '{"action":"LR-3","owner":"par@example.org"}') \g /dev/null
select test.at('2014-05-13 13:09:00+02'), pg_temp.sec('action.edit', '{"action":"LR-3","owner":"obs@example.org"}') \g /dev/null
select is(pg_temp.told('2014-05-13 13:30:00+02'), '', 'by way of two who were not told it comes back, and nobody is told');
select test.at('2014-05-13 14:00:00+02'), pg_temp.sec('action.edit', '{"action":"LR-3","owner":"mem@example.org"}'),
  pg_temp.sec('action.edit', '{"action":"LR-3","owner":"par@example.org","supports":["mem@example.org"]}') \g /dev/null
select is(pg_temp.told('2014-05-13 14:10:00+02'), 'mem news assigned LR-3, par news assigned LR-3', 'who helps now is told all the same');

-- Two parties with the same person.
select pg_temp.admin('organisation.edit', '{"organisation":"CCI-ALES","contact":"mem@example.org"}') \g /dev/null
select test.at('2014-05-13 15:00:00+02'), pg_temp.sec('action.create',
  '{"plan":"LR","title":"Quatre","supports":["CCI-ALES","mem@example.org"]}') \g /dev/null
select is(pg_temp.told('2014-05-13 15:10:00+02'), 'mem news assigned LR-4', 'who helps twice is told once');
select test.at('2014-05-13 16:00:00+02'), pg_temp.sec('action.edit',
  '{"action":"LR-4","owner":"par@example.org","supports":["par@example.org"]}') \g /dev/null
select is(pg_temp.told('2014-05-13 16:10:00+02'), 'par news assigned LR-4', 'who owns and helps too');

-- Moved by oneself.
select test.at('2014-05-14 10:00:00+02'), pg_temp.sec('action.create', '{"plan":"LR","title":"Cinq","owner":"sec@example.org","due":"2014-06-30"}') \g /dev/null
select test.at('2014-05-14 10:30:00+02'), pg_temp.admin('action.edit', '{"action":"LR-5","due":"2014-06-29"}') \g /dev/null
select test.at('2014-05-14 10:35:00+02'), pg_temp.sec('action.edit', '{"action":"LR-5","due":"2014-06-28"}') \g /dev/null
select is(pg_temp.told('2014-05-14 10:50:00+02'), '', 'who moved it then knows the day');

-- A decision, to who is still to be told of the action.
select test.at('2014-05-14 11:00:00+02'), pg_temp.sec('action.create', '{"plan":"LR","title":"Six","owner":"mem@example.org"}') \g /dev/null
select test.at('2014-05-14 11:05:00+02'), pg_temp.sec('action.edit', '{"action":"LR-6","decision":"LR-D1"}') \g /dev/null
select is(pg_temp.told('2014-05-14 11:20:00+02'), 'mem news assigned LR-6', 'the action tells its decision');

-- Ended and taken up again before anybody was told.
select test.at('2014-05-15 10:00:00+02'), pg_temp.sec('action.create', '{"plan":"LR","title":"Sept","owner":"mem@example.org","due":"2014-06-30"}') \g /dev/null
select test.at('2014-05-15 10:05:00+02'), pg_temp.sec('action.done', '{"action":"LR-7"}') \g /dev/null
select is(pg_temp.told('2014-05-15 10:20:00+02'), '', 'done before it was told');
select test.at('2014-05-15 11:00:00+02'), pg_temp.sec('action.reopen', '{"action":"LR-7"}') \g /dev/null
select is(pg_temp.told('2014-05-15 11:10:00+02'), 'mem news assigned LR-7', 'taken up again, it is told');
select test.at('2014-05-15 12:00:00+02'), pg_temp.sec('action.edit', '{"action":"LR-7","due":"2014-06-25"}'),
  pg_temp.sec('action.done', '{"action":"LR-7"}') \g /dev/null
select test.at('2014-05-15 13:00:00+02'), pg_temp.sec('action.reopen', '{"action":"LR-7"}') \g /dev/null
select is(pg_temp.told('2014-05-15 13:10:00+02'), 'mem news moved LR-7', 'so is a deadline that moved');
select test.at('2014-05-15 14:00:00+02'), pg_temp.sec('action.done', '{"action":"LR-7"}') \g /dev/null
select test.at('2014-05-15 15:00:00+02'), pg_temp.sec('action.reopen', '{"action":"LR-7"}') \g /dev/null
select is(pg_temp.told('2014-05-15 15:10:00+02'), '', 'but not what was told');

-- An answer that is taken back before it was told is none; a request is told once, though it is open again.
create function pg_temp.call(actor text, method text, params text) returns void
language sql
as $$ select test.call(actor, method, params::jsonb) $$;
select test.at('2014-05-16 10:00:00+02'), pg_temp.sec('action.create', '{"plan":"LR","title":"Huit","owner":"par@example.org",
  "supports":["obs@example.org"],"due":"2014-08-29"}') \g /dev/null
select pg_temp.told('2014-05-16 10:20:00+02') is null, pg_temp.call('user:par', 'postponement.request',
  '{"action":"LR-8","due":"2014-09-30","why":"x"}') \g /dev/null
select is(pg_temp.told('2014-05-16 10:30:00+02'), 'both news requested LR-8, sec news requested LR-8', 'asked');
select pg_temp.sec('postponement.accept', '{"action":"LR-8"}'), test.at('2014-05-16 10:35:00+02'),
  pg_temp.sec('journal.undo', '{"plan":"LR"}') \g /dev/null
select is(pg_temp.told('2014-05-16 11:00:00+02'), '', 'accepted and taken back at once, nothing happened');
select pg_temp.call('user:both', 'postponement.accept', '{"action":"LR-8"}') \g /dev/null
select is(pg_temp.told('2014-05-16 11:20:00+02'), 'obs news moved LR-8, par news answered LR-8', 'accepted');
select pg_temp.call('user:both', 'journal.undo', '{"plan":"LR"}') \g /dev/null
select is(pg_temp.told('2014-05-16 11:40:00+02'), 'obs news moved LR-8, par news moved LR-8', 'and taken back later');

-- Somebody's request is answered while whose request was answered before is away: each hears of one's own.
select test.at('2014-06-02 10:00:00+02'), pg_temp.sec('action.create', '{"plan":"LR","title":"Neuf","owner":"par@example.org",
  "due":"2014-08-29"}'), pg_temp.told('2014-06-02 10:20:00+02') \g /dev/null
select pg_temp.call('user:par', 'postponement.request', '{"action":"LR-9","due":"2014-09-30","why":"x"}'),
  pg_temp.call('user:both', 'postponement.refuse', '{"action":"LR-9","why":"un"}'),
  pg_temp.sec('action.edit', '{"action":"LR-9","owner":"mem@example.org"}'),
  pg_temp.call('user:mem', 'postponement.request', '{"action":"LR-9","due":"2014-10-30","why":"x"}'),
  pg_temp.call('user:both', 'postponement.refuse', '{"action":"LR-9","why":"deux"}') \g /dev/null
create function pg_temp.answer(told core.reminder) returns text
language sql set search_path = core, pg_temp
as $$ select (core.content_request(told)).answer $$;
select is((select string_agg(concat_ws(' ', split_part(p.email, '@', 1), pg_temp.answer(r)), ', ' order by p.email)
  from core.reminder as r join core.person as p on p.id = r.person
  where r.kind = 'answered' and r.object = 'LR-9'), 'mem deux, par un', 'an answer is told to whoever it answers');

select * from finish();
rollback;

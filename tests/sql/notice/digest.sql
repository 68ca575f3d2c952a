-- SPDX-License-Identifier: MIT
-- What a digest lists, and when it leaves.
begin;
\ir ../setup.sql
\ir ../stage.sql
\ir ../outbox_functions.sql
\ir ../told_functions.sql
select plan(9);

create function pg_temp.sec(method text, params text) returns void
language sql
as $$ select test.call('user:sec', method, params::jsonb) $$;
create function pg_temp.digest(instant timestamptz, relay boolean default true) returns text
language sql
as $$
  select coalesce(string_agg(one, ', '), '') from unnest(string_to_array(pg_temp.told(instant, relay), ', ')) as one
  where one like '%digest%'
$$;
select test.admin('organisation.edit', '{"organisation":"CCI-ALES","contact":"mem@example.org"}') is null,
  test.admin('person.edit', '{"person":"obs@example.org","zone":"Pacific/Auckland"}') is null,
  test.call('user:sec', 'preference.edit', '{"digest":"none"}') is null,
  test.call('user:both', 'preference.edit', '{"digest":"none"}') is null,
  pg_temp.told('2014-05-12 11:00:00+02') is null
\g /dev/null

-- One's own: also what an organisation helps with whose contact one is.
select pg_temp.sec('action.create', '{"plan":"LR","title":"Un","owner":"par@example.org","supports":["CCI-ALES"],"due":"2014-06-02"}') \g /dev/null
select is(pg_temp.digest('2014-05-19 08:00:00+02'), 'mem digest soon LR-1, par digest soon LR-1',
  'two weeks ahead, for who owns and who helps');
select test.at('2014-05-19 10:00:00+02'), pg_temp.sec('action.done', '{"action":"LR-1"}') \g /dev/null
select is(pg_temp.digest('2014-05-26 08:00:00+02'), 'mem digest done LR-1, par digest done LR-1', 'what was done, once');

-- By the plan's days, wherever one is and whatever PostgreSQL's zone is: Monday in Auckland begins on Sunday here.
set local timezone = 'Pacific/Auckland';
select pg_temp.sec('action.create', '{"plan":"LR","title":"Deux","owner":"obs@example.org","due":"2014-06-15"}'),
  pg_temp.sec('action.create', '{"plan":"LR","title":"Trois","owner":"obs@example.org","due":"2014-06-16"}') \g /dev/null
select is(pg_temp.digest('2014-06-01 22:00:00+02'), 'obs digest soon LR-2', 'two weeks from the plan''s today');
set local timezone = 'UTC';
select pg_temp.sec('action.cancel', '{"action":"LR-2","why":"x"}') \g /dev/null
select is(pg_temp.digest('2014-06-08 22:00:00+02'), 'obs digest soon LR-3', 'as everywhere');
select pg_temp.sec('action.cancel', '{"action":"LR-3","why":"x"}') \g /dev/null

-- Not what a reminder tells in the same mail's hour, though both are late.
select pg_temp.sec('action.create', '{"plan":"LR","title":"Quatre","owner":"par@example.org","due":"2014-06-20"}'),
  pg_temp.sec('action.create', '{"plan":"LR","title":"Cinq","owner":"par@example.org","due":"2014-06-25"}') \g /dev/null
select pg_temp.told('2014-06-11 08:00:00+02') is null \g /dev/null
select is(pg_temp.told('2014-06-16 08:00:00+02', false), '', 'the relay is away');
select is(pg_temp.told('2014-06-17 08:00:00+02', false), '', 'while a reminder falls due');
select is(pg_temp.told('2014-06-18 14:00:00+02'), 'par digest soon LR-5, par news reminders LR-4',
  'what leaves in a reminder is not in the digest that leaves with it');
select pg_temp.told('2014-06-20 08:00:00+02') is null \g /dev/null
select is(pg_temp.told('2014-06-23 08:00:00+02'), 'par digest soon LR-5, par news reminders LR-4',
  'nor what one of this morning tells; what was told on Friday is');
select is(pg_temp.told('2014-06-23 08:00:00+02'), '', 'once');

select * from finish();
rollback;

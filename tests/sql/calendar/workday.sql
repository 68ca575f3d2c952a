-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../people.sql
select plan(7);

create function pg_temp.reached(days integer) returns text
language sql
as $$
  select test.call('user:mem', 'calendar.workday',
    jsonb_build_object('plan', 'LR', 'from', '2014-05-28', 'days', days)) ->> 'day'
$$;

select is(pg_temp.reached(1), '2014-05-30', 'over Ascension');
select is(pg_temp.reached(7), '2014-06-10', 'over a weekend and Whit Monday');
select is(pg_temp.reached(-14), '2014-05-07', 'back over 8 May');
select is(pg_temp.reached(0), '2014-05-28', 'nowhere');
select test.refused('user:mem', 'calendar.workday', '{"plan":"LR","from":"2199-05-28","days":9999}', 'bad_value',
  '{"param":"days"}');
select test.refused('user:mem', 'calendar.workday', '{"plan":"LR","from":"1799-05-28","days":1}', 'bad_value',
  '{"param":"from"}');
select test.refused('user:far', 'calendar.workday', '{"plan":"LR","from":"2014-05-28","days":1}', 'not_found',
  '{"object":"LR"}');

select * from finish();
rollback;

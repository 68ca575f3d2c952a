-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../people.sql
select plan(6);

create function pg_temp.keys(answer jsonb) returns text
language sql
as $$ select coalesce(string_agg(item ->> 'key', ' ' order by n), '')
  from jsonb_array_elements(answer -> 'items') with ordinality as i (item, n) $$;

select count(test.call('user:sec', 'committee.create', jsonb_build_object('plan', 'LR', 'key', key, 'name', key)))
from unnest('{CT,COPIL,BUREAU}'::text[]) as key \g /dev/null
select is(pg_temp.keys(test.call('user:mem', 'committee.list', '{"plan":"LR"}')), 'BUREAU COPIL CT', 'by key');
create temp table page as select test.call('user:mem', 'committee.list', '{"plan":"LR","limit":2}') as answer;
select is(pg_temp.keys(answer) || ' ' || (answer ->> 'total'), 'BUREAU COPIL 3', 'a page') from page;
select is(pg_temp.keys(test.call('user:mem', 'committee.list', jsonb_build_object('plan', 'LR', 'limit', 2, 'cursor',
  answer -> 'next'))),
  'CT', 'the next') from page;
select is(test.call('user:mem', 'committee.list', '{"plan":"LR","limit":3}') -> 'next', 'null',
  'a full page that is the last has no next');
select test.refused('user:far', 'committee.list', '{"plan":"LR"}', 'not_found', '{"object":"LR"}');
select test.refused('user:mem', 'committee.list', '{"plan":"LR","cursor":"W10="}', 'bad_value', '{"param":"cursor"}');

select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../people.sql
select plan(6);

create function pg_temp.keys(answer jsonb) returns text
language sql
as $$ select coalesce(string_agg(item ->> 'key', ' ' order by n), '')
  from jsonb_array_elements(answer -> 'items') with ordinality as i (item, n) $$;

select count(test.call('user:sec', 'sector.create', jsonb_build_object('plan', 'LR', 'key', key, 'name', key,
  'priority', priority)))
from (values ('NUC', 1), ('AERO', 3), ('CHIM', 2), ('BOIS', null), ('AUTRE', null)) as s (key, priority) \g /dev/null
select is(pg_temp.keys(test.call('user:mem', 'sector.list', '{"plan":"LR"}')), 'NUC CHIM AERO AUTRE BOIS',
  'by priority, then by key');
create temp table page as select test.call('user:mem', 'sector.list', '{"plan":"LR","limit":4}') as answer;
select is(pg_temp.keys(answer) || ' ' || (answer ->> 'total'), 'NUC CHIM AERO AUTRE 5', 'a page') from page;
select is(pg_temp.keys(test.call('user:mem', 'sector.list', jsonb_build_object('plan', 'LR', 'limit', 4, 'cursor',
  answer -> 'next'))),
  'BOIS', 'the next') from page;
select is(pg_temp.keys(test.call('user:far', 'sector.list', '{"plan":"PACA"}')), '', 'none in the other plan');
select test.refused('user:far', 'sector.list', '{"plan":"LR"}', 'not_found', '{"object":"LR"}');
select test.refused('user:mem', 'sector.list', '{"plan":"LR","cursor":"WyIxIl0="}', 'bad_value', '{"param":"cursor"}');

select * from finish();
rollback;

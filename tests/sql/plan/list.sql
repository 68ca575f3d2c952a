-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../people.sql
select plan(9);

create function pg_temp.keys(answer jsonb) returns text
language sql
as $$ select coalesce(string_agg(item ->> 'key', ' ' order by n), '')
  from jsonb_array_elements(answer -> 'items') with ordinality as i (item, n) $$;

select is(pg_temp.keys(test.call('user:mem', 'plan.list')), 'LR', 'one''s own plans');
select is(pg_temp.keys(test.call('user:both', 'plan.list')), 'LR PACA', 'both');
select is(test.call('user:lone', 'plan.list'), '{"items":[],"next":null,"total":0}', 'none');
select is(pg_temp.keys(test.admin('plan.list', '{"search":"voisi"}')), 'PACA', 'by the beginning of a word');
select is(pg_temp.keys(test.call('user:mem', 'plan.list', '{"search":"voisine"}')), '', 'not what one does not see');
create temp table page as select test.admin('plan.list', '{"limit":1}') as answer;
select is(pg_temp.keys(answer) || (answer ->> 'total'), 'LR2', 'a page') from page;
select is(pg_temp.keys(test.admin('plan.list', jsonb_build_object('limit', 1, 'cursor', answer -> 'next'))), 'PACA',
  'the next') from page;
select is(test.admin('plan.list', jsonb_build_object('limit', 1, 'cursor', answer -> 'next')) -> 'next', 'null',
  'is the last') from page;
select test.refused('administrator', 'plan.list', '{"cursor":"AAAA"}', 'bad_value', '{"param":"cursor"}');

select * from finish();
rollback;

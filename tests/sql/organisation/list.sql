-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../people.sql
select plan(13);

create function pg_temp.keys(answer jsonb) returns text
language sql
as $$ select coalesce(string_agg(item ->> 'key', ' ' order by n), '')
  from jsonb_array_elements(answer -> 'items') with ordinality as i (item, n) $$;

select count(test.admin('organisation.create', jsonb_build_object('key', 'E' || n, 'name', 'Entreprise ' || (9 - n),
  'kind', 'company',
  'plan', 'LR'))) from generate_series(1, 5) as n \g /dev/null
select is(pg_temp.keys(test.call('user:mem', 'organisation.list')), 'CCI-ALES E5 E4 E3 E2 E1',
  'by name, those of one''s plans');
select is(pg_temp.keys(test.call('user:far', 'organisation.list')), 'CCI-NICE', 'and no others');
select is(pg_temp.keys(test.call('user:lone', 'organisation.list')), '', 'nothing for those in no plan');
select is(pg_temp.keys(test.admin('organisation.list', '{"sort":"-key","kind":"chamber"}')), 'CCI-NICE CCI-ALES',
  'by kind, sorted by key');
select is(pg_temp.keys(test.call('user:mem', 'organisation.list', '{"search":"ALÈS"}')), 'CCI-ALES',
  'found without accents');
select is(pg_temp.keys(test.call('user:mem', 'organisation.list', '{"search":"% _"}')), 'CCI-ALES E5 E4 E3 E2 E1',
  'what is no word is not looked for');
select is(pg_temp.keys(test.call('user:mem', 'organisation.list', '{"search":"x"}')), '', 'nothing found');
select is(test.call('user:mem', 'organisation.list', '{"search":"x"}'), '{"items":[],"next":null,"total":0}',
  'an empty list');
create temp table page as select test.call('user:mem', 'organisation.list', '{"limit":4,"sort":"-name"}') as answer;
select is(pg_temp.keys(answer), 'E1 E2 E3 E4', 'the first page') from page;
select is((answer ->> 'total')::integer, 6, 'with the total') from page;
select is(test.call('user:mem', 'organisation.list', jsonb_build_object('limit', 4, 'sort', '-name', 'cursor',
  answer -> 'next')) #- '{items}',
  '{"next":null,"total":6}', 'the last page has no next') from page;
select is(pg_temp.keys(test.call('user:mem', 'organisation.list', jsonb_build_object('limit', 4, 'sort', '-name',
  'cursor', answer -> 'next'))),
  'E5 CCI-ALES', 'the second page goes on') from page;
select test.refused('user:mem', 'organisation.list', '{"cursor":"WyJ4Il0="}', 'bad_value', '{"param":"cursor"}');

select * from finish();
rollback;

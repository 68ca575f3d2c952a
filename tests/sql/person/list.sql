-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../people.sql
select plan(11);

create function pg_temp.keys(answer jsonb) returns text
language sql
as $$ select coalesce(string_agg(split_part(item ->> 'email', '@', 1), ' ' order by n), '')
  from jsonb_array_elements(answer -> 'items') with ordinality as i (item, n) $$;

select is(pg_temp.keys(test.call('user:mem', 'person.list')), 'both mem obs par sec', 'by name, those of one''s plans');
select is(pg_temp.keys(test.call('user:far', 'person.list')), 'both far', 'of the other plan');
select is(pg_temp.keys(test.call('user:lone', 'person.list')), 'lone', 'oneself alone');
select is(pg_temp.keys(test.admin('person.list', '{"sort":"-email"}')), 'sec par obs mem lone far both',
  'everybody, for an administrator');
select is(pg_temp.keys(test.call('user:mem', 'person.list', '{"search":"SECRETARIAT"}')), 'sec',
  'found without accents');
select is(pg_temp.keys(test.call('user:mem', 'person.list', '{"search":"mission charg"}')), 'mem', 'in any order');
select is(pg_temp.keys(test.call('user:mem', 'person.list', '{"organisation":"alès","sort":"email"}')), 'mem sec',
  'of an organisation');
select test.refused('user:mem', 'person.list', '{"organisation":"CCI-NICE"}', 'not_found', '{"param":"organisation"}');
create temp table page as select test.call('user:mem', 'person.list', '{"limit":3}') as answer;
select is(pg_temp.keys(answer), 'both mem obs', 'a page') from page;
select is(pg_temp.keys(test.call('user:mem', 'person.list', jsonb_build_object('limit', 3, 'cursor',
  answer -> 'next'))), 'par sec', 'the next') from page;
select test.refused('user:mem', 'person.list', '{"cursor":"x"}', 'bad_value', '{"param":"cursor"}');

select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../people.sql
select plan(8);

create function pg_temp.refs(answer jsonb) returns text
language sql
as $$ select coalesce(string_agg(split_part(item ->> 'ref', '@', 1), ' ' order by n), '')
  from jsonb_array_elements(answer -> 'items') with ordinality as i (item, n) $$;

select is(test.admin('member.add', '{"plan":"LR","party":"CCI-ALES","role":"partner"}') ->> 'role', 'partner',
  'one more');
select is(pg_temp.refs(test.call('user:mem', 'member.list', '{"plan":"LR"}')), 'both sec mem CCI-ALES par obs',
  'by role, then by name');
select is(pg_temp.refs(test.call('user:mem', 'member.list', '{"plan":"LR","role":"partner"}')), 'CCI-ALES par',
  'of one role');
create temp table page as select test.call('user:mem', 'member.list', '{"plan":"LR","limit":4}') as answer;
select is(pg_temp.refs(answer) || ' ' || (answer ->> 'total'), 'both sec mem CCI-ALES 6', 'a page') from page;
select is(pg_temp.refs(test.call('user:mem', 'member.list', jsonb_build_object('plan', 'LR', 'limit', 4, 'cursor',
  answer -> 'next'))),
  'par obs', 'the next') from page;
select is(answer ->> 'plan_revision', (select revision::text from core.revision where plan = 'LR'),
  'with the plan''s revision') from page;
select test.refused('user:far', 'member.list', '{"plan":"LR"}', 'not_found', '{"object":"LR"}');
select test.refused('user:mem', 'member.list', '{"plan":"LR","cursor":"WyIxIl0="}', 'bad_value', '{"param":"cursor"}');

select * from finish();
rollback;

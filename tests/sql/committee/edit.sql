-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../people.sql
select plan(6);

select is(test.call('user:sec', 'committee.create', '{"plan":"LR","key":"COPIL","name":"Copil"}') ->> 'key', 'COPIL',
  'a committee');
select is(test.call('user:sec', 'committee.edit', '{"plan":"LR","committee":"COPIL","name":"Comité de pilotage"}')
  ->> 'name',
  'Comité de pilotage', 'gets another name');
select results_eq(
  $$select method, before ->> 'name', after ->> 'name' from core.journal where plan = 'LR'
    order by revision desc limit 1$$,
  $$values ('committee.edit', 'Copil', 'Comité de pilotage')$$, 'with its journal row');
select is(test.call('user:sec', 'committee.edit', '{"plan":"LR","committee":"COPIL"}') ->> 'name',
  'Comité de pilotage', 'or keeps it');
select test.refused('user:sec', 'committee.edit', '{"plan":"LR","committee":"CT","name":"x"}', 'not_found',
  '{"object":"CT"}');
select test.refused('user:mem', 'committee.edit', '{"plan":"LR","committee":"COPIL","name":"x"}', 'forbidden');

select * from finish();
rollback;

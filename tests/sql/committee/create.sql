-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../people.sql
select plan(5);

select ok(test.call('user:sec', 'committee.create', '{"plan":"LR","key":"COPIL","name":"Comité de pilotage"}')
  @> '{"ref":"COPIL","plan":"LR","key":"COPIL","name":"Comité de pilotage"}', 'a committee');
select results_eq(
  $$select method, after ->> 'key' from core.journal where plan = 'LR' order by revision desc limit 1$$,
  $$values ('committee.create', 'COPIL')$$, 'with its journal row');
select test.refused('user:sec', 'committee.create', '{"plan":"LR","key":"COPIL","name":"x"}', 'already_exists',
  '{"object":"COPIL"}');
select test.refused('user:mem', 'committee.create', '{"plan":"LR","key":"X","name":"x"}', 'forbidden');
select test.refused('user:far', 'committee.create', '{"plan":"LR","key":"X","name":"x"}', 'not_found',
  '{"object":"LR"}');

select * from finish();
rollback;

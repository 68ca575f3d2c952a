-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../people.sql
select plan(4);

select is(test.call('user:sec', 'committee.create', '{"plan":"LR","key":"COPIL","name":"Comité de pilotage"}')
  ->> 'key', 'COPIL', 'a committee');
select is(test.call('user:mem', 'committee.get', '{"plan":"LR","committee":"COPIL"}') ->> 'name',
  'Comité de pilotage', 'is shown');
select test.refused('user:mem', 'committee.get', '{"plan":"LR","committee":"CT"}', 'not_found', '{"object":"CT"}');
select test.refused('user:far', 'committee.get', '{"plan":"LR","committee":"COPIL"}', 'not_found', '{"object":"LR"}');

select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../people.sql
select plan(7);

select ok(test.call('user:sec', 'calendar.add', '{"plan":"LR","day":"2014-05-30","name":"Pont"}')
  @> '{"plan":"LR","day":"2014-05-30","name":"Pont","own":true}', 'a day off of the plan''s own');
select results_eq(
  $$select method, after ->> 'day' from core.journal where plan = 'LR' order by revision desc limit 1$$,
  $$values ('calendar.add', '2014-05-30')$$, 'with its journal row');
select test.refused('user:sec', 'calendar.add', '{"plan":"LR","day":"2014-05-30","name":"x"}', 'already_exists',
  '{"object":"2014-05-30"}');
select test.refused('user:sec', 'calendar.add', '{"plan":"LR","day":"2300-05-30","name":"x"}', 'bad_value',
  '{"param":"day"}');
select test.refused('user:mem', 'calendar.add', '{"plan":"LR","day":"2014-05-28","name":"x"}', 'forbidden');
select test.refused('user:far', 'calendar.add', '{"plan":"LR","day":"2014-05-28","name":"x"}', 'not_found',
  '{"object":"LR"}');
select is(test.call('user:sec', 'journal.undo', '{"plan":"LR"}') #>> '{undone,method}', 'calendar.add',
  'it can be undone');

select * from finish();
rollback;

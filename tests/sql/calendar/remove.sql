-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../people.sql
select plan(6);

select is(test.call('user:sec', 'calendar.add', '{"plan":"LR","day":"2014-05-30","name":"Pont"}') ->> 'own', 'true',
  'a day off');
select test.refused('user:mem', 'calendar.remove', '{"plan":"LR","day":"2014-05-30"}', 'forbidden');
select ok(test.call('user:sec', 'calendar.remove', '{"plan":"LR","day":"2014-05-30"}')
  @> '{"day":"2014-05-30","name":"Pont"}', 'taken out again');
select ok(not core.is_day_off('LR', '2014-05-30'), 'is worked');
select test.refused('user:sec', 'calendar.remove', '{"plan":"LR","day":"2014-05-30"}', 'not_found', '{"param":"day"}');
select test.refused('user:sec', 'calendar.remove', '{"plan":"LR","day":"2014-05-01"}', 'not_found', '{"param":"day"}',
  'a public holiday is not the plan''s to take out');

select * from finish();
rollback;

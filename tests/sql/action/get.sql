-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(10);
select null from test.sec('action.create', '{"plan":"LR","title":"x","due":"2014-05-19"}');
select is(test.sec('action.get', '{"action":"LR-1"}') ->> 'title', 'x', 'an action');
select is(test.call('reader:mem@example.org', 'action.get', '{"action":"LR-1"}') ->> 'ref', 'LR-1',
  'also for a reader');
select is(test.sec('action.get', '{"action":"LR-1"}') -> 'plan_revision',
  (select to_jsonb(revision) from core.revision where plan = 'LR'), 'with the plan''s revision');
select is(test.sec('action.get', '{"action":"LR-1"}') #> '{due,working_days_left}', '5', 'working days left');
select test.at('2014-05-23 10:00+02');
select is(json_build_array(a #> '{due,overdue}', a #> '{due,days_left}', a #> '{due,working_days_left}')::jsonb,
  '[true,-4,-4]', 'after the deadline it is late')
from test.sec('action.get', '{"action":"LR-1"}') as a;
select test.at('2014-05-19 21:59:59Z');
select is(test.sec('action.get', '{"action":"LR-1"}') #> '{due,overdue}', 'false', 'not before midnight in Paris');
select test.at('2014-05-19 22:00:00Z');
select is(test.sec('action.get', '{"action":"LR-1"}') #> '{due,overdue}', 'true', 'but then');
select test.refused('user:sec', 'action.get', '{"action":"LR-2"}', 'not_found', '{"object":"LR-2"}');
select test.refused('user:sec', 'action.get', '{"action":"PACA-1"}', 'not_found', '{"object":"PACA-1"}',
  'what one does not see is not there');
select test.refused('user:nobody', 'action.get', '{"action":"LR-1"}', 'unknown_user');
select * from finish();
rollback;

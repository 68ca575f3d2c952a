-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(13);
select null from test.sec('action.create', '{"plan":"LR","title":"x","due":"2014-06","said":"fin juin"}');
select test.refused('user:sec', 'action.postpone', '{"action":"LR-1","due":"2014-Q3","why":null}', 'reason_missing');
select test.refused('user:sec', 'action.postpone', '{"action":"LR-1","due":"2014-Q3","why":"  "}', 'reason_missing');
select is(json_build_array(a -> 'state', a #> '{due,said}', a #> '{due,last_day}', a -> 'first_due',
  a -> 'postponements')::jsonb,
  '["open","2014-Q3","2014-09-30",{"said":"fin juin","last_day":"2014-06-30"},1]',
  'a later day, and the first one kept')
from test.sec('action.postpone', '{"action":"LR-1","due":"2014-Q3","why":"Attend l''annuaire"}') as a;
select is((select why from core.journal where plan = 'LR' and method = 'action.postpone'), 'Attend l''annuaire',
  'the reason is in the journal');
select is((select due_revision from core.action where plan = 'LR'), (select revision from core.action
  where plan = 'LR'),
  'a new deadline has its own number');
select null from test.sec('action.start', '{"action":"LR-1"}');
select is(json_build_array(a -> 'state', a #> '{first_due,last_day}', a -> 'postponements')::jsonb,
  '["in_progress","2014-06-30",2]', 'each one is counted')
from test.sec('action.postpone', '{"action":"LR-1","due":"fin d''année","why":"Encore"}') as a;
select test.refused('user:sec', 'action.postpone', '{"action":"LR-1","due":"2014-12-31","why":"x"}', 'bad_value',
  '{"param":"due"}', 'not to the same day');
select test.refused('user:sec', 'action.postpone', '{"action":"LR-1","due":"2014-06-01","why":"x"}', 'bad_value',
  '{"param":"due"}', 'nor to an earlier one');
select test.refused('user:sec', 'action.postpone', '{"action":"LR-1","due":"jamais","why":"x"}', 'bad_value',
  '{"param":"due"}');
select is(test.sec('action.get', '{"action":"LR-1"}') ->> 'postponements', '2', 'what was refused is not counted');
select null from test.sec('action.create', '{"plan":"LR","title":"sans échéance"}');
select test.refused('user:sec', 'action.postpone', '{"action":"LR-2","due":"2014-07","why":"x"}', 'bad_value',
  '{"param":"due"}',
  'without a deadline there is nothing to postpone');
select null from test.sec('action.create', '{"plan":"LR","title":"x","due":"2014-06","state":"proposed"}');
select test.refused('user:sec', 'action.postpone', '{"action":"LR-3","due":"2014-07","why":"x"}', 'wrong_state',
  '{"state":"proposed"}');
select null from test.sec('action.cancel', '{"action":"LR-1","why":"x"}');
select test.refused('user:sec', 'action.postpone', '{"action":"LR-1","due":"2015","why":"x"}', 'wrong_state',
  '{"possible":["reopen"]}');
select * from finish();
rollback;

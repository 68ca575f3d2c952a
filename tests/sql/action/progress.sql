-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(12);
select null from test.sec('action.create', '{"plan":"LR","title":"x"}');
select is(a ->> 'state' || ' ' || (a ->> 'progress'), 'in_progress 40', 'an open action is in progress from then on')
from test.sec('action.progress', '{"action":"LR-1","percent":40,"note":"Le nucléaire est recensé."}') as a;
select is(test.sec('note.get', '{"note":"LR-N1"}') ->> 'object', 'LR-1', 'a report becomes a note');
select is((select count(distinct revision)::integer from core.journal where plan = 'LR'
  and method = 'action.progress'), 1,
  'of the same act');
select is(test.sec('journal.list', '{"plan":"LR","limit":1}') #>> '{items,0,object}', 'LR-1',
  'which is about the action');
select is(a ->> 'state' || ' ' || (a ->> 'progress'), 'in_progress 100', 'a hundred does not close it')
from test.sec('action.progress', '{"action":"LR-1","percent":100}') as a;
select is(test.sec('action.progress', '{"action":"LR-1","percent":0}') ->> 'progress', '0', 'it may go back');
select null from test.sec('action.block', '{"action":"LR-1","why":"Pas de statut"}');
select is(a ->> 'state' || ' ' || (a ->> 'blocked_why'), 'blocked Pas de statut', 'a blocked one stays blocked')
from test.sec('action.progress', '{"action":"LR-1","percent":10}') as a;
select throws_ok($$select test.sec('action.progress', '{"action":"LR-1","percent":101}')$$, '23514');
select test.refused('user:sec', 'action.progress', '{"action":"LR-1","percent":1,"note":" "}', 'bad_value',
  '{"param":"text"}');
select null from test.sec('action.done', '{"action":"LR-1"}');
select test.refused('user:sec', 'action.progress', '{"action":"LR-1","percent":50}', 'wrong_state',
  '{"possible":["reopen"]}');
select is(test.sec('action.get', '{"action":"LR-1"}') ->> 'progress', '100', 'done is a hundred');
select is(test.sec('action.reopen', '{"action":"LR-1"}') ->> 'progress', '10', 'and reopened as far as it was');
select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(8);
select null from test.sec('action.create', '{"plan":"LR","title":"x","owner":"mem@example.org"}');

select ok(test.call('user:mem', 'action.report', '{"action":"LR-1","percent":30,"evidence":"Annuaire","note":"En route"}')
  @> '{"state":"in_progress","progress":30,"evidence":"Annuaire"}', 'its owner reports on an action');
select is(test.sec('note.get', '{"note":"LR-N1"}') ->> 'text', 'En route', 'with a note');
select results_eq(
  $$select distinct method from core.journal where plan = 'LR' and revision = (select max(revision) from core.journal
    where plan = 'LR')$$, $$values ('action.report')$$, 'in one act');
select is(test.call('user:mem', 'action.report', '{"action":"LR-1","evidence":"Annuaire 2"}') ->> 'progress', '30',
  'what is not said stays');
select null from test.sec('action.done', '{"action":"LR-1"}');
select is(test.call('user:mem', 'action.report', '{"action":"LR-1","evidence":"Annuaire 3"}') ->> 'state', 'done',
  'what is done can still be shown');
select test.refused('user:mem', 'action.report', '{"action":"LR-1","percent":10}', 'wrong_state');
select null from test.sec('action.create', '{"plan":"LR","title":"Another''s"}');
select test.refused('user:mem', 'action.report', '{"action":"LR-2","percent":10}', 'forbidden');
select is(test.call('user:sec', 'action.report', '{"action":"LR-2","percent":10}') ->> 'progress', '10',
  'secretaries report on any');

select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(5);
select null from test.sec('action.create', '{"plan":"LR","title":"x","state":"proposed"}');
select is(test.sec('action.accept', '{"action":"LR-1"}') ->> 'state', 'open', 'what was proposed is agreed');
select test.refused('user:sec', 'action.accept', '{"action":"LR-1"}', 'wrong_state',
  '{"object":"LR-1","state":"open","state_label":"open",
    "possible":["start","progress","done","block","postpone","cancel"]}');
select test.refused('user:sec', 'action.accept', '{"action":"LR-9"}', 'not_found');
select test.refused('user:mem', 'action.accept', '{"action":"LR-1"}', 'forbidden');
select results_eq(
  $$select method, before ->> 'state', after ->> 'state' from core.journal
    where plan = 'LR' and object = 'LR-1' order by revision desc limit 1$$,
  $$values ('action.accept', 'proposed', 'open')$$, 'the journal has it before and after');
select * from finish();
rollback;

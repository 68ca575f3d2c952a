-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(8);
select null from test.sec('action.create', '{"plan":"LR","title":"x"}');
select is(test.sec('action.start', '{"action":"LR-1"}') ->> 'state', 'in_progress', 'work has begun');
select test.refused('user:sec', 'action.start', '{"action":"LR-1"}', 'wrong_state', '{"state":"in_progress"}');
select null from test.sec('action.create', '{"plan":"LR","title":"x","state":"proposed"}');
select test.refused('user:sec', 'action.start', '{"action":"LR-2"}', 'wrong_state',
  '{"state":"proposed","possible":["accept","cancel"]}');
select throws_ok($$select test.call('user:sec', 'action.start', '{"action":"LR-2"}', null, 'fr')$$, 'CP004',
  'LR-2 est « proposée » ; possible maintenant : accepter, abandonner.', 'said in French');
select throws_ok($$select test.call('user:sec', 'action.start', '{"action":"LR-2"}')$$, 'CP004',
  'LR-2 is "proposed"; possible now: accept, cancel.', 'and in English');
select throws_ok($$select test.call('user:sec', 'action.start', '{"action":"LR-1"}', 1)$$, 'CP008');
select test.refused('user:sec', 'action.start', '{"action":"LR-9"}', 'not_found');
select test.refused('user:mem', 'action.start', '{"action":"LR-1"}', 'forbidden');
select * from finish();
rollback;

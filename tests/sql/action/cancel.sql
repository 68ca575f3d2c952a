-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(7);
select null from test.sec('action.create', '{"plan":"LR","title":"x"}');
select test.refused('user:sec', 'action.cancel', '{"action":"LR-1","why":null}', 'reason_missing');
select test.refused('user:sec', 'action.cancel', '{"action":"LR-1","why":" "}', 'reason_missing');
select throws_ok($$select test.call('user:sec', 'action.cancel', '{"action":"LR-1","why":" "}', null, 'fr')$$, 'CP005',
  'Il faut un motif : dites pourquoi.', 'in French too');
select is(json_build_array(a -> 'state', a -> 'cancelled_why', a -> 'closed_at' <> 'null')::jsonb,
  '["cancelled","Fait ailleurs",true]', 'given up, and why')
from test.sec('action.cancel', '{"action":"LR-1","why":"Fait ailleurs"}') as a;
select test.refused('user:sec', 'action.cancel', '{"action":"LR-1","why":"x"}', 'wrong_state',
  '{"state":"cancelled","possible":["reopen"]}');
select null from test.sec('action.create', '{"plan":"LR","title":"x","state":"proposed"}');
select is(test.sec('action.cancel', '{"action":"LR-2","why":"Non retenue"}') ->> 'state', 'cancelled',
  'a proposal may be given up');
select test.refused('user:sec', 'action.cancel', '{"action":"LR-9","why":"x"}', 'not_found');
select * from finish();
rollback;

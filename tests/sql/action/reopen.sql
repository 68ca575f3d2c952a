-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(5);
select null from test.sec('action.create', '{"plan":"LR","title":"x"}');
select test.refused('user:sec', 'action.reopen', '{"action":"LR-1"}', 'wrong_state', '{"state":"open"}');
select null from test.sec('action.done', '{"action":"LR-1","evidence":"trop tôt"}');
select is(json_build_array(a -> 'state', a -> 'closed_at', a -> 'evidence')::jsonb, '["in_progress",null,"trop tôt"]',
  'what was done is in progress again')
from test.sec('action.reopen', '{"action":"LR-1","why":"Une filière manque"}') as a;
select is((select why from core.journal where plan = 'LR' and method = 'action.reopen'), 'Une filière manque',
  'a reason may be kept');
select null from test.sec('action.cancel', '{"action":"LR-1","why":"x"}');
select is(json_build_array(a -> 'state', a -> 'closed_at', a -> 'cancelled_why')::jsonb, '["open",null,null]',
  'what was cancelled is open again')
from test.sec('action.reopen', '{"action":"LR-1"}') as a;
select test.refused('user:sec', 'action.reopen', '{"action":"LR-9"}', 'not_found');
select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(9);
select null from test.sec('action.create', '{"plan":"LR","title":"x"}');
select test.refused('user:sec', 'action.block', '{"action":"LR-1","why":null}', 'reason_missing', '{"param":"why"}');
select test.refused('user:sec', 'action.block', '{"action":"LR-1","why":""}', 'reason_missing');
select test.refused('user:sec', 'action.block', '{"action":"LR-1","why":" \t\n\u00a0"}', 'reason_missing');
select is(a ->> 'state' || ' ' || (a ->> 'blocked_why'), 'blocked Pas de statut', 'blocked, and why')
from test.sec('action.block', '{"action":"LR-1","why":"Pas de statut"}') as a;
select is((select why from core.journal where plan = 'LR' and method = 'action.block'), 'Pas de statut',
  'the reason is in the journal');
select is(test.sec('action.block', '{"action":"LR-1","why":"Pas de budget"}') ->> 'blocked_why', 'Pas de budget',
  'blocked for another reason');
select null from test.sec('action.done', '{"action":"LR-1"}');
select is(test.sec('action.get', '{"action":"LR-1"}') -> 'blocked_why', 'null', 'what is done is not blocked');
select test.refused('user:sec', 'action.block', '{"action":"LR-1","why":"x"}', 'wrong_state', '{"state":"done"}');
select test.refused('user:sec', 'action.block', '{"action":"LR-7","why":"x"}', 'not_found');
select * from finish();
rollback;

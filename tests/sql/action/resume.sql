-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(4);
select null from test.sec('action.create', '{"plan":"LR","title":"x"}');
select test.refused('user:sec', 'action.resume', '{"action":"LR-1"}', 'wrong_state', '{"state":"open"}');
select null from test.sec('action.block', '{"action":"LR-1","why":"x"}');
select is(a ->> 'state' || ' ' || (a -> 'blocked_why')::text, 'in_progress null', 'it goes on')
from test.sec('action.resume', '{"action":"LR-1"}') as a;
select test.refused('user:sec', 'action.resume', '{"action":"LR-2"}', 'not_found');
select test.refused('user:mem', 'action.resume', '{"action":"LR-1"}', 'forbidden');
select * from finish();
rollback;

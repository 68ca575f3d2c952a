-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(6);
select null from test.sec('action.create', '{"plan":"LR","title":"x","decision":"LR-D1"}');
select is(test.sec('decision.get', '{"decision":"LR-D1"}') -> 'actions',
  '[{"ref":"LR-1","title":"x","state":"open"}]', 'with its actions');
select is(test.sec('decision.get', '{"decision":"LR-D1"}') #>> '{leads,0,ref}', 'LR-L1', 'its leads');
select is(test.sec('decision.get', '{"decision":"LR-D1"}') #>> '{meeting,ref}', 'LR-M1', 'and its meeting');
select is(test.call('user:mem', 'decision.get', '{"decision":"LR-D1"}') ->> 'ref', 'LR-D1', 'partners read');
select test.refused('user:sec', 'decision.get', '{"decision":"LR-D9"}', 'not_found', '{"object":"LR-D9"}');
select test.refused('user:sec', 'decision.get', '{"decision":"PACA-D1"}', 'not_found', '{"object":"PACA-D1"}');
select * from finish();
rollback;

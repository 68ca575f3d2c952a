-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(9);
select is(jsonb_array_length(test.sec('decision.link', '{"decision":"LR-D1","lead":"LR-L2"}') -> 'leads'), 2,
  'it comes from another too');
select is(test.sec('lead.get', '{"lead":"LR-L2"}') ->> 'state', 'decided', 'which is decided by that');
create temporary table once as select max(revision) as revision from core.journal where plan = 'LR';
select is(jsonb_array_length(test.sec('decision.link', '{"decision":"LR-D1","lead":"LR-L2"}') -> 'leads'), 2,
  'once is enough');
select is((select max(revision) from core.journal where plan = 'LR'), once.revision, 'and twice changes nothing')
  from once;
select null from test.sec('lead.create', '{"plan":"LR","title":"x"}');
select null from test.sec('lead.drop', '{"lead":"LR-L3","why":"x"}');
select test.refused('user:sec', 'decision.link', '{"decision":"LR-D1","lead":"LR-L3"}', 'wrong_state',
  '{"state":"dropped"}');
select test.refused('user:sec', 'decision.link', '{"decision":"LR-D1","lead":"LR-L9"}', 'not_found',
  '{"object":"LR-L9"}');
select test.refused('user:both', 'decision.link', '{"decision":"LR-D1","lead":"PACA-L1"}', 'bad_value',
  '{"param":"lead"}');
select test.refused('user:sec', 'decision.link', '{"decision":"LR-D9","lead":"LR-L1"}', 'not_found',
  '{"object":"LR-D9"}');
select test.refused('user:mem', 'decision.link', '{"decision":"LR-D1","lead":"LR-L2"}', 'forbidden');
select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(9);
select null from generate_series(2, 4) as n,
  test.sec('decision.create', jsonb_build_object('plan', 'LR', 'title', 'Décision ' || n));
select is(test.sec('decision.supersede', '{"decision":"LR-D1","by":"LR-D2"}') #>> '{superseded_by,ref}', 'LR-D2',
  'superseded');
select is(test.sec('decision.get', '{"decision":"LR-D2"}') #>> '{supersedes,0,ref}', 'LR-D1',
  'seen from the other side');
select test.refused('user:sec', 'decision.supersede', '{"decision":"LR-D1","by":"LR-D3"}', 'wrong_state',
  '{"state":"superseded"}');
select test.refused('user:sec', 'decision.supersede', '{"decision":"LR-D2","by":"LR-D1"}', 'cycle',
  '{"path":["LR-D2","LR-D1","LR-D2"]}');
select test.refused('user:sec', 'decision.supersede', '{"decision":"LR-D3","by":"LR-D3"}', 'cycle',
  '{"path":["LR-D3","LR-D3"]}');
select null from test.sec('decision.supersede', '{"decision":"LR-D2","by":"LR-D3"}');
select null from test.sec('decision.supersede', '{"decision":"LR-D3","by":"LR-D4"}');
select test.refused('user:sec', 'decision.supersede', '{"decision":"LR-D4","by":"LR-D1"}', 'cycle',
  '{"path":["LR-D4","LR-D1","LR-D2","LR-D3","LR-D4"]}');
select test.refused('user:sec', 'decision.supersede', '{"decision":"LR-D4","by":"LR-D9"}', 'not_found',
  '{"param":"by"}');
select test.refused('user:both', 'decision.supersede', '{"decision":"LR-D4","by":"PACA-D1"}', 'bad_value',
  '{"param":"by"}');
select test.refused('user:mem', 'decision.supersede', '{"decision":"LR-D4","by":"LR-D1"}', 'forbidden');
select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(10);
select is((d ->> 'title') || ' ' || (d ->> 'text'), 'Carte détail', 'corrected')
from test.sec('decision.edit', '{"decision":"LR-D1","title":"Carte","text":"détail"}') as d;
select is(test.sec('decision.edit', '{"decision":"LR-D1","sectors":["CHI"]}') -> 'sectors', '["CHI"]',
  'sectors are replaced');
select is(test.sec('decision.edit', '{"decision":"LR-D1","clear":["text","sectors","meeting"]}') -> 'decided_on',
  'null', 'emptied');
select is(test.sec('decision.edit', '{"decision":"LR-D1","meeting":"LR-M1"}') ->> 'decided_on', '2014-04-07',
  'a meeting''s');
select null from test.sec('decision.create', '{"plan":"LR","title":"x","supersedes":"LR-D1"}');
select is(test.sec('decision.edit', '{"decision":"LR-D1","clear":["superseded_by"]}') -> 'superseded_by', 'null',
  'in force again');
select test.refused('user:sec', 'decision.edit', '{"decision":"LR-D1","clear":["title"]}', 'bad_value',
  '{"param":"clear"}');
select test.refused('user:sec', 'decision.edit', '{"decision":"LR-D7","title":"x"}', 'not_found');
select test.refused('user:sec', 'decision.edit', '{"decision":"PACA-D1","title":"x"}', 'not_found');
select test.refused('user:mem', 'decision.edit', '{"decision":"LR-D1","title":"x"}', 'forbidden');
select throws_ok($$select test.call('user:sec', 'decision.edit', '{"decision":"LR-D1","title":"x"}', 1)$$, 'CP008');
select * from finish();
rollback;

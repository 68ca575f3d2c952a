-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(9);
select is(test.sec('lead.edit', '{"lead":"LR-L1","title":"Lisibilité","text":"t","source":"s","sectors":["CHI"]}')
    - '{created_at,revision,plan_revision,meeting,decisions}'::text[],
  '{"ref":"LR-L1","plan":"LR","number":1,"title":"Lisibilité","text":"t","source":"s","state":"decided",
    "dropped_why":null,"sectors":["CHI"],"withdrawn":false,"visibility":"committee"}'::jsonb, 'all that can be changed');
select is(test.sec('lead.edit', '{"lead":"LR-L1","text":"u"}') ->> 'title', 'Lisibilité', 'what is absent stays');
select is(l -> 'text' = 'null' and l -> 'source' = 'null' and l -> 'sectors' = '[]' and l -> 'meeting' = 'null', true,
  'emptied')
from test.sec('lead.edit', '{"lead":"LR-L1","clear":["text","source","sectors","meeting"]}') as l;
select is(test.sec('lead.edit', '{"lead":"LR-L1","meeting":"LR-M1"}') #>> '{meeting,ref}', 'LR-M1',
  'where it was raised');
select test.refused('user:sec', 'lead.edit', '{"lead":"LR-L1","clear":["title"]}', 'bad_value', '{"param":"clear"}');
select test.refused('user:sec', 'lead.edit', '{"lead":"LR-L9","title":"x"}', 'not_found', '{"object":"LR-L9"}');
select test.refused('user:sec', 'lead.edit', '{"lead":"PACA-L1","title":"x"}', 'not_found');
select test.refused('user:mem', 'lead.edit', '{"lead":"LR-L1","title":"x"}', 'forbidden');
select throws_ok($$select test.call('user:sec', 'lead.edit', '{"lead":"LR-L1","title":"x"}', 1)$$, 'CP008');
select * from finish();
rollback;

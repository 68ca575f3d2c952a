-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(5);
select test.refused('user:sec', 'lead.reopen', '{"lead":"LR-L2"}', 'wrong_state',
  '{"state":"open","possible":["link","drop"]}');
select null from test.sec('lead.drop', '{"lead":"LR-L2","why":"Hors sujet"}');
select is(l ->> 'state' || ' ' || (l -> 'dropped_why')::text, 'open null', 'taken up again')
from test.sec('lead.reopen', '{"lead":"LR-L2"}') as l;
select throws_ok($$select test.call('user:sec', 'lead.reopen', '{"lead":"LR-L1"}', null, 'fr')$$, 'CP004',
  'LR-L1 est « décidée » ; possible maintenant : lier à une décision.', 'said in French');
select test.refused('user:sec', 'lead.reopen', '{"lead":"LR-L9"}', 'not_found');
select test.refused('user:mem', 'lead.reopen', '{"lead":"LR-L2"}', 'forbidden');
select * from finish();
rollback;

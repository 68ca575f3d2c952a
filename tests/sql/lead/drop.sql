-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(8);
select test.refused('user:sec', 'lead.drop', '{"lead":"LR-L2","why":" "}', 'reason_missing');
select test.refused('user:sec', 'lead.drop', '{"lead":"LR-L2","why":null}', 'reason_missing');
select is(l ->> 'state' || ': ' || (l ->> 'dropped_why'), 'dropped: Hors sujet', 'given up, and why')
from test.sec('lead.drop', '{"lead":"LR-L2","why":"Hors sujet"}') as l;
select test.refused('user:sec', 'lead.drop', '{"lead":"LR-L2","why":"x"}', 'wrong_state',
  '{"state":"dropped","possible":["reopen"]}');
select test.refused('user:sec', 'lead.drop', '{"lead":"LR-L1","why":"x"}', 'wrong_state', '{"state":"decided"}',
  'what was decided is not dropped');
select test.refused('user:sec', 'lead.drop', '{"lead":"LR-L9","why":"x"}', 'not_found');
select test.refused('user:mem', 'lead.drop', '{"lead":"LR-L2","why":"x"}', 'forbidden');
select is((select why from core.journal where plan = 'LR' and method = 'lead.drop'), 'Hors sujet',
  'the reason is in the journal');
select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(8);
select is(test.sec('lead.get', '{"lead":"LR-L1"}') ->> 'state', 'decided',
  'a lead from which a decision comes is decided');
select is(test.sec('lead.get', '{"lead":"LR-L1"}') -> 'decisions',
  '[{"ref":"LR-D1","title":"Cartographier la sous-traitance"}]', 'and names it');
select is(test.sec('lead.get', '{"lead":"LR-L2"}') ->> 'state', 'open', 'others are open');
select is(test.call('user:mem', 'lead.get', '{"lead":"LR-L2"}') ->> 'ref', 'LR-L2', 'observers read');
select test.refused('user:sec', 'lead.get', '{"lead":"LR-L9"}', 'not_found', '{"object":"LR-L9"}');
select test.refused('user:sec', 'lead.get', '{"lead":"PACA-L1"}', 'not_found', '{"object":"PACA-L1"}');
select null from test.sec('decision.create', '{"plan":"LR","title":"x","leads":["LR-L2"]}');
select is(test.sec('lead.get', '{"lead":"LR-L2"}') ->> 'state', 'decided', 'decided with its decision');
select null from test.sec('journal.undo', '{"plan":"LR"}');
select is(test.sec('lead.get', '{"lead":"LR-L2"}') ->> 'state', 'open', 'open again when that is taken back');
select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(13);
select is(
  test.sec('decision.create', '{"plan":"LR","title":"Relancer","text":"t","meeting":"LR-M1","leads":["LR-L2","LR-L1"],
    "supersedes":"LR-D1","sectors":["CHI"]}') - '{created_at,revision,plan_revision,meeting}'::text[],
  '{"ref":"LR-D2","plan":"LR","number":2,"title":"Relancer","text":"t","decided_on":"2014-04-07",
    "leads":[{"ref":"LR-L1","title":"Qui travaille pour qui"},{"ref":"LR-L2","title":"Outils de ressources humaines"}],
    "supersedes":[{"ref":"LR-D1","title":"Cartographier la sous-traitance"}],"superseded_by":null,"sectors":["CHI"],
    "actions":[],"withdrawn":false,"visibility":"committee"}'::jsonb, 'a decision with all that is known of it');
select is(test.sec('decision.get', '{"decision":"LR-D1"}') -> 'superseded_by', '{"ref":"LR-D2","title":"Relancer"}',
  'the one before says what took its place');
select is(test.sec('decision.create', '{"plan":"LR","title":"x"}') ->> 'ref', 'LR-D3', 'a title is enough');
select test.refused('user:sec', 'decision.create', '{"plan":"LR","title":"x","supersedes":"LR-D1"}', 'wrong_state',
  '{"object":"LR-D1","state":"superseded","possible":[]}', 'none is superseded twice');
select throws_ok($$select test.call('user:sec', 'decision.create', '{"plan":"LR","title":"x","supersedes":"LR-D1"}',
  null, 'fr')$$,
  'CP004', 'LR-D1 est « remplacée » ; possible maintenant : rien.', 'said in French');
select null from test.sec('lead.create', '{"plan":"LR","title":"x"}');
select null from test.sec('lead.drop', '{"lead":"LR-L3","why":"x"}');
select test.refused('user:sec', 'decision.create', '{"plan":"LR","title":"x","leads":["LR-L3"]}', 'wrong_state',
  '{"object":"LR-L3","state":"dropped","possible":["reopen"]}', 'none comes from what was dropped');
select test.refused('user:sec', 'decision.create', '{"plan":"LR","title":"x","leads":["LR-L9"]}', 'not_found',
  '{"object":"LR-L9"}');
select test.refused('user:sec', 'decision.create', '{"plan":"LR","title":"x","supersedes":"LR-D9"}', 'not_found',
  '{"param":"supersedes"}');
select test.refused('user:both', 'decision.create', '{"plan":"LR","title":"x","leads":["PACA-L1"]}', 'bad_value',
  '{"param":"leads"}');
select test.refused('user:sec', 'decision.create', '{"plan":"LR","title":"x","sectors":["AERO"]}', 'not_found',
  '{"object":"AERO"}');
select test.refused('user:sec', 'decision.create', '{"plan":"LR","title":"x","meeting":"LR-M8"}', 'not_found',
  '{"object":"LR-M8"}');
select test.refused('user:mem', 'decision.create', '{"plan":"LR","title":"x"}', 'forbidden');
select is(test.sec('decision.create', '{"plan":"LR","title":"x"}') ->> 'ref', 'LR-D4', 'refusals leave no gap');
select * from finish();
rollback;

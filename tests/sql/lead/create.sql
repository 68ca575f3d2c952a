-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(10);
select is(
  test.sec('lead.create', '{"plan":"LR","title":"Former l''encadrement","text":"intermédiaire","meeting":"LR-M1",
    "source":"DIRECCTE","sectors":["NUC","CHI"]}') - '{created_at,revision,plan_revision,meeting}'::text[],
  '{"ref":"LR-L3","plan":"LR","number":3,"title":"Former l''encadrement","text":"intermédiaire","source":"DIRECCTE",
    "state":"open","dropped_why":null,"sectors":["CHI","NUC"],"decisions":[],"withdrawn":false,"visibility":"committee"}'::jsonb,
  'a lead with all that is known of it');
select is(test.sec('lead.get', '{"lead":"LR-L3"}') #>> '{meeting,ref}', 'LR-M1', 'raised at a meeting');
select is(test.sec('lead.create', '{"plan":"LR","title":"x"}') ->> 'ref', 'LR-L4', 'a title is enough');
select test.refused('user:sec', 'lead.create', '{"plan":"LR","title":"x","meeting":"LR-M9"}', 'not_found',
  '{"object":"LR-M9"}');
select test.refused('user:both', 'lead.create', '{"plan":"PACA","title":"x","meeting":"LR-M1"}', 'bad_value',
  '{"param":"meeting"}');
select test.refused('user:sec', 'lead.create', '{"plan":"LR","title":"x","sectors":["AERO"]}', 'not_found',
  '{"object":"AERO"}');
select test.refused('user:sec', 'lead.create', '{"plan":"XX","title":"x"}', 'not_found', '{"object":"XX"}');
select test.refused('user:mem', 'lead.create', '{"plan":"LR","title":"x"}', 'forbidden');
select is(test.sec('lead.create', '{"plan":"LR","title":"x"}') ->> 'ref', 'LR-L5', 'refusals leave no gap');
select results_eq(
  $$select method, relation from core.journal where plan = 'LR' and object = 'LR-L3' order by part$$,
  $$values ('lead.create', 'lead'), ('lead.create', 'lead_sector'), ('lead.create', 'lead_sector')$$,
  'its making is in the journal');
select * from finish();
rollback;

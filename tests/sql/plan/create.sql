-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
select plan(5);

select is(test.admin('plan.create', '{"key":"LR","title":"Plateforme"}') ->> 'revision', '1',
  'a plan begins at revision 1');
select test.refused('administrator', 'plan.create', '{"key":"LR","title":"Encore"}', 'already_exists');
select test.refused('administrator', 'plan.create', '{"key":"L2","title":"x","zone":"Moon/Sea"}', 'bad_value',
  '{"param":"zone"}');
select test.refused('user:nobody', 'plan.create', '{"key":"L3","title":"x"}', 'unknown_user');
select results_eq(
  $$select method, object, after ->> 'title' from core.journal where plan = 'LR'$$,
  $$values ('plan.create', 'LR', 'Plateforme')$$,
  'its making is in the journal');

select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
select plan(7);
select null from test.admin('plan.create', '{"key":"LR","title":"Plateforme"}');

create temporary table made as
select test.admin('indicator.create', '{"plan":"LR","title":"Valeur reconquise","unit":"€","baseline":0,
  "target":100000000,"baseline_label":"200 M€ échappent aux 162 entreprises","by":"fin d''année"}') as i;
select is(i ->> 'ref', 'LR-I1', 'indicators are numbered') from made;
select ok(i @> '{"unit":"€","baseline":0,"target":100000000,"last":null,"progress":null,"measures":0}',
  'nothing is measured yet') from made;
select is(i #>> '{by,last_day}', '2014-12-31', 'by when is reckoned') from made;
select ok(test.admin('indicator.create', '{"plan":"LR","title":"Emplois","unit":"postes"}')
    @> '{"ref":"LR-I2","baseline":null,"target":null,"by":null}', 'baseline and target may be missing');
select test.refused('administrator', 'indicator.create', '{"plan":"LR","title":"x","unit":"€","by":"un de ces jours"}',
  'bad_value', '{"param":"by"}');
select test.refused('administrator', 'indicator.create', '{"plan":"NO","title":"x","unit":"€"}', 'not_found');
select results_eq(
  $$select method, object, after ->> 'title' from core.journal where relation = 'indicator' and part = 1 limit 1$$,
  $$values ('indicator.create', 'LR-I1', 'Valeur reconquise')$$, 'its making is in the journal');

select * from finish();
rollback;

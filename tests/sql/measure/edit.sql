-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
select plan(6);
select null from test.admin('plan.create', '{"key":"LR","title":"Plateforme"}');
select null from test.admin('indicator.create', '{"plan":"LR","title":"Valeur","unit":"M€","target":100}');
select null from test.admin('measure.add', '{"indicator":"LR-I1","value":12,"on":"2014-05-01","source":"Enquête","note":"x"}');

select ok(test.admin('measure.edit', '{"indicator":"LR-I1","number":1,"value":13}')
    @> '{"last":{"value":13,"on":"2014-05-01","source":"Enquête","note":"x"}}', 'corrected, the rest stays');
select ok(test.admin('measure.edit', '{"indicator":"LR-I1","number":1,"clear":["source","note"]}')
    @> '{"last":{"source":null,"note":null}}', 'emptied');
select test.refused('administrator', 'measure.edit', '{"indicator":"LR-I1","number":1,"clear":["value"]}', 'bad_value');
select test.refused('administrator', 'measure.edit', '{"indicator":"LR-I1","number":1,"on":"2015-01-01"}', 'bad_value',
  '{"param":"on"}');
select test.refused('administrator', 'measure.edit', '{"indicator":"LR-I1","number":2,"value":1}', 'not_found',
  '{"param":"number"}');
select test.refused('administrator', 'measure.edit', '{"indicator":"LR-I3","number":1,"value":1}', 'not_found');

select * from finish();
rollback;

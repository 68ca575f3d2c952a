-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
select plan(8);
select null from test.admin('plan.create', '{"key":"LR","title":"Plateforme"}');
select null from test.admin('indicator.create', '{"plan":"LR","title":"Valeur","unit":"€","target":100,"by":"2014"}');

select ok(test.admin('indicator.edit', '{"indicator":"LR-I1","title":"Valeur reconquise","baseline":20}')
    @> '{"title":"Valeur reconquise","unit":"€","baseline":20,"target":100}', 'what is absent stays');
select is(test.admin('indicator.edit', '{"indicator":"LR-I1","by":"2015-06"}') #>> '{by,last_day}', '2015-06-30',
  'by when is reckoned anew');
select ok(test.admin('indicator.edit', '{"indicator":"LR-I1","clear":["by","baseline","target"]}')
    @> '{"by":null,"baseline":null,"target":null}', 'emptied');
select is(test.admin('indicator.edit', '{"indicator":"LR-I1"}') ->> 'revision',
  test.admin('indicator.get', '{"indicator":"LR-I1"}') ->> 'revision', 'changing nothing is no change');
select test.refused('administrator', 'indicator.edit', '{"indicator":"LR-I1","clear":["title"]}', 'bad_value',
  '{"param":"clear"}');
select test.refused('administrator', 'indicator.edit', '{"indicator":"LR-I9","title":"x"}', 'not_found');
select throws_like($$select test.call('administrator', 'indicator.edit', '{"indicator":"LR-I1","title":"x"}', 1)$$,
  '%changed meanwhile%', 'not when it has moved on');
select null from test.admin('journal.undo', '{"plan":"LR"}');
select is(test.admin('indicator.get', '{"indicator":"LR-I1"}') #>> '{by,last_day}', '2015-06-30', 'undone');

select * from finish();
rollback;

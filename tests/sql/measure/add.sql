-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
select plan(8);
select null from test.admin('plan.create', '{"key":"LR","title":"Plateforme"}');
select null from test.admin('indicator.create', '{"plan":"LR","title":"Valeur","unit":"M€","target":100}');

select ok(test.admin('measure.add', '{"indicator":"LR-I1","value":12.5,"on":"2014-05-10","source":"Enquête"}')
    @> '{"last":{"value":12.5,"on":"2014-05-10","source":"Enquête"},"progress":12,"measures":1}', 'noted');
select ok(test.admin('measure.add', '{"indicator":"LR-I1","value":10,"on":"2014-04-07"}')
    @> '{"last":{"number":1,"on":"2014-05-10"},"measures":2}', 'the latest by day is the last, whenever noted');
select ok(test.admin('measure.add', '{"indicator":"LR-I1","value":13,"on":"2014-05-12"}') @> '{"last":{"value":13}}',
  'today is not the future');
select test.refused('administrator', 'measure.add', '{"indicator":"LR-I1","value":1,"on":"2014-05-13"}', 'bad_value',
  '{"param":"on"}');
select test.refused('administrator', 'measure.add', '{"indicator":"LR-I2","value":1,"on":"2014-05-12"}', 'not_found');
select results_eq(
  $$select object, (after ->> 'number')::integer from core.journal where relation = 'measure' order by revision$$,
  $$values ('LR-I1', 1), ('LR-I1', 2), ('LR-I1', 3)$$, 'in the journal under the indicator');
select null from test.admin('journal.undo', '{"plan":"LR"}');
select ok(test.admin('indicator.get', '{"indicator":"LR-I1"}') @> '{"last":{"value":12.5},"measures":2}', 'undone');
select is(test.admin('measure.add', '{"indicator":"LR-I1","value":14,"on":"2014-05-12"}') #>> '{last,number}', '4',
  'the number of what was withdrawn is not given again');

select * from finish();
rollback;

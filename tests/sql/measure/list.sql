-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
select plan(6);
select null from test.admin('plan.create', '{"key":"LR","title":"Plateforme"}');
select null from test.admin('indicator.create', '{"plan":"LR","title":"Valeur","unit":"M€","target":100}');
select null
from (values (1, '2014-01-10'), (2, '2014-03-10'), (3, '2014-02-10'), (4, '2014-03-10')) as m (value, taken_on),
  test.admin('measure.add', jsonb_build_object('indicator', 'LR-I1', 'value', value, 'on', taken_on));

create function test.values(params jsonb) returns text
language sql
as $$
  select string_agg(item ->> 'value', ' ')
  from jsonb_array_elements(test.admin('measure.list', '{"indicator":"LR-I1"}' || params) -> 'items') as item
$$;
select is(test.values('{}'), '4 2 3 1', 'the latest first');
create temporary table page as select test.admin('measure.list', '{"indicator":"LR-I1","limit":1}') as p;
select is(p ->> 'total', '4', 'all are counted') from page;
select is(test.values(jsonb_build_object('cursor', p -> 'next')), '2 3 1', 'the next page goes on within a day') from page;
select is(test.admin('measure.list', '{"indicator":"LR-I1","limit":4}') -> 'next', 'null', 'nothing follows the last page');
select test.refused('administrator', 'measure.list', '{"indicator":"LR-I1","cursor":"WyJ4IiwieSJd"}', 'bad_value',
  '{"param":"cursor"}');
select test.refused('administrator', 'measure.list', '{"indicator":"LR-I2"}', 'not_found');

select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
select plan(7);
select null from test.admin('plan.create', '{"key":"LR","title":"Plateforme"}');
select null
from unnest('{Valeur reconquise,Emplois créés,Entreprises équipées}'::text[]) as title,
  test.admin('indicator.create', jsonb_build_object('plan', 'LR', 'title', title, 'unit', '€'));

create function test.refs(params jsonb) returns text
language sql
as $$
  select string_agg(substr(item ->> 'ref', 5), ' ')
  from jsonb_array_elements(test.admin('indicator.list', '{"plan":"LR"}' || params) -> 'items') as item
$$;
select is(test.refs('{}'), '1 2 3', 'by number');
select is(test.refs('{"search":"equipe"}'), '3', 'by words, without accents');
select is(test.refs('{"search":"rien"}'), null, 'or none');
create temporary table page as select test.admin('indicator.list', '{"plan":"LR","limit":2}') as p;
select is((p ->> 'total') || ' ' || jsonb_array_length(p -> 'items'), '3 2', 'a page of all') from page;
select is(test.refs(jsonb_build_object('limit', 2, 'cursor', p -> 'next')), '3', 'and the next') from page;
select test.refused('administrator', 'indicator.list', '{"plan":"LR","cursor":"AAAA"}', 'bad_value', '{"param":"cursor"}');
select test.refused('administrator', 'indicator.list', '{"plan":"NO"}', 'not_found');

select * from finish();
rollback;

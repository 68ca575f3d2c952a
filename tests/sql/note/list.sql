-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
select plan(9);
select null from test.admin('plan.create', '{"key":"LR","title":"Plateforme"}');
select null from test.admin('meeting.create', '{"plan":"LR"}');
select null from test.admin('lead.create', '{"plan":"LR","title":"Une piste"}');
select null
from unnest('{LR-M1,LR-L1,LR-M1,LR-M1}'::text[]) as ref,
  test.admin('note.create', jsonb_build_object('object', ref, 'text', 'Un mot'));
select null from test.admin('journal.undo', '{"plan":"LR"}');

create function test.refs(params jsonb) returns text
language sql
as $$
  select string_agg(substr(item ->> 'ref', 5), ' ')
  from jsonb_array_elements(test.admin('note.list', params) -> 'items') as item
$$;
select is(test.refs('{"plan":"LR"}'), '3 2 1', 'of a plan, the latest first, without what was withdrawn');
select is(test.refs('{"object":"LR-M1"}'), '3 1', 'of an object');
create temporary table page as select test.admin('note.list', '{"plan":"LR","limit":2}') as p;
select is(p ->> 'total', '3', 'all are counted') from page;
select is(test.refs(jsonb_build_object('plan', 'LR', 'cursor', p -> 'next')), '1', 'the next page') from page;
select test.refused('administrator', 'note.list', '{}', 'bad_value', '{"param":"object"}');
select test.refused('administrator', 'note.list', '{"plan":"LR","object":"LR-M1"}', 'bad_value', '{"param":"plan"}');
select test.refused('administrator', 'note.list', '{"object":"LR-M9"}', 'not_found');
select test.refused('administrator', 'note.list', '{"plan":"NO"}', 'not_found');
select test.refused('administrator', 'note.list', '{"plan":"LR","cursor":"AAAA"}', 'bad_value', '{"param":"cursor"}');
select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
-- Every link is walked both ways.
begin;
\ir ../setup.sql
select plan(36);
select null from test.admin('plan.create', '{"key":"LR","title":"Plateforme"}');
select null from generate_series(1, 3) as n,
  test.admin('meeting.create', jsonb_build_object('plan', 'LR', 'objective', 'Séance ' || n));
-- L1 and L2 were raised at M1; D1 (M2) comes from both, D2 (M3) supersedes it; L3 and D3 stand apart.
select null from test.admin('lead.create', '{"plan":"LR","title":"L1","meeting":"LR-M1"}');
select null from test.admin('lead.create', '{"plan":"LR","title":"L2","meeting":"LR-M1"}');
select null from test.admin('lead.create', '{"plan":"LR","title":"L3"}');
select null from test.admin('decision.create', '{"plan":"LR","title":"D1","meeting":"LR-M2","leads":["LR-L1","LR-L2"]}');
select null from test.admin('decision.create', '{"plan":"LR","title":"D2","meeting":"LR-M3","supersedes":"LR-D1"}');
select null from test.admin('decision.create', '{"plan":"LR","title":"D3"}');
select null from test.admin('indicator.create', '{"plan":"LR","title":"I1","unit":"€","target":100}');
select null from test.admin('indicator.create', '{"plan":"LR","title":"I2","unit":"€"}');
-- A1 and A2 serve D1, A2 depends on A1; A3 serves D2 and depends on A2; A4 stands apart.
select null from test.admin('action.create', '{"plan":"LR","title":"A1","decision":"LR-D1","indicators":["LR-I1"]}');
select null from test.admin('action.create', '{"plan":"LR","title":"A2","decision":"LR-D1"}');
select null from test.admin('action.create', '{"plan":"LR","title":"A3","decision":"LR-D2","indicators":["LR-I2"]}');
select null from test.admin('action.create', '{"plan":"LR","title":"A4"}');
select null from test.admin('action.depend', '{"action":"LR-2","on":"LR-1"}');
select null from test.admin('action.depend', '{"action":"LR-3","on":"LR-2"}');
select null from test.admin('measure.add', '{"indicator":"LR-I1","value":10,"on":"2014-05-01"}');
select null from test.admin('measure.add', '{"indicator":"LR-I1","value":20,"on":"2014-05-02"}');
select null from unnest('{LR-M1,LR-L1,LR-D1,LR-1,LR-I1,LR-4}'::text[]) as ref,
  test.admin('note.create', jsonb_build_object('object', ref, 'text', 'Note sur ' || ref));

create function test.chain(object text, part text) returns text
language sql
as $$
  select coalesce(string_agg(substr(item ->> 'ref', 4), ' ' order by item ->> 'ref'), '')
  from jsonb_array_elements(test.admin('chain.get', jsonb_build_object('object', object)) -> part) as item
$$;
select is(
  format('%s | %s | %s | %s | %s', test.chain(object, 'meetings'), test.chain(object, 'leads'),
    test.chain(object, 'decisions'), test.chain(object, 'actions'), test.chain(object, 'indicators')),
  expected, 'the chain of ' || object)
from (values
  ('LR-M1', 'M1 M2 M3 | L1 L2 | D1 D2 | 1 2 | I1'),
  ('LR-M2', 'M1 M2 M3 | L1 L2 | D1 D2 | 1 2 | I1'),
  ('LR-M3', 'M2 M3 |  | D1 D2 | 3 | I2'),
  ('LR-L1', 'M1 M2 M3 | L1 | D1 D2 | 1 2 | I1'),
  ('LR-L3', ' | L3 |  |  | '),
  ('LR-D1', 'M1 M2 M3 | L1 L2 | D1 D2 | 1 2 | I1'),
  ('LR-D2', 'M2 M3 |  | D1 D2 | 3 | I2'),
  ('LR-D3', ' |  | D3 |  | '),
  ('LR-1', 'M1 M2 M3 | L1 L2 | D1 D2 | 1 2 | I1'),
  ('LR-2', 'M1 M2 M3 | L1 L2 | D1 D2 | 1 2 3 | '),
  ('LR-3', 'M2 M3 |  | D1 D2 | 2 3 | I2'),
  ('LR-4', ' |  |  | 4 | '),
  ('LR-I1', 'M1 M2 M3 | L1 L2 | D1 D2 | 1 | I1'),
  ('LR-I2', 'M2 M3 |  | D1 D2 | 3 | I2'),
  ('LR-N6', ' |  |  | 4 | '),
  ('LR-N3', 'M1 M2 M3 | L1 L2 | D1 D2 | 1 2 | I1')) as chain (object, expected);

create function test.item(object text, part text, ref text, field text) returns jsonb
language sql
as $$
  select one -> field
  from jsonb_array_elements(test.admin('chain.get', jsonb_build_object('object', object)) -> part) as one
  where one ->> 'ref' = ref
$$;
select is(test.item('LR-2', 'actions', 'LR-2', 'depends_on'), '["LR-1"]', 'an action depends on another');
select is(test.item('LR-2', 'actions', 'LR-2', 'needed_by'), '["LR-3"]', 'and is needed by another');
select is(test.item('LR-D1', 'actions', 'LR-1', 'needed_by'), '["LR-2"]', 'also seen from a decision');
select is(test.item('LR-D1', 'decisions', 'LR-D1', 'superseded_by'), '"LR-D2"', 'a decision is superseded');
select is(test.item('LR-D1', 'decisions', 'LR-D2', 'supersedes'), '["LR-D1"]', 'by one that supersedes it');
select is(test.item('LR-D1', 'decisions', 'LR-D1', 'leads'), '["LR-L1","LR-L2"]', 'it comes from leads');
select is(test.item('LR-L1', 'leads', 'LR-L1', 'state'), '"decided"', 'which are decided by it');
select is(test.item('LR-L1', 'leads', 'LR-L1', 'meeting'), '"LR-M1"', 'and were raised at a meeting');
select is(test.item('LR-1', 'actions', 'LR-1', 'decision'), '"LR-D1"', 'an action serves a decision');
select is(test.item('LR-1', 'actions', 'LR-1', 'indicators'), '["LR-I1"]', 'and feeds an indicator');
select is(jsonb_path_query_array(test.item('LR-L1', 'indicators', 'LR-I1', 'last_measures'), '$[*].value'), '[20,10]',
  'whose measures are told, the last first');
select is(test.chain('LR-1', 'notes'), 'N1 N2 N3 N4 N5', 'notes on all of the chain');
select is(test.chain('LR-4', 'notes'), 'N6', 'and not on others');
select ok(test.admin('chain.get', '{"object":"LR-2"}') -> 'object' @> '{"ref":"LR-2","kind":"action","title":"A2"}',
  'with the object itself');
select is(test.admin('chain.get', '{"object":"LR-N1"}') #>> '{object,kind}', 'note', 'which may be a note');

select null from test.admin('decision.create', '{"plan":"LR","title":"D4","leads":["LR-L3"]}');
select is(test.chain('LR-L3', 'decisions'), 'D4', 'a new link is walked at once');
select null from test.admin('journal.undo', '{"plan":"LR"}');
select is(test.chain('LR-L3', 'decisions'), '', 'and no more when it is undone');
select test.refused('administrator', 'chain.get', '{"object":"LR-D4"}', 'not_found');
select test.refused('administrator', 'chain.get', '{"object":"LR-99"}', 'not_found', '{"object":"LR-99"}');
select test.refused('administrator', 'chain.get', '{"object":"NO-1"}', 'not_found');

select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../stage.sql
-- The way round that a refusal tells.
create function test.path(params jsonb) returns jsonb
language plpgsql
as $$
declare
  said text;
begin
  perform test.sec('action.depend', params);
  return null;
exception when others then
  get stacked diagnostics said = pg_exception_detail;
  return said::jsonb -> 'path';
end;
$$;
select plan(14);
select null from generate_series(1, 5) as n,
  test.sec('action.create', jsonb_build_object('plan', 'LR', 'title', 'Action ' || n));
select is(test.sec('action.depend', '{"action":"LR-2","on":"LR-1"}') -> 'depends_on', '["LR-1"]',
  'one waits for another');
create temporary table once as select max(revision) as revision from core.journal where plan = 'LR';
select is(test.sec('action.depend', '{"action":"LR-2","on":"LR-1"}') -> 'depends_on', '["LR-1"]', 'once is enough');
select is((select max(revision) from core.journal where plan = 'LR'), once.revision, 'and twice changes nothing')
  from once;
select null from test.sec('action.depend', '{"action":"LR-3","on":"LR-2"}');
select is(test.sec('action.depend', '{"action":"LR-3","on":"LR-1"}') -> 'depends_on', '["LR-1","LR-2"]',
  'two ways are no circle');
select test.refused('user:sec', 'action.depend', '{"action":"LR-1","on":"LR-1"}', 'cycle', '{"path":["LR-1","LR-1"]}');
select test.refused('user:sec', 'action.depend', '{"action":"LR-1","on":"LR-2"}', 'cycle',
  '{"path":["LR-1","LR-2","LR-1"]}');
select throws_ok($$select test.call('user:sec', 'action.depend', '{"action":"LR-1","on":"LR-2"}', null, 'fr')$$,
  'CP006',
  'Cela formerait une boucle : LR-1 → LR-2 → LR-1.', 'said in French');
select test.refused('user:sec', 'action.depend', '{"action":"LR-1","on":"LR-9"}', 'not_found', '{"param":"on"}');
select test.refused('user:both', 'action.depend', '{"action":"LR-1","on":"PACA-1"}', 'bad_value', '{"param":"on"}');
select test.refused('user:mem', 'action.depend', '{"action":"LR-4","on":"LR-5"}', 'forbidden');

-- A circle of two thousand, and a ladder of forty squares, which has a million million ways up.
select core.act('administrator', null, null), core.begin_write('LR', 'action.create') \g /dev/null
insert into core.action (plan, number, title, created_at)
select 'LR', n, 'Action ' || n, core.now() from generate_series(6, 2100) as n;
insert into core.action_dependency (plan, action, depends_on)
select 'LR', n, n - 1 from generate_series(7, 2005) as n;
select throws_ok($$select test.sec('action.depend', '{"action":"LR-6","on":"LR-2005"}')$$, 'CP006');
select is(jsonb_array_length(test.path('{"action":"LR-6","on":"LR-2005"}')), 2001, 'the way round is told whole');
select core.act('administrator', null, null), core.begin_write('LR', 'action.create') \g /dev/null
insert into core.action_dependency (plan, action, depends_on)
select 'LR', low + side, low + 2 + other
from generate_series(2010, 2088, 2) as low, generate_series(0, 1) as side, generate_series(0, 1) as other;
select is(jsonb_array_length(test.path('{"action":"LR-2090","on":"LR-2010"}')), 42,
  'one of a million million ways is told');
select isnt(test.sec('action.depend', '{"action":"LR-2010","on":"LR-6"}'), null, 'and what is none is taken');
select * from finish();
rollback;

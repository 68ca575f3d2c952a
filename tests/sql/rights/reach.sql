-- SPDX-License-Identifier: MIT
-- What a partner reads costs what a partner may see, whatever the plan holds besides: 400 own actions and 50 shared ones
-- of other organisations among 2 000, then among 22 000, of the same others. Counted in rows and index entries of core.action that the calls fetch.
begin;
\ir ../setup.sql
\ir ../people.sql
select plan(12);

select test.admin('member.add', '{"plan":"LR","party":"CCI-ALES","role":"partner"}') is null,
  test.admin('person.create', '{"email":"own@example.org","name":"Pilote","login":"own",
    "organisation":"CCI-ALES"}') is null
\g /dev/null
select test.admin('organisation.create', jsonb_build_object('key', 'O-' || n, 'name', 'Organisme ' || n, 'kind', 'other',
  'plan', 'LR')) is null
from generate_series(0, 19) as n
\g /dev/null

-- Rows past the triggers, which are slow in such numbers: what is not shared is in no counter that a partner reads.
create function test.fill(first integer, last integer, owner text, visibility core.visibility) returns void
language sql
as $$
  insert into core.action (plan, number, title, owner_organisation, due_said, due_first, due_last, due_revision,
    first_due_last, visibility, created_at, revision)
  select 'LR', n, 'Action ' || n, (select id from core.organisation where key = coalesce(owner, 'O-' || n % 20)),
    'x', day, day, 1, day, fill.visibility, core.now(), 1
  from generate_series(first, last) as n, lateral (select '2014-01-01'::date + n % 300 as day) as drawn
$$;
create function test.fetched() returns bigint
language sql
as $$
  select pg_stat_get_xact_tuples_fetched('core.action'::regclass)
    + sum(pg_stat_get_xact_tuples_returned(oid))
  from (
    select indexrelid from pg_index where indrelid = 'core.action'::regclass
    union all
    select 'core.action'::regclass) as place (oid)
$$;

-- The rows that one call fetches, once its queries are planned.
create function test.cost(method text, params jsonb) returns bigint
language plpgsql
as $$
declare
  before bigint;
begin
  perform test.call('user:own', method, params);
  before := test.fetched();
  perform test.call('user:own', method, params);
  return test.fetched() - before;
end;
$$;
create temp table asked (name text primary key, method text, params jsonb);
insert into asked values
  ('a page', 'action.list', '{"plan":"LR","limit":20}'),
  ('the latest', 'action.list', '{"plan":"LR","limit":20,"sort":"-number"}'),
  ('by deadline', 'action.list', '{"plan":"LR","limit":20,"sort":"due"}'),
  ('what is late', 'action.list', '{"plan":"LR","overdue":true}'),
  ('status', 'plan.status', '{"plan":"LR"}');

set local session_replication_role = replica;
select test.fill(1, 400, 'CCI-ALES', 'committee'), test.fill(401, 450, null, 'partners'),
  test.fill(451, 2450, null, 'committee')
\g /dev/null
set local session_replication_role = origin;
analyze core.action;
create temp table small as select asked.*, test.cost(method, params) as rows from asked;

set local session_replication_role = replica;
select test.fill(2451, 22450, null, 'committee') \g /dev/null
set local session_replication_role = origin;
analyze core.action;
create temp table large as select asked.*, test.cost(method, params) as rows from asked;

select ok(large.rows <= small.rows * 1.1, format('%s fetches as many rows of a plan of 22 450 as of 2 450: %s, %s',
  name, large.rows, small.rows))
from large join small using (name) order by name;
select cmp_ok((select max(rows) from large where method = 'action.list'), '<', 3000::bigint,
  'a list fetches each own action a few times at most');
select cmp_ok((select rows from large where method = 'plan.status'), '<', 8000::bigint,
  'so does status');

select is(test.call('user:own', 'action.list', '{"plan":"LR","limit":20}') -> 'total', '450', 'all own and shared are counted');
select is(test.call('user:own', 'plan.status', '{"plan":"LR"}') #> '{actions,total}', '400', 'in the status too');
select is((select count(*) from jsonb_array_elements(
  test.call('user:own', 'action.list', '{"plan":"LR","limit":200,"sort":"-number"}') -> 'items') as item
  where (item ->> 'number')::integer <= 450), 200::bigint, 'and no others are listed');

-- The plans of the queries that find what is the partner's own and what is shared.
create function test.explained(query text) returns text
language plpgsql
as $$
declare
  line text;
  lines text := '';
begin
  for line in execute 'explain ' || query loop
    lines := lines || line || E'\n';
  end loop;
  return lines;
end;
$$;
select unalike(test.explained($$select number from core.action where plan = 'LR' and owner_organisation = 1$$), '%Seq Scan%',
  'own actions are found by index');
select alike(test.explained($$select number from core.action
  where plan = 'LR' and visibility <> 'committee' and visibility = any ('{partners,public}')$$), '%action_shared%',
  'so is what is shared');

select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
-- Row security and rights, table by table: whoever has no rights sees no row, and nobody who serves can touch what
-- the definer functions keep.
begin;
\ir ../setup.sql
select plan(28);

create temp table guarded as
select oid, relname::text as name, relrowsecurity and relforcerowsecurity as forced
from pg_class
where relnamespace = 'core'::regnamespace and relkind in ('r', 'p')
  -- What is the same for everybody, and comes with copild.
  and relname not in ('schema', 'clock', 'wording', 'error', 'holiday', 'transition', 'list_filter', 'list_sort',
    'loose_kind', 'right', 'rule', 'sight');
grant select on guarded to public;

-- The rows of every guarded table that a role sees under the present settings; the register's own counter row, which
-- says nothing, aside.
create function pg_temp.seen(role text) returns text
language plpgsql
as $$
declare
  name text;
  number bigint;
  answer text := '';
begin
  execute format('set local role %I', role);
  for name in select guarded.name from guarded order by 1 loop
    execute format('select count(*) from core.%I as one where to_jsonb(one) ->> ''plan'' is distinct from ''''',
      name) into number;
    if number > 0 then
      answer := answer || name || ' ' || number || ' ';
    end if;
  end loop;
  reset role;
  return answer;
end;
$$;

-- Settings that were never made: rows written past every trigger, so that no call has made any.
set local session_replication_role = replica;
insert into core.plan (key, title, created_at, revision) values ('BARE', 'x', now(), 1);
insert into core.organisation (key, name, kind, created_at, revision) values ('BARE', 'x', 'other', now(), 1);
insert into core.person (email, name, created_at, revision) values ('bare@example.org', 'x', now(), 1);
insert into core.sector (plan, key, name, created_at, revision) values ('BARE', 'X', 'x', now(), 1);
insert into core.journal (plan, revision, part, recorded_at, method, object, relation, hash)
values ('BARE', 1, 1, now(), 'x', 'x', 'x', '');
set local session_replication_role = origin;
select is(current_setting('copild.plans', true), null, 'nobody has acted yet');
select is(pg_temp.seen('copild_serve'), '', 'without settings nothing is seen (serving)');
select is(pg_temp.seen('copild_read'), '', 'without settings nothing is seen (reading)');
select isnt(pg_temp.seen('copild_owner'), '', 'though it is there');
set local session_replication_role = replica;
alter table core.journal disable trigger append_only;
delete from core.journal where plan = 'BARE';
alter table core.journal enable always trigger append_only;
delete from core.sector where plan = 'BARE';
delete from core.plan where key = 'BARE';
delete from core.organisation where key = 'BARE';
delete from core.person where email = 'bare@example.org';
set local session_replication_role = origin;

\ir ../people.sql
-- One row of everything, so that an empty answer means something.
select test.call('user:sec', 'sector.create', '{"plan":"LR","key":"NUC","name":"Nucléaire"}') is null,
  test.call('user:sec', 'committee.create', '{"plan":"LR","key":"COPIL","name":"Comité de pilotage"}') is null,
  test.call('user:sec', 'calendar.add', '{"plan":"LR","day":"2014-05-30","name":"Pont"}') is null,
  test.call('user:sec', 'calendar.add', '{"plan":"LR","day":"2014-06-30","name":"Pont"}') is null,
  test.call('user:sec', 'calendar.remove', '{"plan":"LR","day":"2014-06-30"}') is null
\g /dev/null

select is_empty('select name from guarded where not forced',
  'row security is forced on every table that holds what people wrote');
select is_empty($$select name from guarded
  where (select array_agg(polname::text order by polname) from pg_policy
    where polrelid = guarded.oid and polpermissive) <> '{owner,visible}'$$,
  'with a policy for those who serve and one for the owner');
select is_empty($$select tgrelid::regclass::text from pg_trigger
  where tgname = 'kept' and (select array_agg(polname::text order by polname) from pg_policy
    where polrelid = tgrelid and not polpermissive) is distinct from '{deletes,inserts,updates}'$$,
  'and those that let nobody write outside a writing call');
select is_empty($$select tgrelid::regclass from pg_trigger
  where tgname = 'kept' and not tgrelid in (select oid from guarded)$$, 'every kept table is among them');
select is_empty($$select tgrelid::regclass::text from pg_trigger
  where tgname = 'kept' and to_regclass(tgrelid::regclass::text || '_history') is null$$, 'and has its history');
select is_empty($$select tgrelid::regclass::text from pg_trigger where tgname = 'kept' and tgenabled <> 'O'$$,
  'and its trigger at work');

create function pg_temp.settings(plans text, person text, agent text) returns void
language sql
as $$
  select set_config('copild.plans', plans, true), set_config('copild.whole_plans', plans, true),
    set_config('copild.partner_plans', '', true), set_config('copild.person', person, true),
    set_config('copild.organisation', '', true), set_config('copild.persons', '', true),
    set_config('copild.agent', agent, true)
$$;

select pg_temp.settings('', '', '') \g /dev/null
select is(pg_temp.seen('copild_serve'), '', 'empty settings see nothing (serving)');
select is(pg_temp.seen('copild_read'), '', 'empty settings see nothing (reading)');
select pg_temp.settings('  ', '', '') \g /dev/null
select is(pg_temp.seen('copild_serve'), '', 'no plans see nothing');
select pg_temp.settings(' NONE ', '', 'nobody') \g /dev/null
select is(pg_temp.seen('copild_serve'), '', 'a foreign plan sees nothing');
select pg_temp.settings(' lr ', '', 'Administrator') \g /dev/null
select is(pg_temp.seen('copild_read'), '', 'neither do settings that resemble');
select pg_temp.settings(' LR ', '', '') \g /dev/null
select matches(pg_temp.seen('copild_read'), 'committee 1 .*day_off 1 .*journal .*member 5 .*plan 1 .*sector 1 ',
  'the plan''s members see the plan');
select pg_temp.settings(' PACA ', '', '') \g /dev/null
select doesnt_match(pg_temp.seen('copild_read'), 'committee|day_off|sector', 'others do not');
select pg_temp.settings('', '', '') \g /dev/null

-- Rights.
select is_empty($$select oid::regprocedure from pg_proc
  where pronamespace in ('core'::regnamespace, 'api'::regnamespace) and proowner <> 'copild_owner'::regrole
    and not exists (select from pg_depend
      where objid = pg_proc.oid and deptype = 'e')$$, 'copild_owner owns every function');
select is_empty($$select oid::regclass from pg_class
  where relnamespace in ('core'::regnamespace, 'api'::regnamespace) and relkind in ('r', 'p', 'v',
    'S') and relowner <> 'copild_owner'::regrole$$,
  'and every table');
select is_empty($$select oid::regprocedure from pg_proc
  where pronamespace in ('core'::regnamespace, 'api'::regnamespace) and prosecdef
    and not coalesce('search_path=core, pg_temp' = any (proconfig),
      false)$$, 'what acts as the owner has a fixed search path');
select is_empty($$select role, relname, privilege
  from pg_class, unnest('{copild_serve,copild_read}'::text[]) as role,
    unnest('{insert,update,delete,truncate,references,trigger}'::text[]) as privilege
  where relnamespace = 'core'::regnamespace and relkind in ('r', 'p', 'v')
    and has_table_privilege(role, pg_class.oid, privilege)
    and not (role = 'copild_serve' and privilege in ('insert', 'update', 'delete')
      and exists (select from pg_trigger where tgrelid = pg_class.oid and tgname = 'kept'))$$,
  'those who serve write kept tables alone: no journal, history, revision, counter, schema or clock');
select is_empty($$select role, nspname from pg_namespace, unnest('{copild_serve,copild_read}'::text[]) as role
  where nspname in ('core', 'api', 'public') and has_schema_privilege(role, oid, 'create')$$, 'nor make anything');
select is_empty($$select role, member from unnest('{copild_serve,
  copild_read}'::text[]) as role, unnest('{copild_owner,copild_migrate}'::text[]) as member
  where pg_has_role(role, member, 'usage') or pg_has_role(role, member, 'member')$$, 'nor become the owner');
select is_empty($$select rolname from pg_roles where rolname like 'copild%'
  and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)$$,
  'nobody is above row security');
select is_empty($$select oid::regprocedure from pg_proc
  where pronamespace in ('core'::regnamespace, 'api'::regnamespace) and proowner = 'copild_owner'::regrole
    and has_function_privilege('public', oid, 'execute')$$, 'nothing is for the public');

-- Writing past the functions.
set local role copild_serve;
select set_config('copild.plans', ' LR ', true) is null,
  set_config('copild.whole_plans', ' LR ', true) is null, set_config('copild.call', '', true) is null,
  set_config('copild.writes', '', true) is null,
  set_config('search_path', 'core, public, pg_temp', true) is null
\g /dev/null
update core.plan set title = 'x' where key = 'LR';
select throws_ok($$insert into core.sector (plan, key, name, created_at) values ('LR', 'X', 'x', core.now())$$, 'P0001',
  null, 'no write outside a writing call');
select set_config('copild.writes', 'on:PACA', true), set_config('copild.method', 'x', true),
  set_config('copild.call', gen_random_uuid()::text, true)
\g /dev/null
select throws_ok($$insert into core.sector (plan, key, name, created_at) values ('LR', 'X', 'x', core.now())$$, '42501',
  null, 'nor in another plan than the one that it opened');
reset role;
set local search_path = public;
select is((select title from core.plan where key = 'LR'), 'Plateforme industrielle', 'nothing was written');

select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
-- Nobody changes or removes what the journal and the history hold: not who serves, not the owner, nor the superuser
-- unless he first turns the triggers off, which journal.verify then tells.
begin;
\ir ../setup.sql
\ir ../stage.sql
select test.sec('lead.create', '{"plan":"LR","title":"Une piste"}') is null,
  test.sec('lead.edit', '{"lead":"LR-L3","title":"Une autre"}') is null
\g /dev/null
select plan(31);

select throws_ok(format('set local role %I; %s core.%I%s', role, verb, relation, rest), code, null,
  format('%s may not %s %s', role, verb, relation))
from unnest('{copild_owner,copild_serve,copild_read,postgres}'::text[]) as role,
  (values ('update', ' set revision = revision + 1'), ('delete from', ''), ('truncate', '')) as act (verb, rest),
  unnest('{journal,lead_history}'::text[]) as relation,
  lateral (select case role when 'copild_owner' then '55000' when 'postgres' then '55000' else '42501' end as code) as c;
set local session_replication_role = replica;
select throws_ok('delete from core.journal', '55000', null, 'nor by way of replication');
set local session_replication_role = origin;
select is_empty($$
  select relname from pg_class
  where relnamespace = 'core'::regnamespace and (relname = 'journal' or relname like '%\_history') and relkind = 'r'
    and (select count(*) from pg_trigger
      where tgrelid = pg_class.oid and tgname like 'append_only%' and tgenabled = 'A') <> 2$$,
  'the journal and every history are so');

-- The history of persons may lose what is personal, and nothing else.
select test.admin('person.edit', '{"person":"sec@example.org","function":"secrétariat"}') is null \g /dev/null
select throws_ok($$update core.person_history set email = 'x@example.org'$$, '55000', null, 'no other address');
select throws_ok($$update core.person_history set email = null, name = null, function = null, login = null, zone = 'UTC'$$,
  '55000', null, 'nor anything beside');
select throws_ok($$update core.person_history set email = null$$, '55000', null, 'nor a part of it');
select throws_ok($$delete from core.person_history$$, '55000', null, 'nor the version itself');
select lives_ok($$update core.person_history set email = null, name = null, function = null, login = null$$,
  'only all that is personal');

select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
-- What the rights rest on: what acts as the owner, and indexes that row security leaves in use.
begin;
\ir ../setup.sql
select plan(6);

-- What reads as the owner sees every row. Each is here by name, with what keeps it from telling: candidates that are
-- joined under row security, one's own, a yes or no, or what only whoever may know it asks (journal.verify,
-- person.export and person.erase, the daemon's own witness).
select set_eq($$
  select proname::text from pg_proc
  where pronamespace = 'core'::regnamespace and prosecdef and provolatile <> 'v'$$,
  '{action_matching,decision_matching,lead_matching,meeting_matching,indicator_matching,note_matching,own_actions,
    own_keys,own_supports,own_numbers,action_reach,running_seen,party_seen,object_shown_then,role_in,may_employ,
    answers_for,webhook_used,secretary_of,content_shown,ladder_coming,agenda_until,packs_coming,digests_coming,delivery_counts,
    ladder_ends,journal_check,journal_wrong,person_dossier,person_needed,witness_actor,is_partner,
    action_is_supported}'::text[],
  'no other function reads as the owner');
select is_empty($$select oid::regprocedure from pg_proc
  where pronamespace = 'core'::regnamespace and prosecdef
    and not coalesce('search_path=core, pg_temp' = any (proconfig), false)$$, 'and each has its path');
select is_empty($$select relname from pg_class
  where relnamespace in ('core'::regnamespace, 'api'::regnamespace) and relkind in ('v', 'm')
    and not coalesce('security_invoker=true' = any (reloptions), false)$$, 'no view is the owner''s');

-- Full text under row security.
select test.admin('plan.create', '{"key":"LR","title":"x"}') is null \g /dev/null
select core.act('administrator', null, null), core.begin_write('LR', 'action.create') \g /dev/null
insert into core.action (plan, number, title, created_at)
select 'LR', n, 'Action ' || n, core.now() from generate_series(1, 3000) as n;
analyze core.action;
create function pg_temp.explained(role text, query text) returns text
language plpgsql
as $$
declare
  line text;
  lines text := '';
begin
  execute format('set local role %I', role);
  for line in execute 'explain ' || query loop
    lines := lines || line || E'\n';
  end loop;
  reset role;
  return lines;
end;
$$;
\set asked 'select number from core.action where plan = ''LR'' and search @@ to_tsquery(''core.french'', ''1500'')'
select alike(pg_temp.explained('copild_owner', :'asked'), '%action_search%',
  'candidates are found by the full-text index');
select unalike(pg_temp.explained('copild_read', :'asked'), '%action_search%',
  'which row security would not let be used: that is why they are asked for first');
select is((select count(*) from core.action_matching('LR', '1500')), 1::bigint, 'and it is found');

select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
-- What one may not see is asked for with the statements that ask for what does not exist, and answered with the same words.
-- What PostgreSQL runs besides, on a row that is there, is the row's own policy.
begin;
\ir ../setup.sql
\ir ../world.sql
select plan(3);
set local track_functions = 'all';

create temp table asked (method text, params text, hidden text);
insert into asked values
  ('action.get', '{"action":"%s"}', 'LR-2'), ('decision.get', '{"decision":"%s"}', 'LR-D1'),
  ('lead.get', '{"lead":"%s"}', 'LR-L1'), ('indicator.get', '{"indicator":"%s"}', 'LR-I1'),
  ('note.get', '{"note":"%s"}', 'LR-N2'), ('meeting.get', '{"meeting":"%s"}', 'LR-M1'),
  ('measure.list', '{"indicator":"%s"}', 'LR-I1'), ('history.list', '{"object":"%s"}', 'LR-2'),
  ('chain.get', '{"object":"%s"}', 'LR-2'), ('note.list', '{"plan":"LR","object":"%s"}', 'LR-2'),
  ('right.explain', '{"object":"%s","method":"postpone"}', 'LR-2'), ('reminder.explain', '{"object":"%s"}', 'LR-2'),
  ('action.edit', '{"action":"%s","text":"x"}', 'LR-2'), ('action.progress', '{"action":"%s","percent":10}', 'LR-2'),
  ('action.done', '{"action":"%s"}', 'LR-2'), ('action.acknowledge', '{"action":"%s"}', 'LR-2'),
  ('postponement.request', '{"action":"%s","due":"2014-12-31","why":"x"}', 'LR-2'),
  ('note.create', '{"object":"%s","text":"x"}', 'LR-2'), ('decision.edit', '{"decision":"%s","text":"x"}', 'LR-D1'),
  ('meeting.edit', '{"meeting":"%s","place":"x"}', 'LR-M1'), ('meeting.pack', '{"meeting":"%s"}', 'LR-M1');

-- How often functions ran so far, but for those of policies and one that is worked out at planning.
create function pg_temp.counted() returns table (what text, times bigint)
language sql
as $$
  select funcname, calls from pg_stat_xact_user_functions
  where schemaname in ('core', 'api') and funcname !~ '(_shown|_seen|_is_own|_is_supported|is_shared|schema_version)$'
$$;
-- What one call asks of them, and what is said, the reference left out.
create function pg_temp.traced(actor text, method text, params text, ref text, out trace text, out said text)
language plpgsql
as $$
begin
  create temp table before on commit drop as select * from pg_temp.counted();
  select replace(attempt.outcome || ' ' || attempt.said, ref, '%s') into said
  from test.attempt(actor, method, replace(params, '%s', ref)::jsonb) as attempt;
  select string_agg(after.what || ' ' || after.times - coalesce(before.times, 0), ', ' order by after.what) into trace
  from pg_temp.counted() as after left join before on before.what = after.what
  where after.times > coalesce(before.times, 0);
  drop table before;
end;
$$;
create temp table compared as
select asked.method, actor, hidden.trace as hidden, hidden.said as hidden_said, missing.trace as missing, missing.said as missing_said
from asked
cross join unnest('{user:par,user:nim,user:obs}'::text[]) as actor
-- Once before it counts: what is looked up once in a session is then known.
cross join lateral pg_temp.traced(actor, asked.method, asked.params, regexp_replace(asked.hidden, '[0-9]+$', '999')) as warm
cross join lateral pg_temp.traced(actor, asked.method, asked.params, asked.hidden) as hidden
cross join lateral pg_temp.traced(actor, asked.method, asked.params, regexp_replace(asked.hidden, '[0-9]+$', '999')) as missing;

select cmp_ok((select min(length(hidden)) from compared), '>', 4, 'each call was counted: at least who asks (act)');
select is_empty($$
  select method, actor, hidden_said, missing_said from compared where hidden_said is distinct from missing_said$$,
  'the same is said of both');
select is_empty($$
  select method, actor, hidden, missing from compared where hidden is distinct from missing$$,
  'and the same was run for both');

select * from finish();
rollback;

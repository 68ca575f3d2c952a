-- SPDX-License-Identifier: MIT
-- Which revision was a plan's last at an instant: found by halving, compared with a look at the whole journal.
begin;
\ir ../setup.sql
\ir ../people.sql
select plan(3);

select test.at('2014-05-12 10:00+02'::timestamptz + number * interval '7 min'),
  test.admin('action.create', jsonb_build_object('plan', 'LR', 'title', 'Une ' || number)) is null
from generate_series(1, 13) as number
\g /dev/null
create function pg_temp.last_at(instant timestamptz) returns bigint
language sql set search_path = core, pg_temp
as $$ select revision_at('LR', instant) $$;
select is((select count(distinct recorded_at) from core.journal where plan = 'LR') > 13, true, 'acts at many instants');
select is_empty($$
  select from (
    select recorded_at + step as instant from core.journal, unnest('{-1 us,0 s,1 us,1 h}'::interval[]) as step
    where plan = 'LR') as tried
  where pg_temp.last_at(instant) <> (
    select coalesce(max(revision), 0) from core.journal where plan = 'LR' and recorded_at <= instant)$$,
  'the last one at each of them, just before and just after');
select is(pg_temp.last_at('-infinity') || ' ' || pg_temp.last_at('infinity'),
  '0 ' || (select revision from core.revision where plan = 'LR'), 'none before all, the last after all');

select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
-- What was put off after its content was handed over: a mail server that says "not now" has not taken it, so it is looked
-- at anew; what may have arrived goes again as it was, but to nobody who has left, or whose address is refused.
begin;
\ir ../setup.sql
\ir ../stage.sql
\ir ../outbox_functions.sql
select plan(9);

select test.admin('preference.edit', jsonb_build_object('person', p.email, 'digest', 'none')) is null from core.person as p
\g /dev/null

-- A rung of mem's that is tried, with that outcome.
create function pg_temp.tried(due date, outcome text, code integer) returns text
language plpgsql
as $$
declare
  ref text := test.sec('action.create', jsonb_build_object('plan', 'LR', 'title', 'Une', 'owner', 'mem@example.org', 'due', due))
    ->> 'ref';
begin
  perform pg_temp.at(core.now() + interval '1 hour'), pg_temp.sent(), pg_temp.at(due + '08:00'::time at time zone 'Europe/Paris');
  perform pg_temp.finish(pg_temp.claim(), outcome, jsonb_build_object('code', code, 'text', 'not now'));
  return ref;
end;
$$;
create temp table tried as select pg_temp.tried('2014-06-20', 'deferred', 451) as ref;
select is((select concat_ws(' ', state, frozen_at is null, handed) from core.message order by id desc limit 1), 'waiting t f',
  '"451" after the dot: nothing of it has left');
select test.sec('action.done', jsonb_build_object('action', ref)) is null from tried \g /dev/null
select pg_temp.at('2014-06-20 12:00+02') \g /dev/null
select is(pg_temp.sent(), '', 'done meanwhile, it is not sent');
select matches(pg_temp.rungs((select ref from tried)), '0 mem void done$', 'which is why');

truncate tried;
insert into tried select pg_temp.tried('2014-06-27', 'ambiguous', 0);
select is((select concat_ws(' ', state, frozen_at is null, handed) from core.message order by id desc limit 1), 'waiting f t',
  'no answer: it may have arrived');
select test.sec('action.done', jsonb_build_object('action', ref)) is null from tried \g /dev/null
select is(pg_temp.at('2014-06-27 12:00+02') || pg_temp.sent(), '1mem', 'and goes again as it was');

truncate tried;
insert into tried select pg_temp.tried('2014-07-04', 'ambiguous', 0);
insert into core.unreachable (person, since)
select p.id, core.now() from core.person as p where p.email = 'mem@example.org';
savepoint refused;
select pg_temp.at('2014-07-04 12:00+02'), pg_temp.claim() \g /dev/null
select is((select concat_ws(' ', m.state, m.last_text) from core.message as m join core.person as p on p.id = m.person
  where p.email = 'mem@example.org' order by m.id desc limit 1), 'failed the address was refused', 'not where another was refused');
rollback to refused;
delete from core.unreachable;
select test.admin('person.deactivate', '{"person":"mem@example.org"}') is null \g /dev/null
select pg_temp.at('2014-07-04 12:00+02') \g /dev/null
select is((select count(*)::integer from jsonb_array_elements(pg_temp.claim()) as c where c #>> '{to,address}' = 'mem@example.org'), 0,
  'nor to who has left');
select is((select concat_ws(' ', m.state, m.last_text) from core.message as m join core.person as p on p.id = m.person
  where p.email = 'mem@example.org' order by m.id desc limit 1), 'failed the person has left', 'which is said');
select isnt((select count(*)::integer from core.reminder where kind = 'undelivered' and object ~ '^message:'), 0,
  'and told to who looks after the plan');

select * from finish();
rollback;

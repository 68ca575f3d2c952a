-- SPDX-License-Identifier: MIT
-- More is due than one ring takes: it falls, is bound and leaves as one message each; and one row that fails stops no other.
begin;
\ir ../setup.sql
\ir ../stage.sql
\ir ../outbox_functions.sql
select plan(16);

delete from core.agenda;
-- So many open actions of somebody, past the triggers, due that day; and their ladders, as if begun now.
create function pg_temp.fill(owner text, first integer, last integer, due date default '2014-06-20') returns void
language plpgsql set search_path = core, pg_temp
as $$
begin
  set local session_replication_role = replica;
  insert into action (plan, number, title, owner_person, due_said, due_first, due_last, due_revision, first_due_last,
    created_at, revision)
  select 'LR', n, 'Action ' || n, p.id, 'x', due, due, 1, due, core.now(), 1
  from generate_series(first, last) as n join person as p on p.email = owner || '@example.org';
  perform ladder_begin(a, true) from action as a where a.number between first and last;
  set local session_replication_role = origin;
end;
$$;
create function pg_temp.counts() returns text
language sql
as $$
  select concat_ws(', ', (select count(*) from core.agenda where at <= core.now()) || ' on the agenda', (
    select string_agg(n || ' ' || state, ', ' order by state) from (
      select state, count(*) as n from core.reminder group by state) as counted))
$$;
create function pg_temp.ring_once() returns text
language sql
as $$ select core.outbox_ring() ->> 'sleep' $$;

select pg_temp.fill('par', 1, 1200), pg_temp.fill('mem', 1201, 1210), pg_temp.fill('par', 1211, 1212, '2014-07-31')
\g /dev/null
select test.at('2014-05-30 08:00:00+02'), pg_temp.ring_once() \g /dev/null
select is(pg_temp.counts(), '710 on the agenda, 500 waiting', 'a ring takes some, and binds nothing before all has fallen');
select pg_temp.ring_once() \g /dev/null
select is(pg_temp.counts(), '210 on the agenda, 1000 waiting', 'so does the next');
select pg_temp.ring_once() \g /dev/null
select is(pg_temp.counts(), '0 on the agenda, 710 waiting, 500 bound', 'then it binds');
select is((select string_agg(c #>> '{to,address}', ' ') from jsonb_array_elements(pg_temp.claim()) as c), 'mem@example.org',
  'whose message is whole gets it');
select is(pg_temp.ring_once(), '0', 'while there is more, it asks to be called at once');
select is(pg_temp.claim(), '[]', 'whose is not waits for the rest');
select pg_temp.ring_once() \g /dev/null
select is(pg_temp.counts(), '0 on the agenda, 1210 bound', 'all is bound');
select ok(pg_temp.ring_once()::double precision > 0, 'and the ring comes to rest');
create temp table claimed as select pg_temp.claim() as claims;
select is((select claims #>> '{0,view,count}' from claimed), '1200', 'one message says it all');
select is((select jsonb_array_length(claims #> '{0,view,reminders}') from claimed), 50, 'naming the first fifty');
select is((select string_agg(distinct passed || ' ' || day, ', ') from core.agenda where kind = 'rung'),
  '-14 2014-06-17', 'each ladder has passed its rung');
select is((select count(*) from core.agenda where kind = 'rung' and passed is null), 2::bigint,
  'but those that are of another deadline');

-- A zone that nobody knows, and a reference that is none: they are put off, the others leave.
delete from core.agenda;
set local session_replication_role = replica;
update core.person set zone = 'Nowhere/Nothing' where email = 'obs@example.org';
set local session_replication_role = origin;
select pg_temp.fill('obs', 2001, 2001), pg_temp.fill('mem', 2002, 2003) \g /dev/null
insert into core.reminder (plan, kind, object, person, days, channel, due_at, made_at)
select 'LR', 'rung', 'LR-99999999999', p.id, 5, 'mail', core.now(), core.now() from core.person as p
where p.email = 'mem@example.org';
set local client_min_messages = error;
select test.at('2014-06-17 08:00:00+02'), pg_temp.ring() \g /dev/null
select is((select string_agg(r.object || ' ' || r.state, ', ' order by r.object) from core.reminder as r
  where r.made_at > '2014-06-17 00:00:00+02' or r.object ~ '9999'),
  'LR-2002 bound, LR-2003 bound, LR-99999999999 waiting', 'the others are bound');
select is((select due_at from core.reminder where object ~ '9999'), core.now() + interval '10 minutes', 'what fails is put off');
select is((select at from core.agenda where object = 2001), core.now() + interval '10 minutes', 'on the agenda too');
select is(pg_temp.sent(), 'mem', 'and the others leave');

select * from finish();
rollback;

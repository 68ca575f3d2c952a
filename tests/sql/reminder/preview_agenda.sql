-- SPDX-License-Identifier: MIT
-- The preview of packs and digests is what is sent; and it is whole for whoever sees a part of a long plan.
begin;
\ir ../setup.sql
\ir ../stage.sql
\ir ../outbox_functions.sql
select plan(18);

create function pg_temp.foretold(who text, kind text, more jsonb default '{}')
returns table (object text, person text, at timestamptz, reason text)
language sql
as $$
select item ->> 'object', split_part(item #>> '{person,key}', '@', 1), (item ->> 'at')::timestamptz, item ->> 'reason'
from jsonb_array_elements(test.call(who, 'reminder.preview', '{"plan":"LR","days":31,"limit":200}' || more) -> 'items') as item
where item ->> 'kind' = foretold.kind
$$;

-- Around the world: one who reads each working day, one each Monday, one who is away, one who wants nothing.
select test.admin('person.edit', jsonb_build_object('person', who || '@example.org', 'zone', zone)) is null
from (values ('mem', 'Asia/Tokyo'), ('both', 'Pacific/Kiritimati')) as living (who, zone)
\g /dev/null
select test.admin('preference.edit', '{"person":"mem@example.org","digest":"daily"}') is null,
  test.admin('preference.edit', '{"person":"both@example.org","digest":"weekly","muted_until":"2014-05-27"}') is null,
  test.admin('preference.edit', '{"person":"par@example.org","digest":"weekly","channel":"none"}') is null,
  test.admin('preference.edit', '{"person":"obs@example.org","digest":"none"}') is null,
  test.admin('meeting.create', '{"plan":"LR","committee":"COPIL","date":"2014-06-03"}') is null,
  test.admin('meeting.create', '{"plan":"LR","committee":"COPIL","date":"2014-07-01"}') is null
\g /dev/null
select test.sec('action.create', jsonb_build_object('plan', 'LR', 'title', who, 'due', '2014-05-12',
  'owner', who || '@example.org')) is null
from unnest('{mem,both,par}'::text[]) as who
\g /dev/null
select pg_temp.at('2014-05-12 12:00+02'), pg_temp.sent() \g /dev/null

create temp table packs as select * from pg_temp.foretold('user:sec', 'pack');
create temp table digests as select * from pg_temp.foretold('user:sec', 'digest');
select set_eq('select object, person, reason from packs',
  $$values ('LR-M2', 'sec', null), ('LR-M2', 'mem', null), ('LR-M2', 'both', null)$$,
  'the pack of the meeting within the month, for who sees the plan whole');
select ok((test.sec('reminder.preview', '{"plan":"LR","days":31,"limit":200}') -> 'items')
  @> '[{"kind":"pack","kind_label":"meeting pack","day":"2014-05-27","object":"LR-M2"}]', 'in words, and with its day');
select is((select string_agg(to_char(at at time zone 'Asia/Tokyo', 'MM-DD HH24:MI'), ' ' order by at)
  from digests where person = 'mem' and at < '2014-05-20 12:00+02'),
  '05-13 08:00 05-14 08:00 05-15 08:00 05-16 08:00 05-19 08:00 05-20 08:00', 'each working day, in the reader''s morning');
select is((select string_agg(to_char(at at time zone 'Pacific/Kiritimati', 'MM-DD HH24:MI'), ' ' order by at)
  from digests where person = 'both'), '06-02 08:00 06-09 08:00', 'on Mondays, once one is back');
select set_eq($$select reason, count(*)::integer from digests where person = 'par' group by 1$$,
  $$values ('unwanted', 4)$$, 'who wants nothing gets nothing');
select is_empty($$select from digests where person = 'obs'$$, 'nor who wants none');

-- Whose they are to see.
select set_eq($$select distinct person from pg_temp.foretold('user:par', 'digest')$$, $$values ('par')$$, 'a partner sees their own');
select is_empty($$select from pg_temp.foretold('user:par', 'pack')$$, 'and no packs');
select set_eq($$select distinct person from pg_temp.foretold('user:mem', 'digest')$$, $$values ('mem')$$,
  'a member of the committee too');
select set_eq($$select person from pg_temp.foretold('user:mem', 'pack')$$, $$values ('sec'), ('mem'), ('both')$$,
  'and who gets the pack');
select set_eq($$select distinct person from pg_temp.foretold('user:sec', 'digest', '{"person":"mem@example.org"}')$$,
  $$values ('mem')$$, 'one person''s alone, if asked');

-- Three weeks, hour by hour.
create function pg_temp.live(first timestamptz, last timestamptz) returns void
language plpgsql
as $$
declare
  next timestamptz;
begin
  for next in select generate_series(first, last, '1 hour') loop
    if pg_temp.at(next)::integer > 0 then
      perform pg_temp.sent();
    end if;
  end loop;
end;
$$;
select pg_temp.live('2014-05-12 13:00+02', '2014-06-03 12:00+02') \g /dev/null
create temp table told as
select r.kind, r.object, (select split_part(p.email, '@', 1) from core.person as p where p.id = r.person) as person,
  r.ended_at as at, r.reason
from core.reminder as r where r.kind in ('pack', 'digest');
create temp table reminded as
select split_part(p.email, '@', 1) as person, r.ended_at as at
from core.reminder as r join core.person as p on p.id = r.person where r.kind = 'rung' and r.state = 'sent';
select set_eq($$select object, person, at, reason from told where kind = 'pack'$$,
  $$select object, person, at, reason from packs$$, 'packs left as foretold');
select cmp_ok((select count(*)::integer from told where kind = 'digest' and reason is null), '>', 10, 'digests left too');
select is_empty($$select object, person, at from told where kind = 'digest' and reason is null
    except select object, person, at from digests where reason is null$$, 'on mornings that were foretold, and no others');
select set_eq($$select person, at from digests where reason is null and at < '2014-06-03 12:00+02' and person in ('mem', 'both')
    except select person, at from told where kind = 'digest'$$,
  $$select person, at from digests join reminded using (person, at) where reason is null$$,
  'all of them, but where a reminder says the same that morning');

-- A long plan, of which the first thousand actions are not for the partner.
select test.sec('action.create', '{"plan":"LR","title":"Dernière","due":"2014-06-20","owner":"par@example.org"}') is null \g /dev/null
select pg_temp.ring() \g /dev/null
set session_replication_role = replica;
insert into core.action (plan, number, title, owner_person, state, due_said, due_first, due_last, due_revision, first_due_said,
  first_due_last, created_at, revision)
select a.plan, a.number + n, 'Action ' || n, p.id, 'open', '2014-06-19', '2014-06-19', '2014-06-19', a.due_revision,
  '2014-06-19', '2014-06-19', core.now(), a.revision
from core.action as a, core.person as p, generate_series(1, 1001) as n
where a.title = 'Dernière' and p.email = 'both@example.org';
insert into core.agenda (kind, plan, object, due_revision, since, owned_since, day, at)
select n.kind, n.plan, a.number, n.due_revision, n.since, n.owned_since, n.day - 1, n.at
from core.agenda as n join core.action as a on a.plan = n.plan and a.title like 'Action %'
where n.kind = 'rung' and n.object = (select b.number from core.action as b where b.title = 'Dernière');
set session_replication_role = origin;
select test.admin('preference.edit', '{"person":"par@example.org","channel":"mail"}') is null \g /dev/null
select cmp_ok((select count(*)::integer from pg_temp.foretold('user:par', 'rung')), '>', 1, 'the partner finds what is theirs');
select set_eq($$select object, at from pg_temp.foretold('user:par', 'rung')$$,
  $$select object, at from pg_temp.foretold('user:sec', 'rung', '{"person":"par@example.org"}')$$,
  'and so does the secretary, asking for them');
select is(test.sec('reminder.preview', '{"plan":"LR"}') -> 'more', 'true', 'of everybody''s, that there is more');

select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
-- What the preview says is what is sent, to whom, and when: nine weeks are previewed, then lived through hour by hour.
begin;
\ir ../setup.sql
\ir ../stage.sql
\ir ../outbox_functions.sql
select plan(7);

-- People around the world, one away, one who wants nothing, one who knows; an owner without contact; a quiet week.
select test.admin('preference.edit', jsonb_build_object('person', p.email, 'digest', 'none')) is null from core.person as p
\g /dev/null
select test.admin('person.edit', jsonb_build_object('person', who || '@example.org', 'zone', zone)) is null
from (values ('mem', 'Asia/Tokyo'), ('par', 'America/Los_Angeles'), ('both', 'Pacific/Kiritimati')) as living (who, zone)
\g /dev/null
select test.admin('organisation.create', '{"key":"MUETTE","name":"Sans contact","kind":"company"}') is null,
  test.admin('member.add', '{"plan":"LR","party":"MUETTE","role":"member"}') is null,
  test.admin('reminder.edit', '{"plan":"LR","morning":"08:00","rungs":["-14 owner+supports","-3 owner","0 owner","1 owner",
    "7 owner+secretary","21 owner+secretary+chair"],"quiet":["07-14/07-18 fête"]}') is null
\g /dev/null
select test.sec('action.create', jsonb_build_object('plan', 'LR', 'title', 'Action ' || n, 'due', date '2014-05-26' + n,
    'owner', (array['mem@example.org', 'par@example.org', 'both@example.org', 'MUETTE', 'sec@example.org'])[n % 5 + 1],
    'supports', case when n % 3 = 0 then '["sec@example.org"]'::jsonb end)) is null
from generate_series(1, 40, 3) as n
\g /dev/null
select pg_temp.at('2014-05-12 12:00+02') \g /dev/null
select pg_temp.sent() \g /dev/null
select test.admin('preference.edit', '{"person":"par@example.org","muted_until":"2014-06-15"}') is null,
  test.call('user:mem', 'action.acknowledge', jsonb_build_object('action', a.plan || '-' || a.number)) is null
from (select * from core.action as a
  where a.owner_person = (select p.id from core.person as p where p.email = 'mem@example.org') order by a.number limit 1) as a
\g /dev/null

create function pg_temp.foretold(days integer)
returns table (object text, person text, days integer, at timestamptz, reason text)
language sql
as $$
select item ->> 'object' as object, item #>> '{person,key}' as person, (item ->> 'days')::integer as days,
  (item ->> 'at')::timestamptz as at, item ->> 'reason' as reason
from jsonb_array_elements(test.sec('reminder.preview', jsonb_build_object('plan', 'LR', 'days', days, 'limit', 200))
    -> 'items') as item
$$;
create temp table foretold as select * from pg_temp.foretold(63);
select cmp_ok((select count(*)::integer from foretold), '>', 50, 'much is foretold');
select set_has('select distinct reason from foretold', $$values (null), ('acknowledged'), ('overtaken'), ('no_contact')$$,
  'some of it will not be sent');

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
select pg_temp.live('2014-05-12 13:00+02', '2014-06-10 12:00+02') \g /dev/null
create temp table foretold_later as select * from pg_temp.foretold(34);
select pg_temp.live('2014-06-10 13:00+02', '2014-07-15 00:00+02') \g /dev/null
create temp table told as
select r.object, (select p.email from core.person as p where p.id = r.person) as person, r.days, r.ended_at as at, r.reason
from core.reminder as r where r.kind = 'rung' and r.plan = 'LR';

select set_eq('select object, person, days, at from told where reason is null',
  'select object, person, days, at from foretold where reason is null', 'what was foretold was sent, then, and nothing else');
select set_eq($$select object, person, days from told where reason is not null$$,
  $$select object, person, days from foretold where reason is not null$$, 'and the rest was not');
select is_empty($$select * from told as t join foretold as f using (object, person, days) where t.reason <> f.reason$$,
  'for the reasons that were given');
select set_eq($$select object, person, days, at from told where reason is null and at > '2014-06-10 12:00+02'$$,
  'select object, person, days, at from foretold_later where reason is null', 'so is what was foretold on the way');
select is_empty($$select from core.reminder where state in ('waiting', 'bound') and due_at <= core.now()$$, 'nothing is left over');

select * from finish();
rollback;

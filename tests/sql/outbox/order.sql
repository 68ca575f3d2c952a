-- SPDX-License-Identifier: MIT
-- What leaves first: what one is to act on soonest; and what a claim costs when very much waits.
begin;
\ir ../setup.sql
\ir ../stage.sql
\ir ../outbox_functions.sql
select plan(13);

-- A partner of LR called so, who wants no digest unless said otherwise.
create function pg_temp.person(name text, digest text default 'none') returns void
language plpgsql
as $$
begin
  perform test.admin('person.create', jsonb_build_object('email', name || '@example.org', 'name', name, 'plan', 'LR')),
    test.admin('member.add', jsonb_build_object('plan', 'LR', 'party', name || '@example.org', 'role', 'partner')),
    test.admin('preference.edit', jsonb_build_object('person', name || '@example.org', 'digest', digest));
end;
$$;
create function pg_temp.made(owner text, due text) returns text
language sql
as $$
  select test.sec('action.create', jsonb_strip_nulls(jsonb_build_object('plan', 'LR', 'title', 'Une',
    'owner', owner || '@example.org', 'due', due))) ->> 'ref'
$$;
-- To whom the messages that a claim hands out go, in its order, with the days by which they are to act.
create function pg_temp.order(room integer default 100) returns text
language sql
as $$
  select string_agg(split_part(c #>> '{to,address}', '@', 1) || ' ' || to_char(m.act_by, 'MM-DD'), ', ' order by place)
  from jsonb_array_elements(pg_temp.claim('one', room)) with ordinality as claimed (c, place)
  join core.message as m on m.id = (c -> 'id')::bigint
$$;
-- They wait again, as after a relay that was away.
create function pg_temp.back() returns void
language plpgsql
as $$
begin
  perform pg_temp.finish((
    select jsonb_agg(jsonb_build_object('id', m.id, 'token', m.token)) from core.message as m where m.state = 'busy'), 'released');
end;
$$;

select test.admin('preference.edit', jsonb_build_object('person', p.email, 'digest', 'none')) is null from core.person as p
\g /dev/null
select pg_temp.person(name) from unnest('{away,farther,open,soon,today,late,two}'::text[]) as name
\g /dev/null
select pg_temp.made('farther', '2015-12-31'), pg_temp.made('away', '2014-06-20'), pg_temp.made('open', null),
  pg_temp.made('soon', '2014-05-14'), pg_temp.made('late', '2014-05-02'), pg_temp.made('today', '2014-05-12'),
  pg_temp.made('two', '2014-06-30'), pg_temp.made('two', '2014-05-13')
\g /dev/null
select test.sec('meeting.create', '{"plan":"LR","committee":"COPIL","date":"2014-05-23"}') is null,
  test.sec('meeting.convene', '{"meeting":"LR-M2"}') is null
\g /dev/null
select pg_temp.at('2014-05-12 10:15+02') \g /dev/null
select is(pg_temp.order(), 'today 05-12, late 05-12, two 05-13, soon 05-14, open 05-19, mem 05-23, both 05-23, away 06-20, '
  || 'farther 07-11', 'by what each is to act on soonest');
select pg_temp.back() \g /dev/null
select is(pg_temp.order(3), 'today 05-12, late 05-12, two 05-13', 'so that a small claim takes these');
select is(pg_temp.order(2), 'soon 05-14, open 05-19', 'and the next one what follows');
select pg_temp.back() \g /dev/null

-- What joins a message that waits takes it along.
select pg_temp.made('away', '2014-05-13') \g /dev/null
select pg_temp.at('2014-05-12 10:30+02') \g /dev/null
select is(pg_temp.order(4), 'today 05-12, late 05-12, away 05-13, two 05-13', 'something more urgent joins a message');
select pg_temp.finish((select jsonb_agg(jsonb_build_object('id', m.id, 'token', m.token)) from core.message as m
  where m.state = 'busy'), 'retry') \g /dev/null
select is(pg_temp.order(2), 'soon 05-14, open 05-19', 'what is tried again waits for its time first');
select pg_temp.back() \g /dev/null

-- Requests are as urgent as their actions, alerts at once, digests in a week.
select test.call('user:par', 'preference.edit', '{"digest":"daily"}') is null, pg_temp.person('gone'),
  pg_temp.made('par', '2014-05-22')
\g /dev/null
select test.call('user:par', 'postponement.request', '{"action":"LR-10","due":"2014-12-31","why":"x"}') is null,
  pg_temp.made('gone', '2014-05-20'), test.admin('person.deactivate', '{"person":"gone@example.org"}') is null
\g /dev/null
update core.message set state = 'sent', ended_at = core.now(), frozen_at = core.now(), content = '{}' where state = 'waiting';
select pg_temp.at('2014-05-13 08:15+02') \g /dev/null
select is((select string_agg(concat_ws(' ', split_part(p.email, '@', 1), m.shape, to_char(m.act_by, 'MM-DD')), ', '
    order by m.act_by, p.email, m.shape)
  from core.message as m join core.person as p on p.id = m.person where m.state = 'waiting' and p.email ~ '^(sec|par)'),
  'sec alert 05-13, par digest 05-20, par news 05-22, sec news 05-22', 'by what they are');

-- Nothing is overtaken for ever.
update core.message set state = 'sent', ended_at = core.now(), frozen_at = core.now(), content = '{}' where state = 'waiting';
delete from core.agenda;
select pg_temp.made('farther', '2016-12-31') \g /dev/null
select pg_temp.at('2014-05-13 09:00+02') \g /dev/null
select pg_temp.at('2014-07-14 10:00+02'), pg_temp.made('today', '2014-07-14'), pg_temp.at('2014-07-14 10:15+02') \g /dev/null
select is(pg_temp.order(), 'farther 07-12, today 07-14', 'what has waited for two months goes before what is due today');

-- Very many wait: of some the time to be tried again has not come, others are for a host that is left alone.
create temp table person as select min(id) as id from core.person;
update core.message set state = 'sent', ended_at = core.now(), claimed_by = null, lease_until = null where state = 'busy';
insert into core.message (person, channel, host, shape, plans, next_at, made_at, act_by, frozen_at, handed, content)
select person.id, 'mail', 'smtp', 'news', '{LR}', core.now() + case when n % 2 = 0 then interval '1 hour' else '0' end,
  core.now(), '2014-07-14'::date + n % 60, core.now(), true, '{"view":{}}'
from generate_series(1, 50000) as n, person
\g /dev/null
create function pg_temp.fetched() returns bigint
language sql
as $$
  select pg_stat_get_xact_tuples_fetched('core.message'::regclass) + pg_stat_get_xact_tuples_returned('core.message'::regclass)
$$;
create function pg_temp.cost() returns bigint
language plpgsql
as $$
declare
  before bigint := pg_temp.fetched();
begin
  perform pg_temp.claim();
  return pg_temp.fetched() - before;
end;
$$;
select cmp_ok(pg_temp.cost(), '<', 2000::bigint, 'a claim of 100 of 50 000 fetches few, without statistics');
select is((select count(*) || ' ' || string_agg(distinct act_by::text, ' ') from core.message where state = 'busy'),
  '100 2014-07-15', 'those to act on soonest');
analyze core.message;
select cmp_ok(pg_temp.cost(), '<', 2000::bigint, 'and with them');
select is((select count(*) from core.message where state = 'busy' and next_at > core.now()), 0::bigint,
  'of what may be tried');

-- As the owner, under row security.
create function pg_temp.explained(query text) returns text
language plpgsql
as $$
declare
  line text;
  lines text := '';
begin
  set local role copild_owner;
  for line in execute 'explain ' || query loop
    lines := lines || line || E'\n';
  end loop;
  reset role;
  return lines;
end;
$$;
create temp table explained as select pg_temp.explained($$
  select * from core.message as m
  where m.lease_until is null and m.ended_at is null and m.channel = 'mail' and m.next_at <= core.now() and not m.host = any ('{}')
  order by m.channel, m.act_by, m.next_at, m.id limit 100 for update skip locked$$) as plan;
select alike((select plan from explained), '%Index Scan using message_order%', 'by its index');
select unalike((select plan from explained), '%Sort%', 'in whose order it takes them');

select * from finish();
rollback;

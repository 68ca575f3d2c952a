-- SPDX-License-Identifier: MIT
-- A claim takes no more for a host than it has room for, and fills the rest with what is for others.
begin;
\ir ../setup.sql
\ir ../stage.sql
\ir ../outbox_functions.sql
select plan(10);

-- Somebody of LR who is told by a webhook of that host, and has a message that is to be acted on by that day.
create function pg_temp.hooked(name text, host text, due text) returns void
language plpgsql
as $$
declare
  email constant text := name || '@example.org';
begin
  perform test.admin('person.create', jsonb_build_object('email', email, 'name', name, 'plan', 'LR')),
    test.admin('member.add', jsonb_build_object('plan', 'LR', 'party', email, 'role', 'partner'));
  perform test.admin('webhook.create', jsonb_build_object('url', 'https://' || host || '/' || name, 'person', email)),
    test.admin('preference.edit', jsonb_build_object('person', email, 'digest', 'none', 'channel', 'webhook'));
  perform test.sec('action.create', jsonb_build_object('plan', 'LR', 'title', 'Une', 'owner', email, 'due', due));
end;
$$;
-- Whose messages a claim hands out, in its order.
create function pg_temp.claimed(room integer, each integer, hosts json default '{}') returns text
language sql
as $$
  select string_agg(split_part(c ->> 'url', '/', 4), ' ' order by place)
  from json_array_elements(core.outbox_claim('one', 'webhook', room, each, hosts, 60)) with ordinality as claimed (c, place)
$$;
-- They wait again, as what a host had no room for.
create function pg_temp.back() returns void
language plpgsql
as $$
begin
  perform pg_temp.finish((
    select jsonb_agg(jsonb_build_object('id', m.id, 'token', m.token)) from core.message as m where m.state = 'busy'), 'released');
end;
$$;

select pg_temp.hooked(name, host, due) from (values
  ('a1', 'a.example.org', '2014-05-13'), ('a2', 'a.example.org', '2014-05-14'), ('a3', 'a.example.org', '2014-05-15'),
  ('a4', 'a.example.org', '2014-05-16'), ('b1', 'b.example.org', '2014-05-19'), ('a5', 'a.example.org', '2014-05-20'),
  ('b2', 'b.example.org', '2014-05-21'), ('b3', 'b.example.org', '2014-05-22'), ('c1', 'c.example.org', '2014-05-23')) as told (name, host, due)
\g /dev/null
select pg_temp.at('2014-05-12 10:15+02') \g /dev/null

select is(pg_temp.claimed(100, 100), 'a1 a2 a3 a4 b1 a5 b2 b3 c1', 'with room for all, all');
select pg_temp.back() \g /dev/null
select is(pg_temp.claimed(100, 2), 'a1 a2 b1 b2 c1', 'so many for each host');
select is(pg_temp.claimed(100, 2, '{"a.example.org": 0, "b.example.org": 0}'), null, 'none for those that are full');
select is(pg_temp.claimed(100, 2, '{"a.example.org": 1, "b.example.org": 0}'), 'a3', 'one where one has ended');
select pg_temp.back() \g /dev/null
select is(pg_temp.claimed(3, 2), 'a1 a2 b1', 'no more than there is room for');
select is((select count(*) from core.message as m where m.state = 'waiting' and m.channel = 'webhook'), 6::bigint,
  'the others are not touched');
select pg_temp.back() \g /dev/null
select is(pg_temp.claimed(4, 1), 'a1 b1 c1', 'places that a full host leaves are others''');
select pg_temp.back() \g /dev/null
select is(pg_temp.claimed(1, 1, '{"a.example.org": 0}'), 'b1', 'also when there is but one');
select pg_temp.back() \g /dev/null
select is(pg_temp.claimed(100, 1, '{"a.example.org": 3}'), 'a1 a2 a3 b1 c1', 'a host may have more room than an unknown one');
select pg_temp.back() \g /dev/null
select is(pg_temp.claimed(100, 0), null, 'or all are full');

select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
-- What an administrator sees after a relay that refused everything, and does about it; and when the next reminder is due.
begin;
\ir ../setup.sql
\ir ../stage.sql
\ir ../outbox_functions.sql
select plan(29);
alter table core.message alter column id restart;
create function pg_temp.status(more text default null) returns jsonb
language sql
as $$ select case when more is null then test.admin('delivery.status') else test.admin('delivery.status') #> more::text[] end $$;
create function pg_temp.texts(params jsonb) returns text
language sql
as $$ select string_agg(m ->> 'message', ' ' order by m -> 'message') from jsonb_array_elements(test.admin('message.list', params) -> 'items') as m $$;

-- When the next is due: at somebody's morning, not when the first morning of that day begins in the world.
select test.admin('preference.edit', jsonb_build_object('person', p.email, 'digest', 'none')) is null from core.person as p
\g /dev/null
select is(pg_temp.status('{to_come}'), 'null', 'nothing is to come');
select test.sec('action.create', '{"plan":"LR","title":"Un","owner":"mem@example.org","due":"2014-06-20"}') is null
\g /dev/null
select is((pg_temp.status() ->> 'to_come')::timestamptz, '2014-05-12 10:10+02', 'what waits in the ledger');
select is(pg_temp.at('2014-05-12 10:10+02'), '1', 'leaves then');
select is(pg_temp.sent(), 'mem', 'and not before');
select is((pg_temp.status() ->> 'last_sent')::timestamptz, '2014-05-12 10:10+02', 'which is told');
select is((pg_temp.status() ->> 'to_come')::timestamptz, '2014-05-30 08:00+02', 'then the first reminder');
select is((select min(at) from core.agenda), '2014-05-29 18:00+00', 'for which the ring looks earlier');
select test.admin('person.edit', '{"person":"mem@example.org","zone":"Asia/Tokyo"}') is null \g /dev/null
select is((pg_temp.status() ->> 'to_come')::timestamptz, '2014-05-30 08:00+09', 'in the morning of whom it is for');
select test.admin('preference.edit', '{"person":"mem@example.org","muted_until":"2014-06-02"}') is null \g /dev/null
select is((pg_temp.status() ->> 'to_come')::timestamptz, '2014-06-03 08:00+09', 'who may be away');
select test.admin('preference.edit', '{"person":"mem@example.org","clear":["muted_until"]}') is null,
  test.admin('person.edit', '{"person":"mem@example.org","zone":"Europe/Paris"}') is null \g /dev/null
select is(pg_temp.at('2014-05-29 20:00+02'), '0', 'the ring has looked');
select is((pg_temp.status() ->> 'to_come')::timestamptz, '2014-05-30 08:00+02', 'the ledger says the same');
select is((test.sec('reminder.preview', '{"plan":"LR"}') #>> '{items,0,at}')::timestamptz, '2014-05-30 08:00+02', 'and the preview');
select is(pg_temp.at('2014-05-30 07:59:59+02'), '0', 'nothing leaves a second before');
select is(pg_temp.at('2014-05-30 08:00+02'), '1', 'it leaves as was said');

-- A relay that refuses everything: what goes wrong is told together, whatever addresses and numbers it has in it.
select test.sec('action.create', jsonb_build_object('plan', plan, 'title', 'x', 'owner', who, 'due', '2014-09-01')) is null
from (values ('LR', 'par@example.org'), ('LR', 'both@example.org')) as example (plan, who)
\g /dev/null
select pg_temp.at('2014-05-30 09:00+02') \g /dev/null
create temp table held as select pg_temp.claim() as claims;
select ok((select jsonb_array_length(claims) >= 2 from held), 'some are tried');
select pg_temp.finish(jsonb_build_array(claims -> 0), 'refused',
    jsonb_build_object('code', 550, 'text', '550 5.7.1 <' || (claims #>> '{0,to,address}') || '>: Relaying denied Q1A')),
  pg_temp.finish(jsonb_build_array(claims -> 1), 'refused',
    jsonb_build_object('code', 550, 'text', '550 5.7.1 <' || (claims #>> '{1,to,address}') || '>: Relaying denied Q2B'))
from held \g /dev/null
select pg_temp.at('2014-05-30 09:20+02') \g /dev/null
select pg_temp.finish(pg_temp.claim(), 'retry', '{"code":0,"text":"could not connect"}') \g /dev/null
select is((select jsonb_agg(jsonb_build_array(t -> 'state', t -> 'channel', t -> 'code') order by t -> 'state')
    from jsonb_array_elements(pg_temp.status('{trouble}')) as t),
  '[["failed","mail",550],["waiting","mail",0]]', 'put off and given up, each once');
select is(pg_temp.status('{trouble,1,messages}'), '2', 'how many');
select matches(pg_temp.status('{trouble,1,text}') #>> '{}', 'Relaying denied', 'with what the server said of one');
select ok((pg_temp.status() ->> 'next_try')::timestamptz > '2014-05-30 09:20+02', 'and when the next try is');

-- Found by what was said, and by channel.
select is(pg_temp.texts('{"search":"relaying DENIED"}'), pg_temp.texts('{"state":"failed"}'), 'found by the answer');
select is(pg_temp.texts('{"search":"550"}'), pg_temp.texts('{"state":"failed"}'), 'and its code');
select is(pg_temp.texts('{"channel":"webhook"}'), null, 'and by channel');

-- All again.
select is(test.admin('message.resend', '{"search":"no such words"}') -> 'resent', '0', 'none has these words');
select is(test.call('user:far', 'message.resend', '{}') -> 'resent', '0', 'none is about this secretary''s plan');
select is(test.admin('message.resend', '{"since":"2014-05-31"}') -> 'resent', '0', 'none was given up since');
select test.refused('user:mem', 'message.resend', '{}', 'forbidden');
select is(test.sec('message.resend', '{"plan":"LR","search":"denied"}') - 'since', '{"resent":2,"left":0}', 'a secretary''s own plan');
select is((select count(*) from core.message where state = 'waiting' and last_code = 550), 2::bigint, 'both wait again');
select is(test.admin('message.resend', '{}') -> 'resent', '0', 'and are not tried a second time');

select * from finish();
rollback;

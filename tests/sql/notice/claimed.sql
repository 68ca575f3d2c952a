-- SPDX-License-Identifier: MIT
-- From a change to what a daemon is handed, by the ring and the outbox themselves.
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(26);

create function pg_temp.ring(instant timestamptz) returns json
language sql set search_path = core, pg_temp
as $$ select test.at(instant); select core.outbox_ring(); $$;
create function pg_temp.claim(channel text) returns jsonb
language sql set search_path = core, pg_temp
as $$ select core.outbox_claim('test', channel, 100, 100, '{}', 60)::jsonb $$;

-- Twelve assignments are one mail.
select null from generate_series(1, 12) as n, lateral test.sec('action.create', jsonb_build_object('plan', 'LR',
  'title', 'Action ' || n, 'owner', 'par@example.org', 'due', '2014-12-31')) as made;
select is((pg_temp.ring('2014-05-12 10:05:00+02') #>> '{ready,mail}')::integer, 0, 'nothing before all is said');
select is((pg_temp.ring('2014-05-12 10:10:00+02') #>> '{ready,mail}')::integer, 1, 'then one mail');
create temp table mail as select pg_temp.claim('mail') as claimed;
select is((select jsonb_array_length(claimed #> '{0,view,assigned}') from mail), 12, 'for twelve assignments');
select is((select claimed #> '{0,to}' from mail), '{"name":"Partenaire","address":"par@example.org"}', 'to their owner');
select is((select claimed #> '{0,reply_to,0,address}' from mail), '"sec@example.org"', 'answers go to the secretary');
select is((select claimed #> '{0,shape}' from mail), '"news"', 'in its shape');
select unalike((select content::text from core.message), '%example.org%', 'and what is kept has no address');

-- What ended meanwhile is not said; a message with nothing left is none.
select null from test.sec('action.create', '{"plan":"LR","title":"Vite","owner":"obs@example.org"}');
select pg_temp.ring('2014-05-12 10:25:00+02') \g /dev/null
select null from test.sec('action.done', '{"action":"LR-13"}');
select is(pg_temp.claim('mail'), '[]', 'what is over before it left is not told');
select null from test.sec('action.create', '{"plan":"LR","title":"Vite","owner":"obs@example.org"}');
select pg_temp.ring('2014-05-12 10:40:00+02') \g /dev/null
select null from test.sec('member.remove', '{"plan":"LR","party":"obs@example.org"}');
select is(pg_temp.claim('mail'), '[]', 'nor who lost the part in the plan before it left');
select is((select reason from core.reminder where object = 'LR-14'), 'no_part', 'and the ledger says so');

-- An invitation goes out with its calendar, the pack on its day.
select test.sec('meeting.create', '{"plan":"LR","committee":"COPIL","date":"2014-06-20"}') is null,
  test.sec('meeting.convene', '{"meeting":"LR-M2"}') is null
\g /dev/null
select pg_temp.ring('2014-05-12 11:00:00+02') \g /dev/null
select is((select jsonb_agg(jsonb_build_array(m #> '{to,address}', m -> 'shape', m #> '{calendar,method}', m -> 'thread')
  order by m #>> '{to,address}') from jsonb_array_elements(pg_temp.claim('mail')) as m
  where m ->> 'shape' <> 'alert'),
  '[["both@example.org","convened","REQUEST","LR-M2"],["mem@example.org","convened","REQUEST","LR-M2"]]',
  'invitations to all who see the plan whole');
select pg_temp.ring('2014-06-13 07:30:00+02') \g /dev/null
select is((select count(*) from core.message where shape = 'pack'), 0::bigint, 'no pack before the morning');
select pg_temp.ring('2014-06-13 08:00:00+02') \g /dev/null
select is((select count(*) from core.message where shape = 'pack'), 3::bigint, 'then one each');
select is((select count(*) from core.agenda where kind = 'pack'), 0::bigint, 'once');

-- A digest, and programs.
select null from test.call('user:par', 'webhook.create', '{"url":"https://hooks.example.org/"}');
select null from test.call('user:par', 'preference.edit', '{"channel":"webhook"}');
select null from test.sec('action.create', '{"plan":"LR","title":"Programme","owner":"par@example.org","due":"2014-06-20"}');
select pg_temp.ring('2014-06-16 08:30:00+02') \g /dev/null
select is((select jsonb_agg(distinct m #> '{body,type}') from jsonb_array_elements(pg_temp.claim('webhook')) as m),
  '["action.assigned", "digest"]', 'what is for a program goes to the program');
select is((select count(*) from core.message where shape = 'digest' and person = (
  select id from core.person where email = 'lone@example.org')), 0::bigint, 'who has nothing in it gets no digest');
select null from test.sec('action.create', '{"plan":"LR","title":"Pour lundi","owner":"mem@example.org","due":"2014-06-23"}');
select pg_temp.ring('2014-06-17 10:00:00+02') \g /dev/null
select pg_temp.claim('mail') is null \g /dev/null
select pg_temp.ring('2014-06-23 08:00:00+02') \g /dev/null
select is((select jsonb_agg(m -> 'shape') from jsonb_array_elements(pg_temp.claim('mail')) as m
  where m #>> '{to,address}' = 'mem@example.org'), '["news"]', 'what a reminder says in the morning no digest says again');

-- What waits follows its person's wishes.
create function pg_temp.waits() returns text
language sql
as $$
  select string_agg(concat_ws(' ', r.state, r.channel, r.reason), ', ' order by r.id)
  from core.reminder as r where r.object = (
    select max(object) from core.reminder where object like 'LR-1_' and kind = 'assigned')
$$;
select null from test.sec('action.create', '{"plan":"LR","title":"Suit","owner":"par@example.org"}');
select is(pg_temp.waits(), 'waiting webhook', 'for a program');
select null from test.call('user:par', 'preference.edit', '{"channel":"mail"}');
select is(pg_temp.waits(), 'waiting mail', 'then for mail');
select pg_temp.ring('2014-06-23 09:00:00+02') \g /dev/null
select is(pg_temp.waits(), 'bound mail', 'in a message');
select null from test.call('user:par', 'preference.edit', '{"channel":"webhook"}');
select is(pg_temp.waits(), 'waiting webhook', 'that has not left, it still follows');
select pg_temp.ring('2014-06-23 09:01:00+02') \g /dev/null
select null from test.call('user:par', 'webhook.remove', jsonb_build_object('webhook', (select max(id) from core.webhook)));
select is(pg_temp.waits(), 'waiting mail', 'a webhook that is removed leaves mail');
select null from test.call('user:par', 'preference.edit', '{"channel":"none"}');
select is(pg_temp.waits(), 'void mail unwanted', 'or nothing');
select is(pg_temp.claim('mail'), '[]', 'then nothing leaves');
select null from test.sec('action.create', '{"plan":"LR","title":"Pour un autre lundi","owner":"mem@example.org","due":"2014-07-07"}');
select test.sec('action.cancel', jsonb_build_object('action', plan || '-' || number, 'why', 'x')) is null
from core.action where title = 'Pour lundi'
\g /dev/null
select pg_temp.ring('2014-06-24 10:00:00+02') \g /dev/null
select pg_temp.claim('mail') is null \g /dev/null
select test.at('2014-07-07 08:00:30+02') \g /dev/null
select core.outbox_ring() is null, core.outbox_ring() is null \g /dev/null
select is((select jsonb_agg(m -> 'shape') from jsonb_array_elements(pg_temp.claim('mail')) as m
  where m #>> '{to,address}' = 'mem@example.org'), '["news"]', 'nor when both fall due at once');
select is((select count(*) from core.message where last_text is not null), 0::bigint, 'and each could be made');

select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
-- What waits for a webhook that was removed or disabled: nothing more is sent there.
begin;
\ir ../setup.sql
\ir ../stage.sql
\ir ../outbox_functions.sql
\ir ../told_functions.sql
select plan(14);
alter table core.webhook alter column id restart;
select test.admin('preference.edit', jsonb_build_object('person', p.email, 'digest', 'none')) is null from core.person as p
\g /dev/null

create function pg_temp.hook(host text) returns jsonb
language sql
as $$ select test.call('user:par', 'webhook.create', jsonb_build_object('url', 'https://' || host || '/')) $$;
-- What is claimed for webhooks: where it is to go.
create function pg_temp.claimed() returns jsonb
language sql
as $$ select core.outbox_claim('one', 'webhook', 100, 100, '{}', 60)::jsonb $$;
create function pg_temp.hosts() returns text
language sql
as $$ select string_agg(concat_ws(' ', c ->> 'host', c ->> 'url'), ', ') from jsonb_array_elements(pg_temp.claimed()) as c $$;
-- The latest message: its state and why, and what became of what it says.
create function pg_temp.latest() returns text
language sql
as $$
  select concat_ws(', ', m.state, m.last_text, r.state, r.reason)
  from core.message as m join core.reminder as r on r.message = m.id order by m.id desc limit 1
$$;
create function pg_temp.disable(id integer) returns void
language sql set search_path = core, pg_temp
as $$ select core.webhook_disable(id, 'webhook.gone') $$;
-- Something that par is told of, at that instant; what came of the first attempt.
create function pg_temp.tried(instant timestamptz, outcome text) returns void
language plpgsql
as $$
begin
  perform test.at(instant), test.sec('action.create', '{"plan":"LR","title":"Une","owner":"par@example.org"}');
  perform pg_temp.at(instant + interval '10 min');
  perform pg_temp.finish(pg_temp.claimed(), outcome, '{"code":500,"text":"not now"}');
  perform pg_temp.at(instant + interval '1 hour');
end;
$$;

select pg_temp.hook('one.example.org') is null, test.call('user:par', 'preference.edit', '{"channel":"webhook"}') is null
\g /dev/null
select pg_temp.tried('2014-05-12 10:00+02', 'deferred') \g /dev/null
select is(pg_temp.hosts(), 'one.example.org https://one.example.org/', 'what was put off is tried again');
select pg_temp.lapse() \g /dev/null

-- Removed.
select test.call('user:par', 'webhook.remove', '{"webhook":1}') is null \g /dev/null
select is(pg_temp.claimed(), '[]', 'but at no webhook that was removed');
select is(pg_temp.latest(), 'cancelled, the webhook was removed, void, undelivered', 'it is cancelled, and says why');
select is(pg_temp.told('2014-05-12 12:00+02'), 'both alert undelivered Partenaire, sec alert undelivered Partenaire',
  'the secretaries know of it');

-- Disabled, and active again.
select pg_temp.hook('two.example.org') is null \g /dev/null
select pg_temp.tried('2014-05-13 10:00+02', 'ambiguous') \g /dev/null
select pg_temp.disable(2) \g /dev/null
select is(pg_temp.claimed(), '[]', 'nor at one that is disabled');
select is(pg_temp.latest(), 'cancelled, the webhook is disabled, void, undelivered', 'which is a reason too');
select test.call('user:par', 'webhook.rotate', '{"webhook":2}') is null,
  test.sec('message.retry', jsonb_build_object('message', max(id))) is null from core.message
\g /dev/null
select is(pg_temp.hosts(), 'two.example.org https://two.example.org/', 'once it is active again it can be tried again');
select pg_temp.finish((select jsonb_agg(jsonb_build_object('id', id, 'token', token)) from core.message), 'sent') \g /dev/null
select is(pg_temp.latest(), 'sent, sent', 'and arrives');
select pg_temp.told('2014-05-13 12:00+02') \g /dev/null

-- What has not left goes where its person is told now.
select pg_temp.tried('2014-05-14 10:00+02', 'retry') \g /dev/null
select pg_temp.hook('three.example.org') is null, test.call('user:par', 'webhook.remove', '{"webhook":2}') is null
\g /dev/null
select is(pg_temp.hosts(), 'three.example.org https://three.example.org/', 'another webhook takes its place');
select is((select concat_ws(' ', webhook, host) from core.message order by id desc limit 1), '3 three.example.org',
  'as the message says');
select pg_temp.finish((select jsonb_agg(jsonb_build_object('id', id, 'token', token)) from core.message), 'retry') \g /dev/null
select test.call('user:par', 'webhook.remove', '{"webhook":3}') is null, pg_temp.at('2014-05-14 12:00+02') is null
\g /dev/null
select is(pg_temp.sent(), 'par', 'and mail that of the last');

-- A trial belongs to its webhook alone.
select pg_temp.hook('four.example.org') is null, pg_temp.hook('five.example.org') is null,
  test.call('user:par', 'webhook.test', '{"webhook":4}') is null, test.call('user:par', 'webhook.remove', '{"webhook":4}') is null
\g /dev/null
select is(pg_temp.claimed(), '[]', 'a trial goes to no other');
select is((select state::text from core.message order by id desc limit 1), 'cancelled', 'it is cancelled too');
select is((select count(*) from core.reminder where kind = 'undelivered' and detail ->> 'message' = (
  select max(id)::text from core.message where shape = 'alert' and webhook is not null)), 0::bigint, 'and nobody is alarmed');

select * from finish();
rollback;

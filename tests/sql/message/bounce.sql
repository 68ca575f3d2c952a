-- SPDX-License-Identifier: MIT
-- Messages that come back after a server had taken them: core.outbox_bounced.
begin;
\ir ../setup.sql
\ir ../stage.sql
\ir ../outbox_functions.sql
select plan(19);
alter table core.message alter column id restart;

create function pg_temp.bounced(message bigint, more json default '{}') returns text
language sql
as $$
  select core.outbox_bounced((
    select jsonb_build_object('uid', m.uid, 'code', 550, 'text', '550 5.1.1 unknown', 'recipient', true, 'original', '',
      'final', upper(p.email)) || more::jsonb
    from core.message as m join core.person as p on p.id = m.person where m.id = bounced.message)::json)::text
$$;
create function pg_temp.states() returns text
language sql
as $$ select string_agg(m.id || ' ' || m.state, ', ' order by m.id) from core.message as m $$;

select test.admin('preference.edit', jsonb_build_object('person', p.email, 'digest', 'none')) is null from core.person as p
\g /dev/null
select test.sec('action.create', '{"plan":"LR","title":"Un","owner":"mem@example.org","due":"2014-06-20"}') is null,
  test.sec('action.create', '{"plan":"LR","title":"Deux","owner":"par@example.org","due":"2014-06-20"}') is null
\g /dev/null
select is(pg_temp.at('2014-05-12 10:10+02'), '2', 'two assignments');
select is(pg_temp.bounced(1), null, 'what never left cannot come back');
create temp table first as select pg_temp.claim() as claims;
select is(pg_temp.bounced(1), '1', 'it comes back before its server''s yes is noted');
select is((select pg_temp.finish(claims, 'sent') from first), '{"stale": 1, "accepted": 1}', 'which is too late then');
select is(pg_temp.states(), '1 failed, 2 sent', 'it has failed');
select is((select last_code || ' ' || last_text from core.message where id = 1), '550 550 5.1.1 unknown', 'with what was said');
select is(pg_temp.bounced(1), null, 'once');
select is((select string_agg(p.email, ' ') from core.unreachable as u join core.person as p on p.id = u.person),
  'mem@example.org', 'nothing more is written to that address');
select is(pg_temp.at('2014-05-12 10:11+02'), '2', 'the secretaries are told');
select is(pg_temp.sent(), 'both sec', 'each');

-- What was sent comes back.
select is(pg_temp.bounced(2, '{"recipient":false,"text":"552 5.2.2 full","code":0}'), '2', 'later, and not for the address');
select is((select r.state || ' ' || r.reason from core.reminder as r where r.message = 2), 'void undelivered',
  'what it said has not been told');
select is((select count(*) from core.unreachable), 1::bigint, 'that address may be written to');
select is((select last_code from core.message where id = 2), null, 'a server that gave no number');
select is(test.sec('message.retry', '{"message":2}') ->> 'state', 'waiting', 'a secretary has it tried again');
select pg_temp.ring() is null \g /dev/null
select is(pg_temp.sent(), 'both par sec', 'and it leaves again, with what the secretaries are told');

-- An address that is not the person's, or not any more.
select is(pg_temp.bounced(2, '{"final":"elsewhere@example.net","original":"par@example.net"}'), '2', 'mail that was forwarded');
select is((select count(*) from core.unreachable), 1::bigint, 'says nothing of the address that forwards it');
select is(core.outbox_bounced('{"uid":"00000000-0000-0000-0000-000000000000","recipient":true}'), null, 'a message of another''s');

select * from finish();
rollback;

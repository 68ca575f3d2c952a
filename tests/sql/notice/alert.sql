-- SPDX-License-Identifier: MIT
-- Secretaries are told, once, whom nobody can write to; and what could not be delivered.
begin;
\ir ../setup.sql
\ir ../people.sql
select plan(15);

create function pg_temp.ring(instant timestamptz) returns json
language sql set search_path = core, pg_temp
as $$ select test.at(instant); select core.outbox_ring(); select core.outbox_ring(); $$;
create function pg_temp.alert() returns jsonb
language sql set search_path = core, pg_temp
as $$
  select m -> 'view' from jsonb_array_elements(core.outbox_claim('test', 'mail', 100, 100, '{}', 60)::jsonb) as m
  where m ->> 'shape' = 'alert' and m #>> '{to,address}' = 'sec@example.org'
$$;
create function pg_temp.said(alert jsonb) returns jsonb
language sql
as $$
  select jsonb_agg(jsonb_build_array(u -> 'person_name', (
      select string_agg(key, ' ') from jsonb_each(u) where key like 'reason%' and value = 'true'),
    jsonb_path_query_array(u, '$.items[*].ref')) order by u ->> 'person_name')
  from jsonb_array_elements(alert -> 'unreachable') as u
$$;

-- Somebody without a part in the plan, an organisation without a contact, somebody who has left.
select test.call('user:sec', 'action.create', '{"plan":"LR","title":"Un","owner":"lone@example.org","due":"2014-05-13"}') is null
from (select test.admin('person.edit', '{"person":"lone@example.org","name":"Sans plan"}'),
  test.admin('member.add', '{"plan":"LR","party":"lone@example.org","role":"partner"}')) as known
\g /dev/null
select test.call('user:sec', 'action.create', '{"plan":"LR","title":"Deux","owner":"CCI-ALES","due":"2014-05-13"}') is null,
  test.call('user:sec', 'action.create', '{"plan":"LR","title":"Trois","owner":"par@example.org","due":"2014-05-13"}') is null,
  test.call('user:sec', 'action.create', '{"plan":"LR","title":"Quatre","owner":"lone@example.org","due":"2014-06-13"}') is null,
  test.call('user:sec', 'member.remove', '{"plan":"LR","party":"lone@example.org"}') is null,
  test.admin('person.deactivate', '{"person":"par@example.org"}') is null
\g /dev/null
select pg_temp.ring('2014-05-13 08:30:00+02') \g /dev/null
create temp table alert as select pg_temp.alert() as view;
select is((select pg_temp.said(view) from alert), '[["CCI Alès","reason_no_contact",["LR-2"]],
  ["Partenaire","reason_left",["LR-3"]],["Sans plan","reason_no_part",["LR-1","LR-4"]]]', 'whom and why, and what waits');
select is((select view -> 'undelivered' from alert), '[]', 'no more');
select is((select view -> 'secretaries' from alert) @> '[{"address":"sec@example.org"}]', false, 'nobody is told to ask themselves');
select pg_temp.ring('2014-05-14 08:30:00+02') \g /dev/null
select is((select count(*) from core.reminder as r join core.person as p on p.id = r.person
  where r.kind = 'unreachable' and p.email = 'sec@example.org' and r.detail ->> 'person' is not null), 2::bigint,
  'once for each person, whatever falls due');
select is((select string_agg(distinct reason, ' ' order by reason) from core.reminder where kind = 'rung' and state = 'void'),
  'left no_contact no_part', 'the ledger says so of each');
select is((select count(*) from core.reminder where kind = 'unreachable' and person = (
  select id from core.person where email = 'mem@example.org')), 0::bigint, 'members who are no secretaries are not told');

-- A role lost is nobody's news but the ledger's.
select test.call('user:sec', 'meeting.create', '{"plan":"LR","date":"2014-06-20"}') is null,
  test.call('user:sec', 'meeting.convene', '{"meeting":"LR-M1"}') is null,
  test.call('user:sec', 'member.remove', '{"plan":"LR","party":"mem@example.org"}') is null
\g /dev/null
select pg_temp.ring('2014-05-14 09:00:00+02') \g /dev/null
select is((select reason from core.reminder where kind = 'convened' and person = (
  select id from core.person where email = 'mem@example.org')), 'no_part', 'who is of the committee no more is not called');
select is((select count(*) from core.reminder where kind = 'unreachable' and detail ->> 'person' = (
  select id::text from core.person where email = 'mem@example.org')), 0::bigint, 'nor is that an alert');

-- What could not be delivered.
create function pg_temp.fail() returns json
language sql set search_path = core, pg_temp
as $$
  select core.outbox_finish('test', jsonb_agg(jsonb_build_object('id', m -> 'id', 'token', m -> 'token',
    'outcome', 'refused', 'code', 554, 'text', '5.7.1 no'))::json)
  from jsonb_array_elements(core.outbox_claim('test', 'mail', 100, 100, '{}', 60)::jsonb) as m
$$;
update core.message set state = 'sent', ended_at = core.now(), claimed_by = null, lease_until = null where state in ('waiting', 'busy');
select test.call('user:both', 'action.create', '{"plan":"LR","title":"Cinq","owner":"obs@example.org"}') is null \g /dev/null
select pg_temp.ring('2014-05-14 09:30:00+02') \g /dev/null
select is((pg_temp.fail() ->> 'accepted')::integer, 1, 'a server refuses it for good');
select pg_temp.ring('2014-05-14 09:31:00+02') \g /dev/null
truncate alert;
insert into alert select pg_temp.alert();
select is((select (view #> '{undelivered,0}') - 'message' from alert), '{"to":"Observatrice","channel":"courriel","code":554,
  "text":"5.7.1 no","subject":null}', 'whom, and what the server said');
select is((select jsonb_array_length(view -> 'undelivered') from alert), 1, 'once');
select is((select view #>> '{undelivered,0,message}' from alert), (select max(m.id)::text from core.message as m
  join core.person as p on p.id = m.person where p.email = 'obs@example.org'), 'and which message it was');

-- Of what a person may not see, nobody was to be told.
insert into core.unreachable (person, since) select id, core.now() from core.person where email = 'obs@example.org';
select test.call('user:both', 'decision.create', '{"plan":"LR","title":"Du comité seul"}') is null,
  test.call('user:both', 'action.create', '{"plan":"LR","title":"Six","supports":["obs@example.org"]}') is null
\g /dev/null
update core.reminder set state = 'sent', ended_at = core.now() where state = 'waiting';
select test.call('user:both', 'action.edit', '{"action":"LR-6","decision":"LR-D1"}') is null \g /dev/null
select pg_temp.ring('2014-05-14 09:45:00+02') \g /dev/null
select is((select string_agg(concat_ws(' ', r.kind, r.reason), ', ') from core.reminder as r
  where r.kind = 'decided' or r.object like '%:unreachable'), 'decided not_seen', 'so that is no alert');

-- A step of the ladder that was past when the action came is told to nobody, nor that it cannot be.
select test.call('user:both', 'action.create', '{"plan":"LR","title":"Sept","owner":"CCI-ALES","due":"2014-05-14"}') is null \g /dev/null
select pg_temp.ring('2014-05-14 10:00:00+02') \g /dev/null
select is((select count(*) from core.reminder where kind in ('rung', 'unreachable') and object = 'LR-7'), 0::bigint,
  'nor is what was due before');

-- A secretary who is one no more.
select test.admin('member.remove', '{"plan":"LR","party":"both@example.org"}') is null \g /dev/null
create function pg_temp.fails() returns text
language sql set search_path = core, pg_temp
as $$
  select string_agg(distinct split_part(p.email, '@', 1) || coalesce(' ' || notice_fails(r), ''), ', ')
  from reminder as r join person as p on p.id = r.person where r.kind in ('unreachable', 'undelivered')
$$;
select is(pg_temp.fails(), 'both no_part, sec', 'hears of none of it');

select * from finish();
rollback;

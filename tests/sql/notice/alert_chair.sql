-- SPDX-License-Identifier: MIT
-- Where no secretary can be written to, the chairs are told what the secretaries should know.
begin;
\ir ../setup.sql
\ir ../people.sql
select plan(10);

select test.admin('member.remove', '{"plan":"LR","party":"both@example.org"}') is null,
  test.admin('member.add', '{"plan":"LR","party":"lone@example.org","role":"chair"}') is null,
  test.call('user:sec', 'action.create', '{"plan":"LR","title":"Un","owner":"par@example.org","due":"2014-05-13"}') is null,
  test.call('user:sec', 'action.create', '{"plan":"LR","title":"Deux","owner":"obs@example.org","due":"2014-05-14"}') is null,
  test.call('user:sec', 'action.create', '{"plan":"LR","title":"Trois","owner":"CCI-ALES","due":"2014-05-15"}') is null
\g /dev/null
update core.reminder set state = 'sent', ended_at = core.now() where state = 'waiting';

create function pg_temp.id(who text) returns integer
language sql set search_path = core, pg_temp
as $$ select p.id from person as p where p.email = who || '@example.org' $$;
create function pg_temp.ring(instant timestamptz) returns json
language sql set search_path = core, pg_temp
as $$ select test.at(instant); select core.outbox_ring(); select core.outbox_ring(); $$;
create function pg_temp.alerts() returns text
language sql set search_path = core, pg_temp
as $$
  select string_agg(concat_ws(' ', split_part(p.email, '@', 1), coalesce(split_part(q.email, '@', 1), r.object),
    coalesce(r.detail ->> 'reason', r.kind::text), r.state, r.reason), ', ' order by r.id)
  from reminder as r join person as p on p.id = r.person left join person as q on q.id = (r.detail ->> 'person')::integer
  where r.kind in ('unreachable', 'undelivered')
$$;
create function pg_temp.claimed() returns table (name text, message jsonb)
language sql set search_path = core, pg_temp
as $$
  select split_part(m #>> '{to,address}', '@', 1), m
  from jsonb_array_elements(core.outbox_claim('test', 'mail', 100, 100, '{}', 60)::jsonb) as m
$$;
create function pg_temp.finished(message jsonb, outcome text, recipient boolean) returns json
language sql set search_path = core, pg_temp
as $$
  select core.outbox_finish('test', json_build_array(json_build_object('id', message -> 'id', 'token', message -> 'token',
    'outcome', outcome, 'code', case outcome when 'sent' then 250 else 550 end, 'text', 'said', 'recipient', recipient,
    'address', message #>> '{to,address}')))
$$;

select test.admin('person.deactivate', '{"person":"par@example.org"}') is null \g /dev/null
select pg_temp.ring('2014-05-13 08:30:00+02') \g /dev/null
select is(pg_temp.alerts(), 'sec par left bound', 'a secretary who can be written to is told, and no chair');
create temp table given as select * from pg_temp.claimed();
select is((select string_agg(name || ' ' || (message ->> 'shape'), ', ') from given), 'sec alert', 'by mail');
select is((select pg_temp.finished(message, 'refused', true) ->> 'accepted' from given), '1', 'which comes back');
select pg_temp.ring('2014-05-13 08:31:00+02') \g /dev/null
select is(pg_temp.alerts(), 'sec par left void undelivered, lone par left bound', 'so the chair is told');
select is((select string_agg(name || ' ' || (message #>> '{view,unreachable,0,person_name}'), ', ')
  from pg_temp.claimed()), 'lone Partenaire', 'in the same words');

-- From now on at once; and that there is no secretary, when somebody had to be.
update core.message set state = 'sent', ended_at = core.now(), claimed_by = null, lease_until = null where state = 'busy';
update core.reminder set state = 'sent', ended_at = core.now() where state = 'bound';
insert into core.unreachable (person, since) values (pg_temp.id('obs'), core.now());
select pg_temp.ring('2014-05-14 08:30:00+02') \g /dev/null
select is(replace(pg_temp.alerts(), 'sec par left void undelivered, lone par left sent, ', ''),
  'sec obs unreachable void unreachable, lone obs unreachable bound', 'who cannot be told is told nothing; the chair is');
select test.admin('action.create', '{"plan":"LR","title":"Quatre","owner":"sec@example.org","due":"2014-06-13"}') is null
\g /dev/null
select pg_temp.ring('2014-05-14 08:50:00+02') \g /dev/null
select matches(pg_temp.alerts(), 'lone sec unreachable bound', 'also that no message reaches the secretary');

-- What is said of a message that was given up names to a chair no command that is not theirs.
update core.message set state = 'sent', ended_at = core.now(), claimed_by = null, lease_until = null where state in ('waiting', 'busy');
update core.reminder set state = 'sent', ended_at = core.now() where state = 'bound';
select test.admin('action.create', '{"plan":"LR","title":"Cinq","owner":"mem@example.org","due":"2014-06-13"}') is null \g /dev/null
select pg_temp.ring('2014-05-14 09:30:00+02') \g /dev/null
select is((select string_agg(name || ' ' || (pg_temp.finished(message, 'refused', false) ->> 'accepted'), ', ')
  from pg_temp.claimed()), 'mem 1', 'a message is refused');
select pg_temp.ring('2014-05-14 09:31:00+02') \g /dev/null
select is((select message #> '{view,undelivered}' from pg_temp.claimed() where name = 'lone'),
  '[{"to":"Chargée de mission","channel":"courriel","code":550,"text":"said","subject":null,"message":null}]',
  'the chair learns of it');

-- The ledger has each once, whoever else is told of it later.
select is((select count(*) - count(distinct (r.kind, r.object, r.person)) from core.reminder as r
  where r.kind in ('unreachable', 'undelivered')), 0::bigint, 'and of each once');

select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
-- From a deadline to a message that was sent: ladder, ring, claim, end.
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(32);

create function pg_temp.ring() returns json
language plpgsql set search_path = core, pg_temp
as $$
declare
  said json;
begin
  loop
    said := core.outbox_ring(extract(epoch from clock_timestamp()));
    exit when (said ->> 'sleep') is null or (said ->> 'sleep')::double precision > 0;
  end loop;
  return said;
end;
$$;
create function pg_temp.claim(room integer default 100) returns jsonb
language sql
as $$ select core.outbox_claim('one', 'mail', room, room, '{}', 60)::jsonb $$;
create function pg_temp.finish(claims jsonb, outcome text, more jsonb default '{}') returns jsonb
language sql
as $$
  select core.outbox_finish('one', (
    select json_agg(jsonb_build_object('id', c -> 'id', 'token', c -> 'token', 'outcome', outcome) || more)
    from jsonb_array_elements(claims) as c))::jsonb
$$;
-- Rungs in the ledger: object, days, who, state and reason.
create function pg_temp.rungs(of text default 'LR-1') returns text
language sql
as $$
  select coalesce(string_agg(concat_ws(' ', r.days, split_part(p.email, '@', 1), r.state, r.reason), ', '
    order by r.due_at, r.days, p.email), '')
  from core.reminder as r join core.person as p on p.id = r.person
  where r.kind = 'rung' and r.object = of
$$;
create function pg_temp.agenda(of integer default 1) returns text
language sql
as $$ select string_agg(concat_ws(' ', passed, day), ', ') from core.agenda where kind = 'rung' and object = of $$;

delete from core.agenda where kind = 'digest';
select test.at('2014-05-12 10:00:00+02') \g /dev/null
select null from test.sec('action.create', '{"plan":"LR","title":"Un","owner":"par@example.org","due":"2014-06-20"}');
select is(pg_temp.agenda(), '2014-05-30', 'a ladder begins with its first rung to come');
select is((pg_temp.ring() ->> 'sleep')::numeric, 600::numeric, 'asleep until the news are due');
select test.at('2014-05-12 10:10:00+02') \g /dev/null
select is(pg_temp.ring() -> 'ready' ->> 'mail', '1', 'then one message is ready');
select is(pg_temp.claim() -> 0 ->> 'shape', 'news', 'it is claimed');
select is(pg_temp.claim(), '[]', 'once');
select is(pg_temp.finish((select jsonb_agg(jsonb_build_object('id', id, 'token', token)) from core.message), 'sent'),
  '{"stale": 0, "accepted": 1}', 'and sent');
select is(pg_temp.finish((select jsonb_agg(jsonb_build_object('id', id, 'token', token)) from core.message), 'sent'),
  '{"stale": 1, "accepted": 0}', 'which cannot be said twice');

-- The first rung.
select test.at('2014-05-30 07:59:00+02') \g /dev/null
select is(pg_temp.ring() -> 'ready' ->> 'mail', '0', 'nothing before the morning');
select is(pg_temp.rungs(), '-14 par waiting', 'though it is in the ledger');
select is(pg_temp.agenda(), '-14 2014-06-17', 'and the agenda at the next');
select test.at('2014-05-30 08:00:00+02') \g /dev/null
select is(pg_temp.ring() -> 'ready' ->> 'mail', '1', 'it leaves in the morning');
select is(pg_temp.rungs(), '-14 par bound', 'in a message');

-- A relay that is away: the message thaws, and the latest rung alone is left of it.
create temp table claimed as select pg_temp.claim() as claims;
select is((select claims -> 0 -> 'view' -> 'reminders' -> 0 ->> 'ref' from claimed), 'LR-1', 'it tells of the action');
select is((select claims -> 0 ->> 'thread' from claimed), 'LR-1', 'in its thread');
select is(pg_temp.finish((select claims from claimed), 'retry'), '{"stale": 0, "accepted": 1}', 'the relay is away');
select ok((select frozen_at is null and state = 'waiting' and next_at > core.now() from core.message
  order by id desc limit 1), 'what nobody got is looked at again');
select test.at('2014-06-23 12:00:00+02') \g /dev/null
select is((pg_temp.ring() ->> 'held'), null, 'three rungs later');
select is(pg_temp.rungs(), '-14 par bound, -3 par void overtaken, 0 par void overtaken, 1 par bound', 'one message waits');
create temp table claimed_late as select pg_temp.claim() as claims;
select is(pg_temp.rungs(), '-14 par void overtaken, -3 par void overtaken, 0 par void overtaken, 1 par bound',
  'the latest alone leaves');
select is((select jsonb_array_length(claims) from claimed_late), 1, 'in one message');
select is((select claims -> 0 ->> 'uid' from claimed_late), (select claims -> 0 ->> 'uid' from claimed),
  'under the same name');
select is((select late from core.reminder where days = 1 and kind = 'rung'), false, 'on its day: not late');

-- What may have left stays as it is.
select is(pg_temp.finish((select claims from claimed_late), 'ambiguous'), '{"stale": 0, "accepted": 1}', 'the link broke');
select null from test.sec('action.done', '{"action":"LR-1"}');
select is(pg_temp.rungs(), '-14 par void overtaken, -3 par void overtaken, 0 par void overtaken, 1 par bound',
  'what may have left is not ended');
select is(pg_temp.agenda(), null, 'the ladder is');
select test.at('2014-06-24 12:00:00+02') \g /dev/null
select is((select pg_temp.claim() -> 0 ->> 'attempt'), '3', 'it is tried again as it was');
update core.message set lease_until = clock_timestamp() - interval '1 second' where state = 'busy';
select core.outbox_ring(extract(epoch from clock_timestamp()) - 3600) is null \g /dev/null
select is(pg_temp.claim(), '[]', 'a clock that stepped ends no lease');
select core.outbox_ring(null) is null \g /dev/null
select is(pg_temp.claim(), '[]', 'nor one of which nobody knows yet whether it did');
select pg_temp.ring() is null \g /dev/null
select is((select pg_temp.claim() -> 0 ->> 'token'), '5', 'a lease that is over is another''s');
select is(pg_temp.finish((select jsonb_agg(jsonb_build_object('id', id, 'token', 3)) from core.message), 'sent'),
  '{"stale": 2, "accepted": 0}', 'and whoever held it is too late');

-- Nobody to write to.
select null from test.sec('action.create', '{"plan":"LR","title":"Deux","owner":"mem@example.org","due":"2014-07-01"}');
select null from test.admin('person.deactivate', '{"person":"mem@example.org"}');
select test.at('2014-06-24 12:11:00+02') \g /dev/null
select is((pg_temp.ring() ->> 'held'), null, 'a person who left');
select is((select string_agg(r.object || ' ' || p.email, ', ') from core.reminder as r join core.person as p on p.id = r.person
  where r.kind = 'unreachable' and r.plan = 'LR'),
  (select string_agg('person:' || m.id || ':left ' || p.email, ', ' order by p.id)
   from core.person as m, core.person as p
   where m.email = 'mem@example.org' and p.email in ('sec@example.org', 'both@example.org')),
  'the secretaries are told');

select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
-- Messages as people read them and act on them, and the switch; claims, leases and late outcomes; outages; nobody to write to.
begin;
\ir ../setup.sql
\ir ../stage.sql
\ir ../outbox_functions.sql
select plan(47);
alter table core.message alter column id restart;

select test.admin('preference.edit', jsonb_build_object('person', p.email, 'digest', 'none')) is null from core.person as p
\g /dev/null
select test.sec('action.create', '{"plan":"LR","title":"Un","owner":"mem@example.org","due":"2014-06-20"}') is null,
  test.sec('action.create', '{"plan":"LR","title":"Deux","owner":"mem@example.org","due":"2014-06-20"}') is null
\g /dev/null
select is(pg_temp.at('2014-05-12 10:10+02'), '1', 'two assignments are one message');
select is(test.call('user:mem', 'message.list') #>> '{items,0,shape}', 'news', 'its person sees it');
select is(jsonb_array_length(test.sec('message.list', '{"plan":"LR"}') -> 'items'), 1, 'and the secretary');
select is(test.call('user:par', 'message.list') -> 'items', '[]', 'a partner does not');
select is(test.call('user:far', 'message.list') -> 'items', '[]', 'nor another plan''s secretary');
select is(jsonb_array_length(test.admin('message.get', '{"message":1}') -> 'reminders'), 2, 'with why it was made');
select test.refused('user:par', 'message.get', '{"message":1}', 'not_found');
select test.refused('user:mem', 'message.cancel', '{"message":1}', 'forbidden');
select test.refused('user:far', 'message.retry', '{"message":1}', 'not_found');

-- Held.
select test.refused('user:sec', 'delivery.hold', '{"why":"x"}', 'forbidden');
select test.refused('administrator', 'delivery.hold', '{"why":" "}', 'reason_missing');
select is(test.admin('delivery.hold', '{"why":"Sauvegarde relue"}') ->> 'held', 'true', 'deliveries are held');
select is(pg_temp.claim(), '[]', 'then nothing is handed out');
select is(test.sec('delivery.status') ->> 'why', 'Sauvegarde relue', 'as secretaries may know');
select is(pg_temp.ring() ->> 'held', 'switch', 'and the daemon');
select is(test.admin('delivery.release') ->> 'held', 'false', 'released');
select is((select string_agg(method, ' ' order by revision) from core.journal where relation = 'delivery'),
  'delivery.hold delivery.release', 'both are in the journal');

-- The fence: whoever is too late changes nothing.
create temp table first as select pg_temp.claim('one') as claims;
create function pg_temp.beat(token integer) returns jsonb
language sql
as $$ select core.outbox_beat('one', 60, json_build_array(json_build_object('id', 1, 'token', token)))::jsonb $$;
update core.message set lease_until = clock_timestamp() - interval '1 second' where state = 'busy';
select is(pg_temp.beat(1), '[{"id": 1, "token": 1}]', 'a lease that is over lives on while nobody has taken it back');
select is(pg_temp.beat(2), '[]', 'by its own token alone');
select is(pg_temp.claim('two'), '[]', 'what is claimed is nobody else''s');
select is((select pg_temp.finish(claims, 'sent', '{}', 'two') from first), '{"stale": 1, "accepted": 0}', 'another has no say in it');
select pg_temp.lapse() \g /dev/null
create temp table second as select pg_temp.claim('two') as claims;
select is((select claims -> 0 ->> 'uid' from second), (select claims -> 0 ->> 'uid' from first), 'a lease that ended is another''s');
select is((select pg_temp.finish(claims, 'sent') from first), '{"stale": 1, "accepted": 0}', 'a stale token is refused');
select is(pg_temp.beat(1), '[]', 'nor does it live on');
select is(core.outbox_open('two') ->> 'reclaimed', '1', 'a daemon that begins anew takes its own back');
select is((select pg_temp.finish(claims, 'sent', '{}', 'two') from second), '{"stale": 1, "accepted": 0}',
  'and is told nothing of its earlier life');

-- A message that ends every daemon is parked.
update core.message set lapses = 20 where id = 1;
select is(pg_temp.claim(), '[]', 'what ended ten attempts without a word is not handed out');
select is((select state::text from core.message where id = 1), 'failed', 'it has failed');
select is((select count(*) from core.reminder where kind = 'undelivered'), 2::bigint, 'which both secretaries are told');
select is(pg_temp.at('2014-05-12 10:30+02'), '2', 'once');
select is(pg_temp.sent(), 'both sec', 'each');
select is(test.sec('message.retry', '{"message":1}') ->> 'state', 'waiting', 'a secretary has it tried again');
select is(jsonb_array_length(pg_temp.claim()), 1, 'it is handed out');
select test.refused('user:sec', 'message.cancel', '{"message":1}', 'wrong_state', '{"state":"busy"}');
select pg_temp.lapse() \g /dev/null
select pg_temp.finish(pg_temp.claim(), 'refused', '{"code":550,"text":"5.1.1 unknown","address":"ancienne@example.org"}') \g /dev/null
select is((select concat_ws(' ', state, last_code) from core.message where id = 1), 'waiting 550',
  'refused for an address that has been corrected meanwhile, it goes to the new one');
select is((select count(*) from core.unreachable), 0::bigint, 'which nobody has refused');
update core.message set next_at = core.now() where id = 1;
select pg_temp.finish(pg_temp.claim(), 'refused', '{"code":550,"text":"5.1.1 unknown","address":"Mem@example.org"}') \g /dev/null
select is((select count(*) from core.unreachable), 1::bigint, 'an address that was refused is noted');
select is(pg_temp.at('2014-05-12 11:00+02'), '0', 'and the same failure not told twice');

-- Nobody to write to: one alert for each secretary, however many actions.
select is(pg_temp.at('2014-05-30 08:00+02'), '2', 'the next rungs are for nobody');
select is((select count(*) from core.reminder where kind = 'rung' and reason = 'unreachable'), 2::bigint, 'both rungs say why');
select is(pg_temp.sent(), 'both sec', 'the secretaries are told once');
select test.admin('person.edit', '{"person":"mem@example.org","email":"neuve@example.org"}') is null \g /dev/null

-- An outage of three weeks: of each action the latest rung alone, once, late.
select is(pg_temp.at('2014-06-21 12:00+02'), '1', 'one message');
select is(pg_temp.sent(), 'neuve!', 'late');
select is(pg_temp.rungs(), '-14 neuve void unreachable, -3 neuve void overtaken, 0 neuve sent', 'the rungs before are overtaken');

-- Away.
select test.admin('preference.edit', '{"person":"neuve@example.org","muted_until":"2014-07-02"}') is null \g /dev/null
select pg_temp.at('2014-07-02 12:00+02') \g /dev/null
select is(pg_temp.rungs('LR-2'), '-14 neuve void unreachable, -3 neuve void overtaken, 0 neuve sent, 1 neuve void overtaken, '
  || '7 both bound, 7 neuve waiting, 7 sec bound', 'who is away is not told');
select pg_temp.sent() \g /dev/null
select is(pg_temp.at('2014-07-03 08:00+02'), '1', 'but on the first morning after');
select is(pg_temp.sent(), 'neuve!', 'of the latest');

select * from finish();
rollback;

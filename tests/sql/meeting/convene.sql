-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(40);

create function pg_temp.told() returns text
language sql
as $$
  select coalesce(string_agg(concat_ws(' ', split_part(p.email, '@', 1), r.detail ->> 'update', r.detail ->> 'cancelled'), ', '
    order by p.email), '')
  from core.reminder as r join core.person as p on p.id = r.person
  where r.state = 'waiting' and r.kind = 'convened'
$$;
create function pg_temp.calendar() returns jsonb
language sql set search_path = core, pg_temp
as $$ select core.convening_calendar(m) - 'uid' from core.meeting as m where m.number = 2 $$;
create function pg_temp.fails() returns text
language sql set search_path = core, pg_temp
as $$ select string_agg(core.notice_fails(r), ' ') from core.reminder as r where r.state = 'waiting' and r.kind = 'convened' $$;
create function pg_temp.sent() returns void
language sql
as $$ update core.reminder set state = 'sent', ended_at = core.now() where state = 'waiting' $$;

select null from test.sec('meeting.create', '{"plan":"LR","committee":"COPIL","said":"d''ici l''été"}');
select test.refused('user:sec', 'meeting.convene', '{"meeting":"LR-M2"}', 'bad_value', '{}', 'the date must be fixed');
select null from test.sec('meeting.edit', '{"meeting":"LR-M2","date":"2014-06-20","place":"Alès","objective":"Décider"}');
select test.refused('user:mem', 'meeting.convene', '{"meeting":"LR-M2"}', 'forbidden');
select test.refused('user:sec', 'meeting.convene', '{"meeting":"LR-M1"}', 'wrong_state', '{"state":"held"}');
select test.refused('user:sec', 'meeting.convene', '{"meeting":"LR-M9"}', 'not_found');
select is(pg_temp.told(), '', 'nobody is told of what is not convened');
select is(test.sec('meeting.convene', '{"meeting":"LR-M2"}') -> 'convened_at', to_jsonb(core.now()), 'convened');
select is(pg_temp.told(), 'both false false, mem false false',
  'all who see the plan whole, but who did it; no partner, no observer');
select is(pg_temp.calendar(), '{"sequence":0,"method":"REQUEST","cancelled":false,"date":"2014-06-20",
  "time":null,"zone":null,"minutes":null,"summary":"COPIL 2 – Décider","location":"Alès","description":"LR-M2\nDécider"}',
  'with an invitation');

-- Before anything was sent.
select null from test.sec('meeting.edit', '{"meeting":"LR-M2","place":"Nîmes"}');
select is(pg_temp.told(), 'both false false, mem false false', 'a change before they were told is no change to them');
select is(pg_temp.calendar() ->> 'sequence', '1', 'its number grows all the same');
select null from test.sec('meeting.edit', '{"meeting":"LR-M2","clear":["date"]}');
select is(pg_temp.told(), '', 'nor need they know that it does not take place');
select null from test.sec('meeting.edit', '{"meeting":"LR-M2","date":"2014-06-20"}');
select is(pg_temp.told(), 'both false false, mem false false', 'that it does again is the first that they hear of it');
select pg_temp.sent() \g /dev/null

-- Afterwards.
select null from test.sec('meeting.edit', '{"meeting":"LR-M2","objective":"Décider enfin"}');
select is(pg_temp.told(), '', 'what does not change date or place is not told');
select null from test.sec('meeting.edit', '{"meeting":"LR-M2","date":"2014-06-24"}');
select is(pg_temp.told(), 'both true false, mem true false', 'another date is');
select is(pg_temp.calendar() ->> 'date', '2014-06-24', 'in the calendar too');
select pg_temp.sent() \g /dev/null
select null from test.sec('journal.undo', '{"plan":"LR"}');
select is(pg_temp.told(), 'both true false, mem true false', 'taken back is another change');
select is((pg_temp.calendar() ->> 'sequence')::integer, 5, 'whose number grows');
select pg_temp.sent() \g /dev/null
select null from test.sec('meeting.edit', '{"meeting":"LR-M2","clear":["date"]}');
select is(pg_temp.told(), 'both true true, mem true true', 'it does not take place');
select is(pg_temp.calendar() - '{time,zone,minutes,summary,description}'::text[], '{"sequence":6,"method":"CANCEL","cancelled":true,
  "date":"2014-06-20","location":"Nîmes"}', 'on the day that they knew');
select pg_temp.sent() \g /dev/null
select null from test.sec('meeting.edit', '{"meeting":"LR-M2","date":"2014-06-25"}');
select pg_temp.sent() \g /dev/null
select test.at('2014-05-13 10:00:00+02') \g /dev/null
select null from test.sec('meeting.convene', '{"meeting":"LR-M2"}');
select is(pg_temp.told(), 'both true false, mem true false', 'convened again, all are told again');
select pg_temp.sent() \g /dev/null
select test.sec('journal.undo', '{"plan":"LR"}') is null \g /dev/null
select is((pg_temp.calendar() ->> 'cancelled'), 'false', 'that undone, it is as convened before');

-- Its hours.
select pg_temp.sent() \g /dev/null
select null from test.sec('meeting.edit', '{"meeting":"LR-M2","starts":"14:00"}');
select is(pg_temp.told(), 'both true false, mem true false', 'an hour is told');
select is(pg_temp.calendar() - '{summary,description,location,sequence}'::text[], '{"method":"REQUEST","cancelled":false,
  "date":"2014-06-25","time":"14:00","zone":"Europe/Paris","minutes":null}', 'as the calendar has it, in the plan''s zone');
select pg_temp.sent() \g /dev/null
select null from test.sec('meeting.edit', '{"meeting":"LR-M2","starts":"14:00","ends":"17:00"}');
select is(pg_temp.told(), 'both true false, mem true false', 'an end is told');
select is(pg_temp.calendar() ->> 'minutes', '180', 'as a duration');
select pg_temp.sent() \g /dev/null
select null from test.sec('meeting.edit', '{"meeting":"LR-M2","starts":"14:00","ends":"17:00"}');
select is(pg_temp.told(), '', 'the same hours again are no change');
select null from test.admin('plan.edit', '{"plan":"LR","title":"Plateforme","zone":"Europe/Paris"}');
select is(pg_temp.told(), '', 'nor is the zone that it is in');
select null from test.admin('plan.edit', '{"plan":"LR","zone":"America/Cayenne"}');
select is(pg_temp.told(), 'both true false, mem true false, sec true false', 'another zone is: these are other instants');
select is(pg_temp.calendar() ->> 'zone', 'America/Cayenne', 'in the calendar too');
select pg_temp.sent() \g /dev/null
select null from test.sec('meeting.edit', '{"meeting":"LR-M2","clear":["starts"]}');
select is(pg_temp.told(), 'both true false, mem true false', 'a whole day again');
select is(pg_temp.calendar() - '{summary,description,location,sequence}'::text[], '{"method":"REQUEST","cancelled":false,
  "date":"2014-06-25","time":null,"zone":null,"minutes":null}', 'without hours and zone');
select pg_temp.sent() \g /dev/null
select null from test.admin('plan.edit', '{"plan":"LR","zone":"Europe/Paris"}');
select is(pg_temp.told(), '', 'whatever the zone');
select is((select string_agg(to_jsonb(m)::text, '') from core.meeting_history as m where number = 2) ~ '"starts": "14:00:00"',
  true, 'what it was is in its history');

-- Sent at the time of the meeting.
select pg_temp.sent() \g /dev/null
select null from test.sec('meeting.edit', '{"meeting":"LR-M2","place":"Alès"}');
select test.at('2014-06-25 18:00:00+02') \g /dev/null
select null from test.sec('meeting.hold', '{"meeting":"LR-M2"}');
select is(pg_temp.fails(), 'held held', 'once held, nobody is called to it');

-- Undone as a whole.
select null from test.sec('meeting.create', '{"plan":"LR","committee":"COPIL","date":"2014-09-20"}');
select null from test.sec('meeting.convene', '{"meeting":"LR-M3"}');
select pg_temp.sent() \g /dev/null
select null from test.sec('journal.undo', '{"plan":"LR"}');
select is(pg_temp.told(), 'both true true, mem true true', 'a convening that is undone is told');
select pg_temp.sent() \g /dev/null
select null from test.sec('journal.undo', '{"plan":"LR"}');
select is(pg_temp.told(), '', 'once');
select is((select withdrawn from core.meeting where number = 3), true, 'though the meeting itself is withdrawn then');
select is((select cancelled from core.convening where meeting = 3), true, 'and stays cancelled');

-- Who was never told, and then sets the date, knows that it takes place.
select null from test.sec('meeting.create', '{"plan":"LR","date":"2014-09-21"}');
select test.admin('meeting.convene', '{"meeting":"LR-M4"}') is null,
  test.admin('meeting.edit', '{"meeting":"LR-M4","clear":["date"]}') is null \g /dev/null
select null from test.sec('meeting.edit', '{"meeting":"LR-M4","date":"2014-09-22"}');
select test.admin('meeting.edit', '{"meeting":"LR-M4","clear":["date"]}') is null \g /dev/null
select is(pg_temp.told(), 'sec true true', 'and is told that it does not; the others need not know');

-- What is on its way will be known.
select null from test.sec('meeting.create', '{"plan":"LR","date":"2014-09-25"}');
select null from test.sec('meeting.convene', '{"meeting":"LR-M5"}');
insert into core.message (person, channel, host, shape, object, plans, state, next_at, claimed_by, lease_until, frozen_at, content,
  made_at, act_by)
select r.person, 'mail', 'smtp', 'convened', r.object, '{LR}', 'busy', core.now(), 'one', core.now(), core.now(), '{}', core.now(),
  '2014-09-25'
from core.reminder as r where r.object = 'LR-M5';
update core.reminder as r set state = 'bound', message = m.id from core.message as m
where m.object = r.object and m.person = r.person and r.object = 'LR-M5';
select null from test.sec('meeting.edit', '{"meeting":"LR-M5","place":"Alès"}');
select is((select string_agg(r.detail ->> 'update', ' ') from core.reminder as r where r.object = 'LR-M5' and r.state = 'waiting'),
  'true true', 'a change of it is a change');

select * from finish();
rollback;

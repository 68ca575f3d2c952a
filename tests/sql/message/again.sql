-- SPDX-License-Identifier: MIT
-- Messages that a person has tried again while others gather, or cancels; and what of them a secretary of one plan reads.
begin;
\ir ../setup.sql
\ir ../stage.sql
\ir ../outbox_functions.sql
select plan(19);
alter table core.message alter column id restart;
select test.admin('preference.edit', jsonb_build_object('person', p.email, 'digest', 'none')) is null from core.person as p
\g /dev/null

create function pg_temp.create(who text, plan text, owner text, title text) returns void
language sql
as $$
  select test.call('user:' || who, 'action.create', jsonb_build_object('plan', plan, 'title', title,
    'owner', owner || '@example.org', 'due', '2014-09-30'))
$$;
create function pg_temp.state(number bigint) returns text
language sql
as $$
  select concat_ws(' ', m.state, string_agg(concat_ws(' ', r.object, r.state, r.reason), ', ' order by r.object))
  from core.message as m left join core.reminder as r on r.message = m.id
  where m.id = number group by m.state
$$;

-- Refused, and tried again when another gathers already: one message leaves, with all that is to be said.
select pg_temp.create('sec', 'LR', 'mem', 'Une'), pg_temp.at('2014-05-12 10:10+02') \g /dev/null
select pg_temp.finish(pg_temp.claim(), 'refused', '{"code":554,"text":"554 <mem@example.org>: no"}') \g /dev/null
select is(pg_temp.state(1), 'failed LR-1 void undelivered', 'a message is refused');
select pg_temp.create('sec', 'LR', 'mem', 'Deux'), pg_temp.at('2014-05-12 10:30+02') \g /dev/null
create temp table beside as select id from core.message where shape = 'news' and id > 1;
select is((select pg_temp.state(id) from beside), 'waiting LR-2 bound', 'another gathers');
select is(test.sec('message.retry', '{"message":1}') ->> 'state', 'waiting', 'the first is tried again');
select is(pg_temp.state(1), 'waiting LR-1 bound, LR-2 bound', 'and says what the other was to say');
select is((select rtrim(pg_temp.state(id)) from beside), 'void', 'which has nothing left');
select is((select ended_at is null and frozen_at is null and attempt = 0 from core.message where id = 1), true,
  'it begins anew');
select is(pg_temp.sent(), 'both mem sec', 'each person has one message');
select is(pg_temp.state(1), 'sent LR-1 sent, LR-2 sent', 'with both in it');

-- What may have left stays as it was, beside what gathers.
select pg_temp.create('sec', 'LR', 'mem', 'Trois'), pg_temp.at('2014-05-12 10:50+02') \g /dev/null
create temp table tried as select max(id) as id from core.message;
select pg_temp.finish(pg_temp.claim(), 'ambiguous', '{"text":"silence"}') \g /dev/null
select pg_temp.create('sec', 'LR', 'mem', 'Quatre'), pg_temp.at('2014-05-12 10:51+02') \g /dev/null
select test.sec('message.retry', jsonb_build_object('message', id)) is null from tried \g /dev/null
select is((select pg_temp.state(id) from tried), 'waiting LR-3 bound', 'what may have left says what it said');
select is(pg_temp.sent(), 'mem', 'and leaves');

-- Cancelled.
select pg_temp.at('2014-05-12 11:10+02') \g /dev/null
truncate tried;
insert into tried select max(id) from core.message where state = 'waiting';
select is(test.sec('message.cancel', (select jsonb_build_object('message', id) from tried)) ->> 'state', 'cancelled',
  'a secretary cancels what waits');
select is((select pg_temp.state(id) from tried), 'cancelled LR-4 void message_cancelled', 'which is told to nobody');
select is(pg_temp.claim(), '[]', 'nor handed out');
select is((select method from core.journal where plan = '' order by revision desc limit 1), 'message.cancel',
  'and is in the journal');
select test.refused('user:sec', 'message.cancel', '{"message":1}', 'wrong_state', '{"state":"sent"}');

-- What secretaries read of a message about two plans, and of what a server said of others' people.
select pg_temp.create('sec', 'LR', 'both', 'Cinq'), pg_temp.create('far', 'PACA', 'both', 'Six'),
  pg_temp.at('2014-05-12 11:40+02') \g /dev/null
truncate tried;
insert into tried select max(id) from core.message where state = 'waiting';
create function pg_temp.plans(who text) returns jsonb
language sql
as $$ select test.call('user:' || who, 'message.get', jsonb_build_object('message', id)) -> 'plans' from tried $$;
select is(pg_temp.plans('sec'), '["LR"]', 'a secretary reads of which of the own plans it is');
select is(pg_temp.plans('both'), '["LR", "PACA"]', 'its person of all');
select pg_temp.sent(), pg_temp.create('sec', 'LR', 'mem', 'Sept'), pg_temp.at('2014-05-12 12:10+02'),
  pg_temp.finish(pg_temp.claim(), 'refused', '{"code":554,"text":"554 <mem@example.org>: no"}') \g /dev/null
select is(jsonb_path_exists(test.call('user:sec', 'delivery.status'), '$.trouble[*] ? (@.text like_regex "mem@")'), true,
  'what a server said of the own plan''s people');
select is(jsonb_path_exists(test.call('user:far', 'delivery.status'), '$.trouble[*] ? (@.text like_regex "mem@")'), false,
  'and not of others');

select * from finish();
rollback;

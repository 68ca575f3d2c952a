-- SPDX-License-Identifier: MIT
-- News in the ledger: who is told of what, and when.
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(34);

-- What waits: kind, object, who.
create function pg_temp.waiting() returns text
language sql
as $$
  select coalesce(string_agg(concat_ws(' ', r.kind, r.object, split_part(p.email, '@', 1)), ', '
    order by r.kind, r.object, p.email), '')
  from core.reminder as r join core.person as p on p.id = r.person
  where r.state = 'waiting' and core.is_news(r.kind)
$$;
-- Why what waits would not be sent, by person.
create function pg_temp.fails(object text, email text default '%') returns text
language sql set search_path = core, pg_temp
as $$
  select string_agg(coalesce(core.notice_fails(r), 'holds'), ' ' order by p.email)
  from core.reminder as r join core.person as p on p.id = r.person
  where r.state = 'waiting' and r.object = fails.object and p.email like fails.email
$$;
-- As if all had been sent.
create function pg_temp.sent() returns void
language sql
as $$ update core.reminder set state = 'sent', ended_at = core.now() where state = 'waiting' $$;
select test.admin('member.add', '{"plan":"LR","party":"CCI-ALES","role":"partner"}') is null,
  test.admin('organisation.edit', '{"organisation":"CCI-ALES","contact":"mem@example.org"}') is null,
  test.admin('member.add', '{"plan":"LR","party":"lone@example.org","role":"chair"}') is null
\g /dev/null

-- Assigned.
select null from test.sec('action.create', '{"plan":"LR","title":"Un","owner":"par@example.org","due":"2014-06-30",
  "decision":"LR-D1","supports":["CCI-ALES","obs@example.org"]}');
select is(pg_temp.waiting(), 'assigned LR-1 mem, assigned LR-1 obs, assigned LR-1 par',
  'owner and supports are told, an organisation''s contact for it');
select is((select array_agg(distinct due_at) from core.reminder where state = 'waiting'),
  array[core.now() + interval '10 minutes'], 'ten minutes later');
select null from test.sec('action.create', '{"plan":"LR","title":"À moi","owner":"sec@example.org"}');
select null from test.sec('action.create', '{"plan":"LR","title":"À personne"}');
select null from test.sec('action.create', '{"plan":"LR","title":"Proposée","owner":"par@example.org","state":"proposed"}');
select unalike(pg_temp.waiting(), '%LR-2%', 'never who did it');
select unalike(pg_temp.waiting(), '%LR-4%', 'nor of what is only proposed');
select test.at('2014-05-12 10:08:00+02') \g /dev/null
select null from test.sec('action.accept', '{"action":"LR-4"}');
select is((select string_agg(object || ' ' || to_char(due_at at time zone 'Europe/Paris', 'HH24:MI'), ', ' order by object)
  from core.reminder where state = 'waiting' and person = (select id from core.person where email = 'par@example.org')),
  'LR-1 10:18, LR-4 10:18', 'until it is accepted; what waits for the same person waits with it');
update core.reminder set due_at = '2014-05-12 10:59:00+02' where state = 'waiting';  -- as if more had come meanwhile
select test.at('2014-05-12 10:55:00+02') \g /dev/null
select null from test.sec('action.create', '{"plan":"LR","title":"Encore","owner":"par@example.org"}');
select is((select distinct to_char(due_at at time zone 'Europe/Paris', 'HH24:MI') from core.reminder
  where state = 'waiting' and person = (select id from core.person where email = 'par@example.org')),
  '11:00', 'an hour at most');
select null from test.sec('action.edit', '{"action":"LR-5","owner":"CCI-ALES"}');
select matches(pg_temp.waiting(), 'assigned LR-5 mem', 'a new owner is told');
select unalike(pg_temp.waiting(), '%LR-5 par%', 'the one before no longer');

select null from test.sec('action.create', '{"plan":"LR","title":"Échange","owner":"CCI-ALES"}');
update core.reminder set state = 'sent', ended_at = core.now() where object = 'LR-6';
select null from test.sec('action.edit', '{"action":"LR-6","owner":"obs@example.org"}');
select test.sec('journal.undo', '{"plan":"LR"}') is null \g /dev/null
select unalike(pg_temp.waiting(), '%LR-6%', 'given away and back at once, nobody is told');

-- Moved.
select null from test.sec('action.postpone', '{"action":"LR-1","due":"2014-07-31","why":"x"}');
select unalike(pg_temp.waiting(), '%moved%', 'who waits to hear of it hears of the new deadline');
select pg_temp.sent() \g /dev/null
select null from test.sec('action.postpone', '{"action":"LR-1","due":"2014-08-31","why":"Congés"}');
select is(pg_temp.waiting(), 'moved LR-1 mem, moved LR-1 obs, moved LR-1 par', 'then of the move');
select null from test.sec('action.postpone', '{"action":"LR-1","due":"2014-09-30","why":"Encore"}');
select is((select string_agg(detail ->> 'from', ' ') from core.reminder where state = 'waiting'),
  '2014-07-31 2014-07-31 2014-07-31', 'moved again, from where they knew it');
select null from test.sec('action.edit', '{"action":"LR-1","due":"2014-07-31"}');
select is(pg_temp.waiting(), '', 'moved back before anything was said, there is nothing to say');
select null from test.sec('action.edit', '{"action":"LR-4","due":"2014-07-31"}');
select is((select detail -> 'from' from core.reminder where state = 'waiting'), 'null', 'a first deadline is news too');
select null from test.sec('meeting.create', '{"plan":"LR","committee":"COPIL","date":"2014-06-20"}'),
  test.sec('action.edit', '{"action":"LR-5","due":"prochain COPIL"}') as edited;
select pg_temp.sent() \g /dev/null
select null from test.sec('meeting.edit', '{"meeting":"LR-M2","date":"2014-06-24"}');
select is(pg_temp.waiting(), 'moved LR-5 mem', 'a deadline that moved with its meeting');
select pg_temp.sent() \g /dev/null

-- Requested and answered.
select null from test.call('user:par', 'postponement.request', '{"action":"LR-1","due":"2014-09","why":"Congés"}');
select is(pg_temp.waiting(), 'requested LR-1 both, requested LR-1 lone, requested LR-1 sec', 'secretaries and chairs');
select null from test.call('user:lone', 'postponement.accept', '{"action":"LR-1"}');
select is(pg_temp.waiting(), 'moved LR-1 mem, moved LR-1 obs, answered LR-1 par',
  'who asked is told the answer, the others that it moved; nobody that it was asked');
select pg_temp.sent() \g /dev/null
select null from test.call('user:par', 'postponement.request', '{"action":"LR-1","due":"2014-12","why":"Congés"}');
select null from test.sec('action.done', '{"action":"LR-1"}');
select is(pg_temp.waiting(), '', 'a request that is overtaken is no news');
select null from test.sec('action.reopen', '{"action":"LR-1"}');
select is(pg_temp.waiting(), '', 'nor is an action reopened: its ladder begins again');

-- Decided.
select null from test.sec('decision.edit', '{"decision":"LR-D1","title":"Cartographier la  sous-traitance."}');
select is(pg_temp.waiting(), '', 'signs and blanks are no substance');
select null from test.sec('decision.edit', '{"decision":"LR-D1","text":"Avec les trois chambres"}');
select is(pg_temp.waiting(), 'decided LR-D1 mem, decided LR-D1 obs, decided LR-D1 par',
  'those whose running actions hang on it');
select is(pg_temp.fails('LR-D1'), 'holds not_seen not_seen',
  'if they may see it when it is sent');
select pg_temp.sent() \g /dev/null
select null from test.sec('decision.create', '{"plan":"LR","title":"Autrement","supersedes":"LR-D1"}');
select matches(pg_temp.waiting(), 'decided LR-D1 par', 'another takes its place');
select pg_temp.sent() \g /dev/null
select null from test.sec('action.edit', '{"action":"LR-4","decision":"LR-D2"}');
select is(pg_temp.waiting(), 'decided LR-D2 par', 'an action hangs on another decision');
select pg_temp.sent() \g /dev/null

-- Rights at the moment of sending, and wishes.
select null from test.sec('action.create', '{"plan":"LR","title":"Six","owner":"par@example.org"}');
select null from test.sec('member.remove', '{"plan":"LR","party":"par@example.org"}');
select is(pg_temp.fails('LR-7'), 'no_part',
  'who has no part in the plan any more is told nothing of it');
select null from test.sec('member.add', '{"plan":"LR","party":"par@example.org","role":"partner"}');
select is(pg_temp.fails('LR-7'), 'holds', 'until there is one again');
select null from test.admin('person.deactivate', '{"person":"par@example.org"}');
select is(pg_temp.fails('LR-7'), 'no_part', 'nor who may not act');
select null from test.admin('person.activate', '{"person":"par@example.org"}');
select null from test.sec('action.cancel', '{"action":"LR-7","why":"x"}');
select is((select string_agg(reason, ' ') from core.reminder where object = 'LR-7'), 'cancelled', 'nor of what is over');
select pg_temp.sent() \g /dev/null
select null from test.call('user:par', 'preference.edit', '{"channel":"none"}');
select null from test.sec('action.create', '{"plan":"LR","title":"Sept","owner":"par@example.org"}');
select is((select state || ' ' || reason from core.reminder where object = 'LR-8'), 'void unwanted',
  'who wants nothing gets nothing, and the ledger says so');
select null from test.call('user:par', 'preference.edit', '{"channel":"mail"}');
select null from test.call('user:par', 'webhook.create', '{"url":"https://hooks.example.org/"}');
select null from test.call('user:par', 'preference.edit', '{"channel":"webhook"}');
select null from test.sec('action.create', '{"plan":"LR","title":"Huit","owner":"par@example.org"}');
select is((select channel::text from core.reminder where object = 'LR-9'), 'webhook', 'by the channel wanted');

-- Minutes.
select null from test.sec('meeting.edit', '{"meeting":"LR-M1","minutes":"Dit."}'),
  test.call('user:lone', 'meeting.approve', '{"meeting":"LR-M1"}') as approved;
select matches(pg_temp.waiting(), 'minutes LR-M1 both, minutes LR-M1 mem, minutes LR-M1 sec', 'those who see the plan whole');
select unalike(pg_temp.waiting(), '%minutes LR-M1 lone%', 'but who approved them');
select unalike(pg_temp.waiting(), '%minutes LR-M1 (par|obs)%', 'and nobody else');
select null from test.sec('meeting.reopen', '{"meeting":"LR-M1"}');
select unalike(pg_temp.waiting(), '%minutes%', 'reopened, they are none');

select * from finish();
rollback;

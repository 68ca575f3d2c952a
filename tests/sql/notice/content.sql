-- SPDX-License-Identifier: MIT
-- What messages say: no name in what is kept, each recipient's language, nothing that is not theirs to see.
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(75);
alter table core.reminder drop constraint if exists reminder_message;  -- messages are made of rows here

-- What the ring does, in short: at that instant packs and digests fall due, and what waits and still holds is bound to
-- one message for each person and shape.
create function pg_temp.shape(kind core.reminder_kind) returns text
language sql
as $$
  select case when kind in ('convened', 'minutes', 'pack', 'digest') then kind::text
    when kind in ('unreachable', 'undelivered') then 'alert' else 'news' end
$$;
create function pg_temp.ring(instant timestamptz) returns void
language plpgsql set search_path = core, pg_temp
as $$
begin
  perform test.at(instant);
  perform case a.kind when 'pack' then agenda_pack(a.plan, a.object) else agenda_digest(a.person) end
  from (select * from core.agenda where kind <> 'rung' and at <= core.now()) as a;
  update core.reminder as r
  set state = 'bound', message = r.person * 10 + length(pg_temp.shape(r.kind))
  where r.state = 'waiting' and r.due_at <= core.now() and notice_fails(r) is null;
end;
$$;
create function pg_temp.kept(who text, shape text) returns jsonb
language sql set search_path = core, pg_temp
as $$
  select message_content(jsonb_populate_record(null::core.message, jsonb_build_object('id', r.message,
    'uid', '0f0e0d0c-0b0a-4908-8706-050403020100', 'person', r.person, 'channel', r.channel, 'shape', kept.shape,
    'webhook', case r.channel when 'webhook' then (webhook_of(r.person)).id end)))
  from core.reminder as r join core.person as p on p.id = r.person
  where p.email = who || '@example.org' and pg_temp.shape(r.kind) = kept.shape and r.state = 'bound'
  limit 1
$$;
create function pg_temp.filled(who text, shape text) returns jsonb
language sql set search_path = core, pg_temp
as $$ select content_filled(pg_temp.kept(who, shape)) $$;
create function pg_temp.gone() returns void
language sql
as $$
  update core.reminder set state = 'sent', message = null, ended_at = core.now() where state in ('waiting', 'bound')
$$;

create function pg_temp.told_due(due date) returns jsonb
language plpgsql set search_path = core, pg_temp
as $$
declare
  about action;
begin
  select * into about from action as a where a.plan = 'LR' and a.number = 1;
  about.due_last := due;
  return told_action(about.owner_person, about, 'en');
end;
$$;

create function pg_temp.head(who text, plans text[]) returns text
language sql set search_path = core, pg_temp
as $$
  select concat_ws(' ', h ->> 'keeps', (
    select string_agg(split_part(p.email, '@', 1), ',' order by p.email)
    from jsonb_array_elements(h -> 'secretaries') as s join core.person as p on p.id = (s #>> '{name,$person}')::integer))
  from core.person as r, told_head(r.id, plans, told_secretaries(plans), false, false) as h where r.email = who || '@example.org'
$$;

-- Days and figures.
select is(core.day_words(day, locale::core.locale), translate(words, ' ', chr(160)), words)
from (values ('2014-07-01'::date, 'fr', '1er juillet 2014'), ('2014-08-15', 'fr', '15 août 2014'),
  ('2014-07-01', 'en', '1 July 2014')) as example (day, locale, words);
select is(core.figure_words(figure, 'M€', locale::core.locale), words || chr(160) || 'M€', words)
from (values (162::numeric, 'fr', '162'), (1234567.5, 'en', '1,234,567.5'), (0.25, 'fr', '0,25'),
  (6500, 'fr', '6' || chr(8239) || '500')) as example (figure, locale, words);
select is(core.due_words('2014-06-30', locale::core.locale), words, words)
from (values ('fr', 'lundi 30 juin'), ('en', 'Monday 30 June')) as example (locale, words);

-- News.
select test.admin('person.edit', '{"person":"par@example.org","locale":"en"}') is null,
  test.sec('action.create', '{"plan":"LR","title":"Réaliser {\"$person\": 1} l''annuaire","owner":"par@example.org",
    "due":"fin juin","decision":"LR-D1","visibility":"partners","priority":"high"}') is null
\g /dev/null
select pg_temp.ring('2014-05-12 10:15:00+02') \g /dev/null
select unalike(pg_temp.kept('par', 'news')::text, '%example.org%', 'no address in what is kept');
select unalike(pg_temp.kept('par', 'news')::text, '%Partenaire%', 'and no name');
select is(pg_temp.filled('par', 'news') #>> '{view,name}', 'Partenaire', 'they are put in when it is handed out');
select is(pg_temp.filled('par', 'news') #> '{view,secretaries}', '[{"name":"Secrétariat COPIL","address":"sec@example.org"},
  {"name":"Animation régionale","address":"both@example.org"}]', 'whom to answer');
select is(pg_temp.filled('par', 'news') #> '{view,plans}', '[{"key":"LR","title":"Plateforme industrielle"}]', 'of which plan');
select is(pg_temp.filled('par', 'news') #> '{view,assigned,0}', '{"ref":"LR-1","title":"Réaliser {\"$person\": 1} l''annuaire",
  "plan":"LR","plan_title":"Plateforme industrielle","owner":"Partenaire","mine":true,"support":false,"due":"30 June 2014",
  "due_day":"Monday 30 June","said":"fin juin","before":{"days":null,"many":false},"today":false,"after":null,"late":false,"done":false,"decision":null,
  "postponements":0,"postponed":null,"progress":0,"priority_high":true,"blocked_why":null,"from":null,"to":"30 June 2014",
  "with_meeting":null,"by":null,"asked":null,"accepted":false,"why":null}',
  'the action, in the recipient''s language, without the decision, which is the committee''s');
select is(pg_temp.head(who, plans), answers, who || ' of ' || plans::text)
from (values ('par', '{LR}'::text[], 'false both,sec'), ('sec', '{LR}', 'true'), ('both', '{LR,PACA}', 'true'),
  ('sec', '{LR,PACA}', 'false both,far'), ('sec', '{}', 'false'), ('sec', null, 'false')) as example (who, plans, answers);
-- Ascension is Thursday 29 May, Whit Monday 9 June 2014.
select is(jsonb_build_array(told -> 'before' -> 'days', told -> 'after' -> 'days'), wanted::jsonb, day || ' to ' || due)
from (values ('2014-05-28', '2014-05-30', '[1,null]'), ('2014-05-23', '2014-05-26', '[1,null]'),
    ('2014-05-30', '2014-05-31', '[null,null]'), ('2014-05-28', '2014-06-27', '[20,null]'),
    ('2014-05-28', '2014-06-30', '[null,null]'), ('2014-06-08', '2014-06-06', '[null,null]'),
    ('2014-06-10', '2014-06-06', '[null,1]'), ('2014-06-11', '2014-06-06', '[null,2]'))
  as example (day, due, wanted),
  lateral (select test.at((day || ' 10:00:00+02')::timestamptz)) as shifted,
  lateral (select pg_temp.told_due(due::date + 0 * length(shifted::text)) as told) as said;
select test.at('2014-05-12 10:15:00+02') \g /dev/null
select is(pg_temp.told_due('2015-01-01') ->> 'due_day', 'Thursday 1 January 2015', 'another year is said');
select is(pg_temp.filled('par', 'news') #>> '{view,subject_one,assigned}', 'true', 'alone, it may be the subject');
select is(pg_temp.filled('par', 'news') ->> 'thread', 'LR-1', 'and has a thread');
select is(pg_temp.filled('par', 'news') #> '{view,reminders}', '[]', 'other lists are there and empty');
select null from test.sec('decision.edit', '{"decision":"LR-D1","visibility":"partners"}');
select is(pg_temp.filled('par', 'news') #> '{view,assigned,0,decision}', '{"ref":"LR-D1",
  "title":"Cartographier la sous-traitance","meeting":null,"date":null}', 'a decision that they see, without its meeting');
select null from test.admin('member.add', '{"plan":"LR","party":"par@example.org","role":"member"}');
select is(pg_temp.filled('par', 'news') #> '{view,assigned,0,decision,date}', '"7 April 2014"', 'which the committee sees');
select null from test.admin('member.add', '{"plan":"LR","party":"par@example.org","role":"partner"}');
select pg_temp.gone() \g /dev/null

-- Several things at once.
select test.sec('action.postpone', '{"action":"LR-1","due":"2014-07-31","why":"Attend l''annuaire"}') is null,
  test.sec('action.create', '{"plan":"LR","title":"Deux","owner":"par@example.org","due":"2014-06-01"}') is null,
  test.sec('decision.edit', '{"decision":"LR-D1","text":"Avec les chambres"}') is null
\g /dev/null
select pg_temp.ring('2014-05-12 10:40:00+02') \g /dev/null
select is((select string_agg(key || ' ' || jsonb_array_length(value), ', ' order by key)
  from jsonb_each(pg_temp.filled('par', 'news') -> 'view') where jsonb_typeof(value) = 'array'
  and key not in ('plans', 'secretaries')), 'answered 0, assigned 1, decided 1, moved 1, reminders 0, requested 0',
  'one message for all that is due');
select is(pg_temp.filled('par', 'news') #> '{view,moved,0}' ->> 'why', 'Attend l''annuaire', 'a move with its reason');
select is(jsonb_build_array(m -> 'from', m -> 'to', m -> 'postponed'),
  '["30 June 2014","31 July 2014",{"count":1,"many":false,"first_due":"30 June 2014"}]', 'from where to where')
from (select pg_temp.filled('par', 'news') #> '{view,moved,0}' as m) as moved;
select is(jsonb_path_query_array(pg_temp.filled('par', 'news'), '$.view.decided[*].actions[*].ref'), '["LR-1"]',
  'a decision with the actions that hang on it');
select null from generate_series(1, 11) as n, lateral test.sec('action.create', jsonb_build_object('plan', 'LR',
  'title', 'Suite ' || n, 'owner', 'par@example.org', 'decision', 'LR-D1', 'visibility', 'partners')) as made;
select is(jsonb_build_array(jsonb_array_length(d -> 'actions'), d -> 'actions_more'),
  '[10,{"count":2,"many":true}]', 'ten of them, and how many more')
from (select pg_temp.filled('par', 'news') #> '{view,decided,0}' as d) as decided;
select null from generate_series(3, 13) as n, lateral test.sec('action.cancel',
  jsonb_build_object('action', 'LR-' || n, 'why', 'Exemple')) as gone;
select is(pg_temp.filled('par', 'news') #> '{view,subject_one}', 'null', 'none is the subject');
select is(pg_temp.filled('par', 'news') #> '{thread}', 'null', 'nor the thread');
select is(pg_temp.filled('par', 'news') #> '{view,many}', 'true', 'they are many');
select pg_temp.gone() \g /dev/null

-- Requests and their answer.
select null from test.call('user:par', 'postponement.request', '{"action":"LR-1","due":"fin août","why":"Congés"}');
select pg_temp.ring('2014-05-12 11:00:00+02') \g /dev/null
select is(jsonb_build_array(r -> 'by', r -> 'asked', r -> 'why'), '["Partenaire","31 août 2014","Congés"]',
  'who asks for what, and why')
from (select pg_temp.filled('sec', 'news') #> '{view,requested,0}' as r) as asked;
select null from test.sec('postponement.refuse', '{"action":"LR-1","why":"Le COPIL attend"}');
select pg_temp.ring('2014-05-12 11:20:00+02') \g /dev/null
select is(jsonb_build_array(r -> 'accepted', r -> 'asked', r -> 'why'), '[false,"31 August 2014","Le COPIL attend"]',
  'the answer')
from (select pg_temp.filled('par', 'news') #> '{view,answered,0}' as r) as answered;
select pg_temp.gone() \g /dev/null

-- A meeting: invitation, pack, minutes.
select test.sec('meeting.create', '{"plan":"LR","committee":"COPIL","date":"2014-06-20","place":"Alès"}') is null,
  test.sec('meeting.convene', '{"meeting":"LR-M2"}') is null
\g /dev/null
select pg_temp.ring('2014-05-12 11:40:00+02') \g /dev/null
select is((pg_temp.filled('mem', 'convened') -> 'view') - '{name,secretaries,plans}'::text[], '{"locale":"fr","late":false,
  "many":false,"keeps":false,"subject_one":null,"meeting":{"ref":"LR-M2","title":"COPIL 2","sitting":2,"plan":"LR",
  "plan_title":"Plateforme industrielle","committee":"Comité de pilotage","date":"vendredi 20 juin 2014","time":null,"place":"Alès",
  "objective":null},"update":false,"cancelled":false}', 'an invitation');
select is(pg_temp.filled('mem', 'convened') #>> '{calendar,method}', 'REQUEST', 'with its calendar');
select is(pg_temp.kept('par', 'convened'), null, 'not for partners');

-- Its hours, on each one's clock.
create function pg_temp.time(starts text, ends text, zone text, day date, locale core.locale) returns jsonb
language plpgsql set search_path = core, pg_temp
as $$
declare
  about meeting;
  reader integer := (select p.id from core.person as p where p.email = 'mem@example.org');
begin
  select * into about from meeting as m where m.plan = 'LR' and m.number = 2;
  about.date := day;
  about.starts := starts;
  about.ends := ends;
  update core.person as p set zone = time.zone where p.id = reader;
  return replace(told_time(reader, about, locale)::text, chr(160), ' ')::jsonb;
end;
$$;
select is(pg_temp.time(starts, ends, zone, day::date, locale::core.locale), told::jsonb, concat_ws(' ', starts, ends, zone, day, locale))
from (values
  (null, null, 'Europe/Paris', '2014-06-20', 'fr', null),
  ('14:00', null, 'Europe/Paris', '2014-06-20', 'fr', '{"starts":"14 h","ends":null,"zone":null,"here":null}'),
  ('09:05', '12:30', 'Europe/Berlin', '2014-06-20', 'fr', '{"starts":"9 h 05","ends":"12 h 30","zone":null,"here":null}'),
  ('09:05', '12:30', 'Europe/Paris', '2014-06-20', 'en', '{"starts":"9:05","ends":"12:30","zone":null,"here":null}'),
  ('14:00', '17:00', 'America/Cayenne', '2014-06-20', 'fr', '{"starts":"14 h","ends":"17 h","zone":"Europe/Paris",
    "here":{"starts":"9 h","ends":"12 h","zone":"America/Cayenne","date":null}}'),
  ('14:00', '17:00', 'America/Cayenne', '2014-12-19', 'fr', '{"starts":"14 h","ends":"17 h","zone":"Europe/Paris",
    "here":{"starts":"10 h","ends":"13 h","zone":"America/Cayenne","date":null}}'),
  ('18:00', null, 'Pacific/Noumea', '2014-06-20', 'en', '{"starts":"18:00","ends":null,"zone":"Europe/Paris",
    "here":{"starts":"3:00","ends":null,"zone":"Pacific/Noumea","date":"Saturday 21 June 2014"}}'),
  ('14:00', null, 'America/Cayenne', null, 'fr', null)) as example (starts, ends, zone, day, locale, told);
update core.person set zone = 'Europe/Paris' where email = 'mem@example.org';
select pg_temp.gone() \g /dev/null
select test.sec('meeting.edit', '{"meeting":"LR-M2","starts":"14:00"}') is null \g /dev/null
select pg_temp.ring('2014-05-12 12:10:00+02') \g /dev/null
create function pg_temp.body() returns jsonb
language sql set search_path = core, pg_temp
as $$ select body_item(r) from core.reminder as r where r.kind = 'convened' and r.state = 'bound' limit 1 $$;
select is(jsonb_build_array(b -> 'starts', b -> 'ends', b -> 'zone'), '["14:00",null,"Europe/Paris"]',
  'a meeting is told to programs too: that failed for all of them')
from pg_temp.body() as b;
select is(pg_temp.kept('mem', 'convened') #>> '{view,meeting,time,starts}', '14' || chr(160) || 'h', 'as the invitation says them');
select pg_temp.gone() \g /dev/null
select test.sec('meeting.edit', '{"meeting":"LR-M2","clear":["starts"]}') is null \g /dev/null
select pg_temp.ring('2014-05-12 12:30:00+02') \g /dev/null
select pg_temp.gone() \g /dev/null
select pg_temp.ring('2014-06-13 09:00:00+02') \g /dev/null
select is((select string_agg(key || ' ' || jsonb_array_length(value), ', ' order by key)
  from jsonb_each(pg_temp.filled('mem', 'pack') -> 'view') where jsonb_typeof(value) = 'array'
  and key not in ('plans', 'secretaries')), 'carried 1, decisions 0, done 0, gaps 1, overdue 1, postponed 1',
  'the pack, a week before');
select is(pg_temp.filled('mem', 'pack') #> '{view,gaps,0}', '{"ref":"LR-I1","title":"Valeur reconquise",
  "baseline":null,"target":null,"last":null,"date":null,"missing":null}', 'and what is missing');
select pg_temp.gone() \g /dev/null
select test.sec('meeting.edit', '{"meeting":"LR-M1","minutes":"Dit."}') is null,
  test.admin('meeting.approve', '{"meeting":"LR-M1"}') is null
\g /dev/null
select pg_temp.ring('2014-06-13 10:00:00+02') \g /dev/null
select is(jsonb_build_array(v #> '{meeting,title}', v -> 'minutes', v -> 'approved'), '["COPIL 1","Dit.",true]',
  'minutes')
from (select pg_temp.filled('mem', 'minutes') -> 'view' as v) as minutes;
select pg_temp.gone() \g /dev/null

-- The digest.
select pg_temp.ring('2014-06-16 08:30:00+02') \g /dev/null
select is(jsonb_build_array(jsonb_path_query_array(v, '$.overdue[*].ref'), jsonb_path_query_array(v, '$.soon[*].ref'),
  v -> 'done', v -> 'asked', v -> 'changed'), '[["LR-2"],[],[],[],null]', 'a digest: what is one''s own')
from (select pg_temp.filled('par', 'digest') -> 'view' as v) as digest;
select is(pg_temp.kept('obs', 'digest'), null, 'none for who has nothing in it');
select pg_temp.gone() \g /dev/null
select test.at('2014-06-16 12:00:00+02') \g /dev/null
select test.call('user:par', 'preference.edit', '{"digest":"daily"}') is null,
  test.sec('action.done', '{"action":"LR-2"}') is null \g /dev/null
select pg_temp.ring('2014-06-17 08:30:00+02') \g /dev/null
select is(pg_temp.filled('par', 'digest') #>> '{view,done,0,ref}', 'LR-2', 'each day for who wants it, what is done too');
select pg_temp.gone() \g /dev/null
select pg_temp.ring('2014-06-18 08:30:00+02') \g /dev/null
select is(pg_temp.kept('par', 'digest'), null, 'and nothing when there is nothing');
select pg_temp.ring('2014-06-23 08:30:00+02') \g /dev/null
select is(pg_temp.filled('sec', 'digest') #>> '{view,done,0,ref}', 'LR-2', 'who sees the plan whole hears of what others did');
select pg_temp.gone() \g /dev/null

-- Programs.
select test.call('user:par', 'webhook.create', '{"url":"https://Hooks.example.org/x"}') is null,
  test.call('user:par', 'preference.edit', '{"channel":"webhook","digest":"none"}') is null,
  test.sec('action.create', '{"plan":"LR","title":"Trois","owner":"par@example.org","due":"2014-09-30"}') is null
\g /dev/null
select pg_temp.ring('2014-06-23 09:00:00+02') \g /dev/null
select is((pg_temp.filled('par', 'news') -> 'body') - '{id}'::text[] #- '{items,0,revision}',
  '{"version":1,"type":"action.assigned","made_at":"2014-06-23T07:00:00+00:00","for":{"kind":"person",
    "key":"par@example.org","name":"Partenaire"},"items":[{"type":"action.assigned","plan":"LR","object":"LR-14",
    "title":"Trois","state":"open","progress":0,"due":{"said":"2014-09-30","last_day":"2014-09-30"},"owner":{
    "kind":"person","key":"par@example.org","name":"Partenaire"}}],"omitted":0}', 'a body for a program');
select unalike(pg_temp.kept('par', 'news')::text, '%Partenaire%', 'which is kept without a name as well');
select null from generate_series(1, 120) as n, lateral test.sec('action.create', jsonb_build_object('plan', 'LR',
  'title', 'Action ' || n || repeat(' é', 100), 'owner', 'par@example.org')) as made;
select pg_temp.ring('2014-06-23 09:30:00+02') \g /dev/null
select ok(octet_length((pg_temp.filled('par', 'news') -> 'body')::text) between 10000 and 20000, 'never more than 20 KB');
select is(jsonb_array_length(pg_temp.filled('par', 'news') #> '{body,items}')
  + (pg_temp.filled('par', 'news') #>> '{body,omitted}')::integer, 121, 'what is left out is counted');

create function pg_temp.bodies() returns text
language sql set search_path = core, pg_temp
as $$
  select string_agg(type, ' ' order by type) from (
    select distinct body_item(r) ->> 'type' as type from core.reminder as r) as told
$$;
select is(pg_temp.bodies(), 'action.assigned action.moved decision.made digest meeting.convened meeting.minutes '
  'meeting.pack postponement.answered postponement.requested', 'every kind has one');

-- Erased, nobody is named.
select test.admin('action.edit', jsonb_build_object('action', 'LR-' || n, 'owner', 'sec@example.org')) is null
from generate_series(1, 134) as n \g /dev/null
select null from test.admin('person.erase', '{"person":"par@example.org"}');
select is(pg_temp.filled('par', 'news'), null, 'and nothing is found by an address that is gone');

-- Who owns, who helps, and whether a deadline is ahead of them.
create function pg_temp.part(who text) returns text
language sql
as $$
  select concat_ws(' ', v -> 'owning', v -> 'helping', v -> 'watching', v -> 'ahead')
  from (select pg_temp.filled(who, 'news') -> 'view' as v) as news
$$;
select pg_temp.gone() \g /dev/null
select test.sec('action.create', '{"plan":"LR","title":"Aidée","owner":"obs@example.org","supports":["mem@example.org"],
  "due":"2014-09-30"}') is null \g /dev/null
select pg_temp.ring(core.now() + interval '11 minutes') \g /dev/null
select is(pg_temp.part('obs') || ', ' || pg_temp.part('mem'), 'true false false true, false true false true', 'one owns, one helps');
select test.sec('action.create', '{"plan":"LR","title":"Tenue","owner":"mem@example.org","due":"2014-09-30"}') is null
\g /dev/null
select pg_temp.ring(core.now() + interval '11 minutes') \g /dev/null
select is(pg_temp.part('mem'), 'true false false true', 'who helps with one and owns another owns');
select pg_temp.gone() \g /dev/null
select test.sec('action.create', jsonb_build_object('plan', 'LR', 'title', 'Ce jour', 'owner', 'mem@example.org',
  'due', core.today('LR'))) is null \g /dev/null
select pg_temp.ring(core.now() + interval '11 minutes') \g /dev/null
select is(pg_temp.part('mem'), 'true false false false', 'on its day a deadline is not ahead');

select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
-- An organisation has another contact: what the one before was still to be told for it, the new one is told.
begin;
\ir ../setup.sql
\ir ../stage.sql
\ir ../outbox_functions.sql
\ir ../told_functions.sql
select plan(17);

create function pg_temp.sec(method text, params text) returns void
language sql
as $$ select test.call('user:sec', method, params::jsonb) $$;
create function pg_temp.contact(instant text, who text) returns void
language plpgsql
as $$
begin
  perform test.at(instant::timestamptz);
  perform test.call('administrator', 'organisation.edit', case when who is null then '{"organisation":"CCI-ALES","clear":["contact"]}'::jsonb
    else jsonb_build_object('organisation', 'CCI-ALES', 'contact', who || '@example.org') end);
end;
$$;
-- What is handed to programs: where, for whom, about what; and is sent.
create function pg_temp.programs() returns text
language plpgsql
as $$
declare
  claims jsonb := core.outbox_claim('one', 'webhook', 100, 100, '{}', 60);
begin
  perform pg_temp.finish(claims, 'sent');
  return (
    select string_agg(concat_ws(' ', c ->> 'host', c #>> '{body,for,key}', c #>> '{body,items,0,object}'), ', '
      order by c ->> 'host')
    from jsonb_array_elements(claims) as c);
end;
$$;
select test.admin('preference.edit', jsonb_build_object('person', p.email, 'digest', 'none')) is null from core.person as p
\g /dev/null
select test.admin('member.add', '{"plan":"LR","party":"CCI-ALES","role":"partner"}') is null,
  test.admin('member.add', '{"plan":"LR","party":"lone@example.org","role":"partner"}') is null,
  pg_temp.contact('2014-05-12 10:00+02', 'par')
\g /dev/null

-- News.
select pg_temp.sec('action.create', '{"plan":"LR","title":"Un","owner":"CCI-ALES","due":"2014-06-20"}'),
  pg_temp.sec('action.create', '{"plan":"LR","title":"Deux","owner":"mem@example.org","supports":["CCI-ALES"],"decision":"LR-D1"}'),
  pg_temp.sec('action.create', '{"plan":"LR","title":"Trois","owner":"par@example.org"}') \g /dev/null
select pg_temp.contact('2014-05-12 10:05+02', 'obs') \g /dev/null
select is(pg_temp.told('2014-05-12 10:20+02'), 'mem news assigned LR-2, obs news assigned LR-1 assigned LR-2, par news assigned LR-3',
  'what waited for the contact goes to the new one, what is the person''s own stays');
select pg_temp.sec('action.edit', '{"action":"LR-1","due":"2014-06-19"}'), pg_temp.sec('decision.edit',
  '{"decision":"LR-D1","text":"Autrement"}') \g /dev/null
select pg_temp.told('2014-05-12 10:40+02', relay => false) \g /dev/null
select pg_temp.contact('2014-05-12 10:41+02', 'lone') \g /dev/null
select is(pg_temp.told('2014-05-12 11:00+02'), 'lone news moved LR-1, mem news decided LR-D1',
  'also what is in a message that has not left, if the new one may see it');
select pg_temp.contact('2014-05-12 12:00+02', 'obs') \g /dev/null
select is(pg_temp.told('2014-05-12 12:30+02'), '', 'but nothing that was sent');
select test.admin('action.create', '{"plan":"LR","title":"Pour le contact","owner":"CCI-ALES"}') is null,
  test.call('user:sec', 'organisation.edit', '{"organisation":"CCI-ALES","contact":"sec@example.org"}') is null \g /dev/null
select is(pg_temp.told('2014-05-12 12:50+02'), 'sec news assigned LR-4', 'and also to who takes the place by themselves');
select test.admin('action.cancel', '{"action":"LR-4","why":"x"}') is null, pg_temp.contact('2014-05-12 13:00+02', 'obs') \g /dev/null

-- Reminders.
select is(pg_temp.told('2014-05-30 08:00+02', relay => false), '', 'a rung is about to leave');
select pg_temp.contact('2014-05-30 08:10+02', 'lone') \g /dev/null
select is(pg_temp.told('2014-05-30 08:20+02'), 'lone news reminders LR-1', 'it leaves for the new contact');
select pg_temp.contact('2014-05-30 09:00+02', 'par') \g /dev/null
select is(pg_temp.told('2014-05-30 09:20+02'), '', 'once');

-- Nobody could be told.
select test.admin('person.deactivate', '{"person":"par@example.org"}') is null \g /dev/null
select is(pg_temp.told('2014-06-16 08:00+02'), 'both alert unreachable Partenaire, sec alert unreachable Partenaire', 'the contact has left');
select pg_temp.contact('2014-06-16 09:00+02', 'obs') \g /dev/null
select is(pg_temp.told('2014-06-16 09:00+02'), 'obs news reminders LR-1', 'who comes in that place is reminded');
select test.admin('person.activate', '{"person":"par@example.org"}') is null, pg_temp.contact('2014-06-16 10:00+02', 'par'),
  pg_temp.contact('2014-06-16 10:10+02', null) \g /dev/null
select is(pg_temp.told('2014-06-16 10:20+02'), '', 'and nobody after that');
select is(pg_temp.told('2014-06-19 08:00+02'), 'both alert unreachable CCI Alès, sec alert unreachable CCI Alès', 'nobody is the contact');
select pg_temp.contact('2014-06-19 09:00+02', 'obs') \g /dev/null
select is(pg_temp.told('2014-06-19 09:10+02'), 'obs news reminders LR-1', 'until somebody is');

-- What is for nobody ends alone.
select test.admin('organisation.create', '{"key":"MUETTE","name":"Muette","kind":"company","plan":"LR"}') is null,
  pg_temp.sec('action.create', '{"plan":"LR","title":"Quatre","owner":"MUETTE","due":"2014-08-29"}') \g /dev/null
select pg_temp.told('2014-09-09 07:00+02') \g /dev/null
select matches(pg_temp.rungs('LR-5'), '7 - waiting', 'a rung of an organisation without a contact is for nobody');
select pg_temp.sec('action.edit', '{"action":"LR-5","owner":"mem@example.org"}') \g /dev/null
select matches(pg_temp.rungs('LR-5'), '7 - void owner_changed, .*7 sec waiting|7 sec waiting, .*7 - void owner_changed',
  'another owner takes nothing from the secretaries');
select pg_temp.told('2014-09-09 08:20+02') \g /dev/null

-- Its webhook.
select pg_temp.contact('2014-09-10 09:00+02', 'par'),
  test.admin('webhook.create', '{"url":"https://ales.example.org/","organisation":"CCI-ALES"}') is null \g /dev/null
select test.admin('preference.edit', '{"person":"par@example.org","channel":"webhook"}') is null \g /dev/null
select pg_temp.told('2014-09-10 09:10+02'), pg_temp.programs() \g /dev/null
select pg_temp.sec('action.create', '{"plan":"LR","title":"Cinq","owner":"CCI-ALES"}'),
  pg_temp.sec('action.create', '{"plan":"LR","title":"Six","owner":"par@example.org"}') \g /dev/null
select pg_temp.told('2014-09-10 09:30+02') \g /dev/null
select pg_temp.contact('2014-09-10 09:31+02', 'lone') \g /dev/null
select is(pg_temp.told('2014-09-10 10:00+02'), 'lone news assigned LR-6, par news assigned LR-7',
  'the webhook is not the old contact''s any more, mail is');
select pg_temp.programs() \g /dev/null
select test.admin('preference.edit', '{"person":"lone@example.org","channel":"webhook"}') is null, pg_temp.sec('action.create',
  '{"plan":"LR","title":"Sept","owner":"CCI-ALES"}') \g /dev/null
select pg_temp.told('2014-09-10 10:30+02') \g /dev/null
select is(pg_temp.programs(), 'ales.example.org CCI-ALES LR-8', 'it is the new one''s');

-- Aimed anew while nothing of it has left.
select test.admin('webhook.create', '{"url":"https://lone.example.org/","person":"lone@example.org"}') is null,
  pg_temp.sec('action.create', '{"plan":"LR","title":"Huit","owner":"lone@example.org"}') \g /dev/null
select pg_temp.told('2014-09-10 11:00+02') \g /dev/null
select test.admin('webhook.create', '{"url":"https://other.example.org/","person":"lone@example.org"}') is null \g /dev/null
select is(pg_temp.programs(), 'other.example.org lone@example.org LR-9', 'what waits goes to the webhook that its person has then');

select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
-- What those see who see a plan in part: the present and the past, counts, their organisation's place.
begin;
\ir ../setup.sql
\ir ../world.sql
select plan(46);

-- Counts: what is shared and one's own, each once.
create function pg_temp.counts(actor text) returns text
language sql
as $$
  select concat_ws(' ', s #>> '{actions,total}', s ->> 'overdue', s #>> '{decisions,total}', s #>> '{leads,total}',
    jsonb_array_length(s -> 'indicators'), jsonb_array_length(s -> 'late'), s ->> 'meetings', s #>> '{value,expected}',
    (select string_agg(o ->> 'total', '+' order by o ->> 'total') from jsonb_array_elements(s -> 'by_organisation') as o),
    (select string_agg(o ->> 'total', '+') from jsonb_array_elements(s -> 'by_sector') as o))
  from test.call(actor, 'plan.status', '{"plan":"LR"}') as s
$$;
select is(pg_temp.counts('user:mem'), '5 5 3 3 3 5 1 10000 1+4 4', 'the whole plan: all');
select is(pg_temp.counts('user:par'), '3 3 2 2 2 3 0 1000 1+2 3', 'a partner: what is shared and its own, whose amounts alone');
select is(pg_temp.counts('user:svc'), pg_temp.counts('user:par'), 'as the organisation''s own login');
select is(pg_temp.counts('user:nim'), '3 3 2 2 2 3 0 0 3 2', 'another partner: what is shared, and what it helps with');
select is(pg_temp.counts('user:obs'), '1 1 1 1 1 1 0 0 1 1', 'an observer: what is public');
select test.admin('action.edit', '{"action":"LR-1","visibility":"public"}') is null
\g /dev/null
select is(pg_temp.counts('user:par'), '3 3 2 2 2 3 0 1000 1+2 3', 'one''s own that is shared counts once');
select is(pg_temp.counts('user:obs'), '2 2 1 1 1 2 0 0 1+1 2', 'and others see it now');
select test.admin('action.edit', '{"action":"LR-1","visibility":"committee","owner":"CCI-NIMES"}') is null,
  test.admin('action.edit', '{"action":"LR-1","supports":["par@example.org"]}') is null
\g /dev/null
select is(pg_temp.counts('user:par'), '3 3 2 2 2 3 0 1000 1+2 3', 'what one supports is one''s own');
select is(pg_temp.counts('user:nim'), '4 4 2 2 2 4 0 1000 1+3 3', 'as what one owns');
select is(test.call('user:par', 'plan.status', '{"plan":"LR","due_soon":300}') -> 'due_soon', '0', 'nothing is due');
select test.at('2014-05-01 10:00+02') \g /dev/null
select is(test.call('user:par', 'plan.status', '{"plan":"LR"}') -> 'due_soon', '3', 'then it is');
select test.at('2014-05-12 10:00+02') \g /dev/null

-- An owner reports, and no more.
select is(test.call('user:nim', 'action.report', '{"action":"LR-1","percent":40,"evidence":"Annuaire en ligne"}')
  ->> 'evidence', 'Annuaire en ligne', 'its owner reports on an action');
select test.refused('user:par', 'action.report', '{"action":"LR-1","percent":50}', 'forbidden', '{}', 'who supports it does not');
select test.refused('user:nim', 'action.edit', '{"action":"LR-1","title":"x"}', 'forbidden');
select test.refused('user:nim', 'action.done', '{"action":"LR-1"}', 'forbidden');
select test.refused('user:nim', 'note.create', '{"object":"LR-3","text":"x"}', 'forbidden');
select is(test.call('user:par', 'action.get', '{"action":"LR-3"}') -> 'evidence', 'null',
  'evidence and amounts of what is merely shared are not shown');

-- The past needs its rights then and now.
select test.admin('decision.edit', '{"decision":"LR-D1","title":"Canari zzthen"}') is null,
  test.admin('decision.edit', '{"decision":"LR-D1","title":"Now shared","visibility":"partners"}') is null,
  test.admin('decision.edit', '{"decision":"LR-D1","text":"zzsince"}') is null,
  test.admin('decision.edit', '{"decision":"LR-D2","text":"zzwasshared"}') is null
\g /dev/null
select is((select string_agg(c #>> '{fields,text,after}', ' ')
  from jsonb_array_elements(test.call('user:par', 'history.list', '{"object":"LR-D1"}') -> 'items') as i,
    jsonb_array_elements(i -> 'changes') as c), 'zzsince', 'what happened since it is shared');
select unalike(test.call('user:par', 'journal.list', '{"plan":"LR","limit":200}')::text, '%zzthen%', 'not before');
select alike(test.call('user:par', 'journal.list', '{"plan":"LR","limit":200}')::text, '%zzwasshared%', 'shared then and now');
select test.admin('decision.edit', '{"decision":"LR-D2","visibility":"committee"}') is null
\g /dev/null
select unalike(test.call('user:par', 'journal.list', '{"plan":"LR","limit":200}')::text, '%zzwasshared%', 'then alone does not do');

-- So does a note, of what it is about.
create function pg_temp.tells(actor text, canary text) returns boolean
language sql
as $$ select test.call(actor, 'journal.list', '{"plan":"LR","limit":200}')::text like '%' || canary || '%' $$;
select test.admin('lead.create', '{"plan":"LR","title":"Piste du comité"}') is null
\g /dev/null
select test.admin('note.create', '{"object":"LR-L4","text":"zznotebefore","visibility":"partners"}') is null,
  test.admin('lead.edit', '{"lead":"LR-L4","visibility":"partners"}') is null,
  test.admin('note.create', '{"object":"LR-L4","text":"zznotesince","visibility":"partners"}') is null
\g /dev/null
select is(test.call('user:par', 'note.list', '{"object":"LR-L4"}') -> 'total', '2', 'both notes are seen now');
select ok(not pg_temp.tells('user:par', 'zznotebefore'), 'of one the journal does not tell: it was about what was not shared');
select ok(pg_temp.tells('user:par', 'zznotesince'), 'of the other it does');
select ok(pg_temp.tells('user:mem', 'zznotebefore'), 'and those who see the plan whole are told of both');
select test.admin('lead.edit', '{"lead":"LR-L4","visibility":"committee"}') is null
\g /dev/null
select ok(not pg_temp.tells('user:par', 'zznotesince'), 'then alone does not do here either');

-- An organisation's membership.
select is(test.call('user:par', 'session.whoami') #> '{plans,0}', '{"plan":"LR","title":"Canari zzplanlr",
  "role":"partner","sees":"partners"}', 'is its persons''');
select test.admin('member.add', '{"plan":"LR","party":"CCI-ALES","role":"member"}') is null
\g /dev/null
select is(test.call('user:par', 'session.whoami') #>> '{plans,0,role}', 'partner', 'as partners at most');
select is(test.call('user:svc', 'session.whoami') #>> '{plans,0,role}', 'member', 'its own login has the role in full');
select is(test.call('user:svc', 'session.whoami') ->> 'actor', 'organisation', 'and acts for the organisation');
select is(test.call('user:svc', 'session.whoami') ->> 'zone', 'Europe/Paris', 'in the zone of its plans');
select test.admin('organisation.edit', '{"organisation":"CCI-ALES","clear":["login"]}') is null
\g /dev/null
select test.refused('user:svc', 'session.whoami', '{}', 'unknown_user', '{}', 'until it has none');
select test.refused('user:far', 'person.create', '{"email":"n@example.org","name":"x","organisation":"LOIN","login":"n"}',
  'forbidden', '{}', 'secretaries give no login');
select test.admin('person.create', '{"email":"pal@example.org","name":"Pal","organisation":"CCI-NIMES","plan":"PACA"}') is null
\g /dev/null
select test.refused('user:far', 'person.edit', '{"person":"pal@example.org","clear":["organisation"]}', 'forbidden', '{}',
  'nor a place in an organisation that has one in another''s plan');

-- Asking first.
select ok(test.call('user:cha', 'right.explain', '{"object":"LR-1","method":"postpone"}')
  @> '{"method":"action.postpone","allowed":true,"role":"chair","holder":"chair","rule":"postpone"}', 'by which rule');
select ok(test.call('user:nim', 'right.explain', '{"object":"LR-1","method":"report"}')
  @> '{"allowed":true,"role":"partner","holder":"owner"}', 'as what');
select ok(test.call('user:nim', 'right.explain', '{"object":"LR-5","method":"acknowledge"}')
  @> '{"allowed":true,"role":"partner","holder":"support","rule":"acknowledge","holders":["owner","support"]}', 'as who helps');
select is(test.call('user:nim', 'right.explain', jsonb_build_object('object', 'LR-5', 'method', method)) ->> 'allowed', 'false',
  'who helps does not ' || method)
from unnest('{postponement.request,action.progress,action.report,action.done,action.edit,note.create}'::text[]) as method;
select ok(test.call('user:obs', 'right.explain', '{"object":"LR","method":"edit"}')
  @> '{"method":"plan.edit","allowed":false,"holder":null,"why":"No rule allows it."}', 'or not');
select test.refused('user:obs', 'right.explain', '{"object":"LR-2","method":"postpone"}', 'not_found');
select test.refused('user:obs', 'right.explain', '{"object":"LR-4","method":"sing"}', 'bad_value', '{"param":"method"}');

select * from finish();
rollback;

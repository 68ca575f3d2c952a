-- SPDX-License-Identifier: MIT
-- Owners acknowledge and ask for more time; secretaries note it, and with chairs answer.
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(60);

create function pg_temp.asked(actor text, params jsonb) returns jsonb
language sql
as $$
  select jsonb_build_array(r -> 'ref', r #> '{due,last_day}', r -> 'why', r -> 'state', r #> '{by,key}', r -> 'answer')
  from test.call(actor, 'postponement.request', params) as r
$$;
select test.sec('action.create', '{"plan":"LR","title":"Un","owner":"par@example.org","due":"2014-06-30",
    "visibility":"partners"}') is null,
  test.sec('action.create', '{"plan":"LR","title":"Deux","owner":"CCI-ALES","due":"2014-06-30"}') is null,
  test.sec('action.create', '{"plan":"LR","title":"Sans échéance","owner":"par@example.org"}') is null,
  test.admin('member.add', '{"plan":"LR","party":"lone@example.org","role":"chair"}') is null,
  test.admin('person.create', '{"email":"nim@example.org","name":"Nîmes","login":"nim","plan":"LR"}') is null,
  test.admin('member.add', '{"plan":"LR","party":"nim@example.org","role":"partner"}') is null
\g /dev/null

-- Asking.
select test.refused('user:par', 'postponement.request', '{"action":"LR-1","due":"2014-07","why":" "}',
  'reason_missing');
select test.refused('user:par', 'postponement.request', '{"action":"LR-1","due":"2014-06-30","why":"x"}', 'bad_value',
  '{"param":"due"}', 'not to the same day');
select test.refused('user:par', 'postponement.request', '{"action":"LR-3","due":"2014-07","why":"x"}', 'bad_value',
  '{"param":"due"}', 'nor without a deadline');
select test.refused('user:mem', 'postponement.request', '{"action":"LR-1","due":"2014-07","why":"x"}', 'forbidden');
select test.refused('user:nim', 'postponement.request', '{"action":"LR-1","due":"2014-07","why":"x"}', 'forbidden');
select test.refused('user:nim', 'postponement.request', '{"action":"LR-2","due":"2014-07","why":"x"}', 'not_found');
select is(pg_temp.asked('user:par', '{"action":"LR-1","due":"fin juillet","why":"Congés"}'),
  '["LR-1","2014-07-31","Congés","asked","par@example.org",null]', 'an owner asks');
select is(pg_temp.asked('user:mem', '{"action":"LR-2","due":"2014-07-15","why":"Données"}') ->> 4, 'mem@example.org',
  'a person of the organisation that owns it too');
select is(pg_temp.asked('user:par', '{"action":"LR-1","due":"fin août","why":"Encore"}') ->> 1, '2014-08-31',
  'asked again, it takes the place of what was asked');
select is((select count(*) from core.postponement where action = 1), 1::bigint, 'which was one request');
select is((test.call('user:par', 'action.get', '{"action":"LR-1"}') #>> '{due,last_day}'), '2014-06-30',
  'the deadline stands');
select is((test.call('user:par', 'action.get', '{"action":"LR-1"}') #>> '{asked,why}'), 'Encore',
  'the action tells it to its owner');
select is((test.call('user:mem', 'action.get', '{"action":"LR-1"}') #>> '{asked,why}'), 'Encore',
  'and to who sees the plan whole');
select is((test.call('user:nim', 'action.get', '{"action":"LR-1"}') -> 'asked'), 'null', 'not to others who see the action');

-- Lists.
select is(jsonb_path_query_array(test.sec('postponement.list', '{"plan":"LR"}'), '$.items[*].ref'), '["LR-2","LR-1"]',
  'all of them');
select is(jsonb_path_query_array(test.call('user:par', 'postponement.list', '{"plan":"LR"}'), '$.items[*].ref'),
  '["LR-1"]', 'an owner''s own');
select is(test.call('user:nim', 'postponement.list', '{"plan":"LR"}') -> 'items', '[]', 'others none');
select is(jsonb_path_query_array(test.sec('postponement.list', '{"plan":"LR","action":"LR-1","state":"asked"}'),
  '$.items[*].ref'), '["LR-1"]', 'those of an action');
select is(test.sec('postponement.list', '{"plan":"LR","state":"accepted"}') -> 'items', '[]', 'or in a state');

-- Refused.
select test.refused('user:par', 'postponement.refuse', '{"action":"LR-1","why":"x"}', 'forbidden');
select test.refused('user:mem', 'postponement.accept', '{"action":"LR-1"}', 'forbidden');
select test.refused('user:lone', 'postponement.refuse', '{"action":"LR-1","why":""}', 'reason_missing');
select test.refused('user:lone', 'postponement.refuse', '{"action":"LR-3","why":"x"}', 'nothing_asked');
select is(test.call('user:lone', 'postponement.refuse', '{"action":"LR-1","why":"Le COPIL attend"}')
  - '{ref,number,due,why,by,asked_at,answered_at,withdrawn,revision}'::text[] #- '{answered_by,organisation}',
  '{"state":"refused","answer":"Le COPIL attend","answered_by":{"kind":"person","key":"lone@example.org","name":"Sans plan"}}',
  'a chair refuses');
select is((test.call('user:par', 'action.get', '{"action":"LR-1"}') -> 'asked'), 'null', 'then nothing is asked');
select is(pg_temp.asked('user:par', '{"action":"LR-1","due":"fin juillet","why":"Congés"}') ->> 3, 'asked',
  'but may be again');

-- Accepted: a postponement like any other.
select is(jsonb_build_array(a #> '{due,said}', a #> '{due,last_day}', a #> '{first_due,last_day}', a -> 'postponements',
  a -> 'asked'), '["fin juillet","2014-07-31","2014-06-30",1,null]', 'the secretary accepts')
from test.sec('postponement.accept', '{"action":"LR-1","why":"Bien"}') as a;
select is((select string_agg(distinct why, '|') from core.journal where method = 'postponement.accept'), 'Congés',
  'its reason is the owner''s');
select is((select state || ' ' || answer from core.postponement where number = 3), 'accepted Bien', 'and the answer is kept');
select test.sec('journal.undo', '{"plan":"LR"}') is null \g /dev/null
select is(jsonb_build_array(a #> '{due,last_day}', a -> 'postponements', a #> '{asked,due,said}'),
  '["2014-06-30",0,"fin juillet"]', 'undone, it is asked again')
from test.sec('action.get', '{"action":"LR-1"}') as a;

-- Overtaken.
select null from test.sec('action.postpone', '{"action":"LR-1","due":"2014-09","why":"x"}');
select is((select state::text from core.postponement where number = 3), 'overtaken', 'another deadline overtakes it');
select test.sec('journal.undo', '{"plan":"LR"}') is null \g /dev/null
select is((select state::text from core.postponement where number = 3), 'asked', 'until that is undone');
select null from test.sec('action.done', '{"action":"LR-1"}');
select is((select state::text from core.postponement where number = 3), 'overtaken', 'as does the end');
select test.refused('user:sec', 'postponement.accept', '{"action":"LR-1"}', 'nothing_asked');
select test.refused('user:par', 'postponement.request', '{"action":"LR-1","due":"2014-12","why":"x"}', 'wrong_state');
select null from test.sec('action.edit', '{"action":"LR-2","due":"2014-06-20"}');
select is((select state::text from core.postponement where number = 2), 'overtaken', 'a correction too');

-- To a meeting, which may have moved since.
select null from test.sec('meeting.create', '{"plan":"LR","committee":"COPIL","date":"2014-07-01"}');
select null from test.call('user:mem', 'postponement.request', '{"action":"LR-2","due":"prochain COPIL","why":"x"}');
select null from test.sec('meeting.edit', '{"meeting":"LR-M2","date":"2014-07-04"}');
select is(jsonb_build_array(a #> '{due,last_day}', a #> '{due,meeting}', a -> 'postponements'),
  '["2014-07-04","LR-M2",1]', 'the meeting''s day when it is accepted')
from test.sec('postponement.accept', '{"action":"LR-2"}') as a;

-- "Received".
select is(jsonb_path_query_array(test.call('user:mem', 'action.acknowledge', '{"action":"LR-2"}'),
  '$.acknowledged[*].key'), '["mem@example.org"]', 'a person of the owner says that it is known');
select is(jsonb_path_query_array(test.call('user:mem', 'action.acknowledge', '{"action":"LR-2"}'),
  '$.acknowledged[*].key'), '["mem@example.org"]', 'twice is once');
select test.refused('user:par', 'action.acknowledge', '{"action":"LR-3"}', 'bad_value', '{}', 'without a deadline');

-- Who helps: a person, the people of an organisation, and its contact.
create function pg_temp.received(actor text, more jsonb default '{}') returns text
language sql
as $$
  select string_agg(split_part(a ->> 'key', '@', 1), ' ' order by a ->> 'key')
  from jsonb_array_elements(test.call(actor, 'action.acknowledge', more || '{"action":"LR-4"}') -> 'acknowledged') as a
$$;
select test.admin('organisation.create', '{"key":"CCI-NIMES","name":"CCI Nîmes","kind":"chamber","plan":"LR"}') is null,
  test.admin('organisation.edit', '{"organisation":"CCI-NIMES","contact":"both@example.org"}') is null,
  test.admin('person.create', '{"email":"pat@example.org","name":"Pat","login":"pat","organisation":"CCI-NIMES","plan":"LR"}')
    is null,
  test.admin('member.add', '{"plan":"LR","party":"CCI-NIMES","role":"partner"}') is null,
  test.sec('action.create', '{"plan":"LR","title":"Quatre","owner":"par@example.org","due":"2014-06-30",
    "supports":["nim@example.org","CCI-NIMES"]}') is null
\g /dev/null
select is(pg_temp.received('user:nim'), 'nim', 'a person who helps');
select is(pg_temp.received('user:pat'), 'nim pat', 'a person of an organisation that helps');
select is(pg_temp.received('user:both'), 'both nim pat', 'its contact');
select test.refused('user:mem', 'action.acknowledge', '{"action":"LR-4"}', 'forbidden', '{}', 'nobody else');
select test.refused('user:nim', 'action.acknowledge', '{"action":"LR-4","person":"par@example.org"}', 'forbidden', '{}',
  'nor for anybody else');
select is(pg_temp.received('user:nim', '{"person":"nim@example.org"}'), 'both nim', 'oneself may be named');
select test.refused('user:sec', 'action.acknowledge', '{"action":"LR-4","person":"mem@example.org"}', 'bad_value',
  '{"param":"person"}', 'a secretary notes nothing of who is not concerned');
select is(pg_temp.received('user:sec'), 'both nim par pat', 'what the owner answered is noted by a secretary');
select is(pg_temp.received('administrator', '{"person":"both@example.org"}'), 'both nim par pat', 'or what who is named answered');
select test.refused('user:nim', 'postponement.request', '{"action":"LR-4","due":"2014-12","why":"x"}', 'forbidden', '{}',
  'who helps does not ask for more time');
select test.refused('user:nim', 'action.report', '{"action":"LR-4","percent":10}', 'forbidden', '{}', 'nor reports');
select null from test.sec('action.edit', '{"action":"LR-4","clear":["supports"]}');
select test.refused('user:nim', 'action.acknowledge', '{"action":"LR-4"}', 'not_found', '{}', 'nor does who helped once');
select test.refused('user:par', 'action.acknowledge', '{"action":"LR-1"}', 'wrong_state', '{"state":"done"}');
select test.refused('user:both', 'action.acknowledge', '{"action":"LR-2"}', 'bad_value', '{}', 'nor for an owner who is nobody');
select null from test.sec('action.postpone', '{"action":"LR-2","due":"2014-12","why":"x"}');
select is(test.sec('action.get', '{"action":"LR-2"}') -> 'acknowledged', '[]', 'another deadline begins anew');
select test.sec('journal.undo', '{"plan":"LR"}') is null \g /dev/null
select is(jsonb_path_query_array(test.sec('action.get', '{"action":"LR-2"}'),
  '$.acknowledged[*].key'), '["mem@example.org"]', 'and the one before it is still known');
select null from test.admin('organisation.edit', '{"organisation":"CCI-ALES","login":"svc"}');
select null from test.admin('member.add', '{"plan":"LR","party":"CCI-ALES","role":"partner"}');
select test.refused('user:svc', 'action.acknowledge', '{"action":"LR-2"}', 'bad_value', '{}',
  'a service account acknowledges for its contact');
select null from test.admin('organisation.edit', '{"organisation":"CCI-ALES","contact":"sec@example.org"}');
select is(jsonb_array_length(test.call('user:svc', 'action.acknowledge', '{"action":"LR-2"}') -> 'acknowledged'), 2,
  'once there is one');
select is((select person from core.postponement where number = 4), (select id from core.person
  where email = 'mem@example.org'), 'who asked is kept by its key');
select is(pg_temp.asked('user:svc', '{"action":"LR-2","due":"2014-12","why":"x"}') ->> 4, 'CCI-ALES',
  'it may ask as well, in the organisation''s name');

select * from finish();
rollback;

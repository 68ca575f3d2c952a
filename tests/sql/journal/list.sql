-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
select plan(14);

select lives_ok($$select test.admin('plan.create', '{"key":"LR","title":"Plateforme"}'),
  test.admin('person.create', '{"email":"a@example.org","name":"Secrétariat COPIL","login":"alix","plan":"LR"}'),
  test.admin('member.add', '{"plan":"LR","party":"a@example.org","role":"secretary"}'),
  test.call('user:alix', 'action.create', '{"plan":"LR","title":"Un"}'),
  test.call('user:alix', 'action.create', '{"plan":"LR","title":"Deux"}'),
  test.call('user:alix', 'action.block', '{"action":"LR-1","why":"budget"}')$$, 'five acts');

create function test.revisions(answer jsonb) returns text
language sql
as $$ select string_agg(item ->> 'revision', ' ') from jsonb_array_elements(answer -> 'items') as item $$;

select is(test.revisions(test.admin('journal.list', '{"plan":"LR"}')), '5 4 3 2 1', 'the newest first');
select is(test.revisions(test.admin('journal.list', '{"plan":"LR","after":3}')), '4 5', 'after a revision, the oldest first');
select is(test.revisions(test.admin('journal.list', '{"plan":"LR","object":"LR-1"}')), '5 3', 'of one object');
select is(test.revisions(test.admin('journal.list', '{"plan":"LR","person":"a@example.org"}')), '5 4 3', 'of one person');
select is(test.revisions(test.admin('history.list', '{"object":"LR-1"}')), '5 3', 'an object''s history');
select is(
  test.revisions(test.admin('journal.list',
    jsonb_build_object('plan', 'LR', 'limit', 2, 'cursor', page ->> 'next'))), '3 2', 'page after page')
from test.admin('journal.list', '{"plan":"LR","limit":2}') as page;
select is(
  (select json_build_array(act #> '{who,name}', act -> 'method', act -> 'why',
     act #> '{changes,0,fields,state}')::text
   from test.admin('journal.get', '{"plan":"LR","revision":5}') as act),
  '["Secrétariat COPIL", "action.block", "budget", {"after": "blocked", "before": "open"}]',
  'who, what, why, before and after');
select test.refused('administrator', 'journal.get', '{"plan":"LR","revision":9}', 'not_found', '{"object":"LR@9"}');
select test.refused('administrator', 'history.list', '{"object":"LR-9"}', 'not_found', '{"object":"LR-9"}');
select test.refused('administrator', 'journal.list', '{"plan":"LR","cursor":"AAAA"}', 'bad_value', '{"param":"cursor"}');
select test.refused('administrator', 'journal.list', '{"plan":"XX"}', 'not_found', '{"object":"XX"}');

-- Hours, as parameters write them.
select test.admin('meeting.create', '{"plan":"LR","date":"2014-06-12"}') is null,
  test.admin('meeting.edit', '{"meeting":"LR-M1","starts":"14:00","ends":"17:30"}') is null
\g /dev/null
select is(jsonb_path_query_first(test.admin('journal.list', '{"plan":"LR"}'), '$.items[0].changes[*].fields ? (exists (@.ends))'),
  '{"starts":{"before":null,"after":"14:00"},"ends":{"before":null,"after":"17:30"}}', 'hours are told as people write them');
select is_empty($$select c.relname, a.attname
  from pg_attribute as a join pg_class as c on c.oid = a.attrelid and c.relkind = 'r'
  where c.relnamespace = 'core'::regnamespace and (a.atttypid = 'time'::regtype) <> (a.attname = any (core.hour_fields()))$$,
  'every column that is an hour, and no other, is told so');

select * from finish();
rollback;

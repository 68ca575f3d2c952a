-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(37);
select null from test.sec('action.create', '{"plan":"LR","title":"Annuaire","text":"ancien","decision":"LR-D1",
  "owner":"CCI-ALES","supports":["mem@example.org"],"sectors":["NUC"],"indicators":["LR-I1"],"expected":5}');

select is(test.sec('action.edit', '{"action":"LR-1","title":"Annuaire complet"}') - '{revision,plan_revision}'::text[],
  test.sec('action.get', '{"action":"LR-1"}') - '{revision,plan_revision}'::text[], 'the answer is what can be read');
select is(a ->> 'title' || '/' || (a ->> 'text') || '/' || (a #>> '{owner,key}') || '/' || (a ->> 'expected'),
  'Annuaire complet/ancien/CCI-ALES/5', 'what is absent stays')
from test.sec('action.get', '{"action":"LR-1"}') as a;
select is(test.sec('action.edit', '{"action":"LR-1","owner":"mem@example.org"}') #>> '{owner,kind}', 'person',
  'a person takes an organisation''s place');
select is(test.sec('action.edit', '{"action":"LR-1","supports":["CCI-ALES"]}') -> 'supports',
  '[{"kind":"organisation","key":"CCI-ALES","name":"CCI Alès"}]', 'supports are replaced');
select is(test.sec('action.edit', '{"action":"LR-1","sectors":["CHI","NUC"]}') -> 'sectors', '["CHI","NUC"]',
  'sectors too');
select results_eq(
  $$select after ->> 'sector' from core.journal where plan = 'LR' and method = 'action.edit'
    and relation = 'action_sector'$$, $$values ('CHI')$$, 'only what changed is journalled');
create temporary table cleared as select test.sec('action.edit', '{"action":"LR-1","sectors":[]}') ->> 'revision' as at;
select is(cleared.at, (select max(revision)::text from core.journal where plan = 'LR'),
  'a change of links is a change of the action') from cleared;
select is(test.sec('action.edit', '{"action":"LR-1","secured":1.25,"recovered":0.5,"priority":"low"}')
  -> 'secured', '1.25', 'amounts');

create temporary table before as select max(revision) as revision from core.journal where plan = 'LR';
select isnt(test.sec('action.edit', '{"action":"LR-1"}'), null, 'an edit of nothing is taken');
select is((select max(revision) from core.journal where plan = 'LR'), before.revision, 'and changes nothing')
  from before;

select is(
  test.sec('action.edit', '{"action":"LR-1","clear":["text","owner","supports","decision","expected","secured",
    "recovered","indicators"]}') - '{created_at,revision,plan_revision}'::text[],
  '{"ref":"LR-1","plan":"LR","number":1,"title":"Annuaire complet","text":null,"state":"open","blocked_why":null,
    "cancelled_why":null,"priority":"low","progress":0,"owner":null,"supports":[],"due":null,"first_due":null,
    "postponements":0,"asked":null,"acknowledged":[],"decision":null,"sectors":[],"indicators":[],"depends_on":[],"expected":null,"secured":null,
    "recovered":null,"evidence":null,"closed_at":null,"withdrawn":false,"visibility":"committee"}', 'fields are emptied');
select test.refused('user:sec', 'action.edit', '{"action":"LR-1","clear":["title"]}', 'bad_value', '{"param":"clear"}');
select test.refused('user:sec', 'action.edit', '{"action":"LR-1","clear":["due",null]}', 'bad_value',
  '{"param":"clear"}');

-- The deadline: set, said otherwise, corrected to an earlier day; never later but by postponement.
select is(test.sec('action.edit', '{"action":"LR-1","due":"2014-09"}') -> 'first_due',
  '{"said":"2014-09","last_day":"2014-09-30"}', 'a first deadline');
select is((select due_revision from core.action where plan = 'LR' and number = 1),
  (select revision from core.action where plan = 'LR' and number = 1), 'is numbered by its revision');
select is(test.sec('action.edit', '{"action":"LR-1","said":"à la rentrée"}') -> 'due' ->> 'said', 'à la rentrée',
  'said otherwise');
select isnt((select due_revision from core.action where plan = 'LR' and number = 1),
  (select revision from core.action where plan = 'LR' and number = 1), 'is the same deadline');
select is(test.sec('action.edit', '{"action":"LR-1","due":"2014-06-30"}') #>> '{first_due,last_day}', '2014-06-30',
  'corrected to an earlier day');
select test.refused('user:sec', 'action.edit', '{"action":"LR-1","due":"2014-07-01"}', 'bad_value', '{"param":"due"}',
  'a later day is a postponement');
select test.refused('user:sec', 'action.edit', '{"action":"LR-1","clear":["due"]}', 'bad_value', '{"param":"clear"}',
  'so is none');
select is(test.sec('action.get', '{"action":"LR-1"}') #>> '{due,last_day}', '2014-06-30', 'nothing of it stays');
select null from test.sec('action.postpone', '{"action":"LR-1","due":"2014-08-31","why":"congés"}');
select is(test.sec('action.edit', '{"action":"LR-1","due":"2014-07-15"}') #>> '{first_due,last_day}', '2014-06-30',
  'once postponed, the first deadline is never touched again');
select is(test.sec('action.get', '{"action":"LR-1"}') ->> 'postponements', '1', 'nor the count');
select null from test.sec('action.create', '{"plan":"LR","title":"x","due":"2014-06-01","state":"proposed"}');
select is(test.sec('action.edit', '{"action":"LR-2","due":"2014-12-31"}') #>> '{first_due,last_day}', '2014-12-31',
  'what is only proposed may move freely');
select is(test.sec('action.edit', '{"action":"LR-2","clear":["due"]}') -> 'due', 'null', 'or lose its deadline');
select is(test.sec('action.edit', '{"action":"LR-2","owner":"CCI-ALES"}') ->> 'state', 'proposed',
  'an owner does not make it agreed');
select is(test.sec('action.edit', '{"action":"LR-1","evidence":"compte rendu"}') ->> 'evidence', 'compte rendu',
  'evidence');

select is(test.call('user:sec', 'action.edit', '{"action":"LR-1","title":"vu"}',
  (test.sec('action.get', '{"action":"LR-1"}') ->> 'revision')::bigint) ->> 'title', 'vu', 'if_revision that holds');
select throws_ok($$select test.call('user:sec', 'action.edit', '{"action":"LR-1","title":"tard"}', 3)$$, 'CP008');
select test.refused('user:sec', 'action.edit', '{"action":"LR-9","title":"x"}', 'not_found', '{"object":"LR-9"}');
select test.refused('user:sec', 'action.edit', '{"action":"PACA-1","title":"x"}', 'not_found');
select test.refused('user:sec', 'action.edit', '{"action":"LR-1","decision":"LR-D8"}', 'not_found',
  '{"param":"decision"}');
select test.refused('user:sec', 'action.edit', '{"action":"LR-1","owner":"nobody here"}', 'not_found',
  '{"param":"owner"}');
select test.refused('user:sec', 'action.edit', '{"action":"LR-1","due":"hier ou demain"}', 'bad_value',
  '{"param":"due"}');
select test.refused('user:mem', 'action.edit', '{"action":"LR-1","title":"x"}', 'forbidden');
select null from test.sec('action.create', '{"plan":"LR","title":"à retirer"}');
select null from test.sec('journal.undo', '{"plan":"LR"}');
select test.refused('user:sec', 'action.edit', '{"action":"LR-3","title":"x"}', 'not_found', '{"object":"LR-3"}',
  'what was withdrawn is not edited');
select is(test.sec('action.get', '{"action":"LR-3"}') ->> 'withdrawn', 'true', 'but can be read');

select * from finish();
rollback;

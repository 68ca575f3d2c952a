-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
select plan(22);
select null from test.admin('plan.create', '{"key":"LR","title":"Plateforme"}');
select null from test.admin('committee.create', '{"plan":"LR","key":"COPIL","name":"Comité de pilotage"}');
select null from test.admin('committee.create', '{"plan":"LR","key":"TECH","name":"Comité technique"}');

create temporary table made as
select test.admin('meeting.create', '{"plan":"LR","committee":"COPIL","date":"2014-04-07","place":"Baillargues",
  "objective":"Tirer du diagnostic des pistes"}') as m;
select is(m ->> 'ref', 'LR-M1', 'meetings are numbered in their plan') from made;
select is(m -> 'committee', '{"key":"COPIL","name":"Comité de pilotage"}', 'with their committee') from made;
select is((m ->> 'date') || (m ->> 'latest') || (m ->> 'state'), '2014-04-072014-04-07planned', 'planned on a day') from made;
select is(m -> 'attendance', '[]', 'nobody has come yet') from made;
select is(m ->> 'plan_revision', m ->> 'revision', 'written just now') from made;

select is(test.admin('meeting.create', '{"plan":"LR","committee":"TECH"}') ->> 'sitting', '1',
  'sittings count in their committee');
create temporary table open as
select test.admin('meeting.create', '{"plan":"LR","committee":"COPIL","said":"d''ici l''été"}') as m;
select is((m ->> 'ref') || ' ' || (m ->> 'sitting'), 'LR-M3 2', 'references count in the plan') from open;
select is(m -> 'date', 'null', 'its date is open') from open;
select is((m ->> 'said') || ': ' || (m ->> 'latest'), 'd''ici l''été: 2014-06-30', 'what was said is kept and reckoned')
from open;
select is(test.admin('meeting.create', '{"plan":"LR","said":"avant l''été","date":"2014-06-12"}') - '{}'::text[]
    @> '{"said":"avant l''été","date":"2014-06-12","latest":"2014-06-12"}', true,
  'a date counts before what was said');

-- Hours.
select ok(test.admin('meeting.create', '{"plan":"LR","date":"2014-06-12","starts":"14:00","ends":"17:30"}')
    @> '{"date":"2014-06-12","starts":"14:00","ends":"17:30"}', 'from an hour to an hour');
select ok(test.admin('meeting.create', '{"plan":"LR","said":"fin juin","starts":"09:05"}')
    @> '{"date":null,"starts":"09:05","ends":null}', 'an hour without a day, and without an end');
select test.refused('administrator', 'meeting.create', '{"plan":"LR","ends":"17:00"}', 'bad_value',
  '{"param":"ends"}', 'no end alone');
select test.refused('administrator', 'meeting.create', '{"plan":"LR","starts":"14:00","ends":"14:00"}', 'bad_value',
  '{"param":"ends"}', 'nor one that is not after the beginning');
select is(test.admin('meeting.list', '{"plan":"LR","sort":"-number","limit":2}') #>> '{items,1,starts}', '14:00', 'lists show them');
select is(test.admin('meeting.get', '{"meeting":"LR-M6"}') ->> 'starts', '09:05', 'and so does the meeting');

select test.refused('administrator', 'meeting.create', '{"plan":"LR","committee":"NONE"}', 'not_found');
select test.refused('administrator', 'meeting.create', '{"plan":"NO"}', 'not_found', '{"object":"NO"}');
select test.refused('administrator', 'meeting.create', '{"plan":"LR","said":"un de ces jours"}', 'bad_value',
  '{"param":"said"}');
select is(test.admin('meeting.create', '{"plan":"LR"}') ->> 'ref', 'LR-M7', 'refusals leave no gap');
select results_eq(
  $$select method, relation from core.journal where plan = 'LR' and object = 'LR-M1'$$,
  $$values ('meeting.create', 'meeting')$$, 'its making is in the journal');
select is(test.admin('journal.undo', '{"plan":"LR"}') -> 'undone' ->> 'object', 'LR-M7', 'and can be undone');

select * from finish();
rollback;

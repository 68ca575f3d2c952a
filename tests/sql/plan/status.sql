-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
select plan(30);
select null from test.admin('plan.create', '{"key":"LR","title":"Plateforme","launched":"2013-10-01"}');

create function test.status(path text) returns jsonb
language sql
as $$ select test.admin('plan.status', '{"plan":"LR"}') #> string_to_array(path, '.') $$;

select ok(test.admin('plan.status', '{"plan":"LR"}')
    @> '{"plan":{"key":"LR","launched":"2013-10-01"},"today":"2014-05-12","next_meeting":null,"last_meeting":null,
      "meetings":0,"leads":{"total":0},"decisions":{"total":0},"actions":{"total":0,"open":0},"overdue":0,
      "due_soon":0,"postponed":0,"value":{"expected":0,"secured":0,"recovered":0},"loose":{"leads_without_decision":0}}',
  'an empty plan has a status');
select is(test.status('late'), '[]', 'lists are empty, not null');

select null from test.admin('organisation.create', '{"key":"CCI-ALES","name":"CCI Alès","kind":"chamber"}');
select null from test.admin('person.create',
  '{"email":"presidence@example.org","name":"Présidence CCI Alès","organisation":"CCI-ALES"}');
select null from test.admin('person.create', '{"email":"secretariat@example.org","name":"Secrétariat"}');
select null from test.admin('sector.create', '{"plan":"LR","key":"CHI","name":"Chimie","priority":2}');
select null from test.admin('sector.create', '{"plan":"LR","key":"NUC","name":"Nucléaire","priority":1}');
select null from test.admin('committee.create', '{"plan":"LR","key":"COPIL","name":"Comité de pilotage"}');
select null from test.admin('meeting.create', '{"plan":"LR","committee":"COPIL","date":"2014-04-07"}');
select null from test.admin('meeting.hold', '{"meeting":"LR-M1"}');
select null from test.admin('meeting.create', '{"plan":"LR","committee":"COPIL"}');
select null from test.admin('meeting.create', '{"plan":"LR","committee":"COPIL","said":"d''ici l''été"}');
select null from test.admin('meeting.create', '{"plan":"LR","committee":"COPIL","date":"2014-05-02"}');
select null from test.admin('lead.create', '{"plan":"LR","title":"Une piste"}');
select null from test.admin('lead.create', '{"plan":"LR","title":"Une autre"}');
select null from test.admin('lead.create', '{"plan":"LR","title":"Une dernière"}');
select null from test.admin('lead.drop', '{"lead":"LR-L3","why":"hors sujet"}');
select null from test.admin('decision.create', '{"plan":"LR","title":"Décider","leads":["LR-L1"]}');
select null from test.admin('decision.create', '{"plan":"LR","title":"Mieux décider","supersedes":"LR-D1"}');
select null from test.admin('action.create', '{"plan":"LR","title":"En retard","owner":"CCI-ALES","due":"2014-05-11",
  "decision":"LR-D2","sectors":["NUC","CHI"],"expected":1000}');
select null from test.admin('action.create', '{"plan":"LR","title":"Plus en retard","owner":"presidence@example.org",
  "due":"2014-04-30","sectors":["NUC"],"expected":10}');
select null from test.admin('action.create', '{"plan":"LR","title":"Aujourd''hui","owner":"secretariat@example.org",
  "due":"2014-05-12","expected":100}');
select null from test.admin('action.create', '{"plan":"LR","title":"Bientôt","due":"2014-05-26"}');
select null from test.admin('action.create', '{"plan":"LR","title":"Plus tard","due":"2014-05-27"}');
select null from test.admin('action.create', '{"plan":"LR","title":"Proposée","due":"2014-05-01","state":"proposed"}');
select null from test.admin('action.create', '{"plan":"LR","title":"Faite","owner":"CCI-ALES","due":"2014-05-01"}');
select null from test.admin('action.done', '{"action":"LR-7"}');
select null from test.admin('action.create', '{"plan":"LR","title":"Annulée","owner":"CCI-ALES","expected":5000}');
select null from test.admin('action.cancel', '{"action":"LR-8","why":"trop cher"}');
select null from test.admin('action.create', '{"plan":"LR","title":"Reportée","due":"2014-05-20"}');
select null from test.admin('action.postpone', '{"action":"LR-9","due":"2014-09-30","why":"vacances"}');
select null from test.admin('indicator.create', '{"plan":"LR","title":"Valeur","unit":"M€","target":100}');
select null from test.admin('measure.add', '{"indicator":"LR-I1","value":30,"on":"2014-05-12"}');

select is(test.status('next_meeting.ref'), '"LR-M3"', 'the nearest meeting is next, before one without a date');
select ok(test.status('next_meeting') @> '{"date":null,"said":"d''ici l''été","latest":"2014-06-30","sitting":3}',
  'with what was said of its date');
select is(test.status('last_meeting.ref'), '"LR-M1"', 'the last one held');
select is(test.status('meetings'), '4', 'all meetings are counted');
select is(test.status('leads'), '{"total":3,"open":1,"decided":1,"dropped":1}', 'leads by state');
select is(test.status('decisions'), '{"total":2,"superseded":1}', 'decisions');
select is(test.status('actions'),
  '{"total":9,"proposed":1,"open":6,"in_progress":0,"blocked":0,"done":1,"cancelled":1}', 'actions by state');
select is(test.status('overdue'), '2', 'late is what runs and was due before today');
select is(test.status('due_soon'), '2', 'due soon is from today to the fourteenth day');
select is(test.admin('plan.status', '{"plan":"LR","due_soon":15}') ->> 'due_soon', '3', 'or as many days as asked');
select is(test.status('postponed'), '1', 'postponed once or more');
select is(jsonb_path_query_array(test.status('late'), '$[*].ref'), '["LR-2","LR-1"]', 'the latest first');
select is(jsonb_path_query_array(test.status('soon'), '$[*].ref'), '["LR-3","LR-4"]', 'the nearest first');
select is(test.status('late.0.owner.organisation'), '"CCI-ALES"', 'with their owner');
select is(test.status('value'), '{"expected":1110,"secured":0,"recovered":0}', 'what is cancelled is worth nothing');
select is(test.status('indicators.0.progress'), '30', 'indicators against their target');
select is(test.status('by_sector'),
  '[{"key":"NUC","name":"Nucléaire","total":2,"proposed":0,"open":2,"done":0,"cancelled":0,"overdue":2},
    {"key":"CHI","name":"Chimie","total":1,"proposed":0,"open":1,"done":0,"cancelled":0,"overdue":1}]',
  'by sector, in their order');
select is(jsonb_path_query_first(test.status('by_organisation'), '$[*] ? (@.organisation.key == "CCI-ALES")')
    - 'organisation', '{"total":4,"proposed":0,"open":2,"done":1,"cancelled":1,"overdue":2}',
  'a person counts under the organisation');
select is(jsonb_path_query_first(test.status('by_organisation'), '$[*] ? (@.organisation.kind == "person")')
    #>> '{organisation,name}', 'Secrétariat', 'or alone, without one');
select is(jsonb_path_query_first(test.status('by_organisation'), '$[*] ? (@.organisation == null)') ->> 'total', '4',
  'actions without an owner are counted');
select is(test.status('loose'),
  '{"leads_without_decision":1,"decisions_without_action":0,"actions_without_owner":4,"actions_without_deadline":0,
    "actions_without_decision":6,"indicators_without_measure":0,"meetings_without_minutes":1}', 'what hangs loose');
select is(test.status('revision'), test.admin('plan.get', '{"plan":"LR"}') -> 'plan_revision', 'the present revision');

select null from test.admin('person.edit', '{"person":"presidence@example.org","clear":["organisation"]}');
select is(jsonb_path_query_first(test.status('by_organisation'), '$[*] ? (@.organisation.key == "CCI-ALES")') ->> 'total',
  '3', 'who leaves an organisation is counted there no more');
select test.at('2014-05-13 10:00:00+02');
select is(test.status('overdue'), '3', 'a day makes one late, without a write');
select null from test.admin('action.start', '{"action":"LR-5"}');
select is(test.status('overdue'), '3', 'and with one');
select test.at('2014-05-10 10:00:00+02');
select is(test.status('overdue'), '1', 'the clock may go back');
select test.refused('administrator', 'plan.status', '{"plan":"NO"}', 'not_found');
select ok((select not provolatile = 'v' and procost < 10000 from pg_proc where oid = 'api.plan_status'::regproc),
  'it is an ordinary read');

select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
select plan(6);
select null from test.admin('plan.create', '{"key":"LR","title":"Plateforme"}');
select null from test.admin('organisation.create', '{"key":"CCI-ALES","name":"CCI Alès","kind":"chamber"}');
select null from test.admin('organisation.create', '{"key":"CCI-LR","name":"CCI du Languedoc","kind":"chamber"}');
select null from test.admin('meeting.create', '{"plan":"LR","date":"2014-04-07"}');

select is(jsonb_path_query_array(test.admin('meeting.attend', '{"meeting":"LR-M1","present":["CCI-ALES"],"excused":["CCI-LR"]}'),
  '$.attendance[*].presence'), '["present","excused"]', 'who was there and who was excused');
select is(jsonb_array_length(test.admin('meeting.attend', '{"meeting":"LR-M1","present":["CCI-LR"]}') -> 'attendance'), 2,
  'noted otherwise, nobody is counted twice');
select is((select count(*) from core.journal where relation = 'attendance'), 3::bigint, 'each change is in the journal');
select is(test.admin('meeting.attend', '{"meeting":"LR-M1","present":["CCI-LR"]}') ->> 'plan_revision',
  (select max(revision)::text from core.journal where plan = 'LR' and relation = 'attendance'),
  'saying it again changes nothing');
select test.refused('administrator', 'meeting.attend', '{"meeting":"LR-M1","present":["cci"]}', 'ambiguous',
  '{"param":"present"}');
select test.refused('administrator', 'meeting.attend', '{"meeting":"LR-M7","present":["CCI-LR"]}', 'not_found');
select * from finish();
rollback;

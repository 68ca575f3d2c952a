-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
select plan(6);
select null from test.admin('plan.create', '{"key":"LR","title":"Plateforme"}');
select null from test.admin('meeting.create', '{"plan":"LR","date":"2014-04-07"}');

select test.refused('administrator', 'meeting.approve', '{"meeting":"LR-M1"}', 'wrong_state',
  '{"state":"planned","possible":["hold"]}');
select null from test.admin('meeting.hold', '{"meeting":"LR-M1"}');
select test.refused('administrator', 'meeting.approve', '{"meeting":"LR-M1"}', 'minutes_missing',
  '{"object":"LR-M1"}');
select null from test.admin('meeting.edit', '{"meeting":"LR-M1","minutes":"   "}');
select test.refused('administrator', 'meeting.approve', '{"meeting":"LR-M1"}', 'minutes_missing');
select null from test.admin('meeting.edit', '{"meeting":"LR-M1","minutes":"Six pistes."}');
select ok(test.admin('meeting.approve', '{"meeting":"LR-M1"}') @> '{"state":"approved"}', 'approved');
select test.refused('administrator', 'meeting.approve', '{"meeting":"LR-M1"}', 'wrong_state',
  '{"possible":["reopen"]}');
select is(test.admin('meeting.edit', '{"meeting":"LR-M1","minutes":"Six pistes, dites."}') ->> 'state', 'approved',
  'a correction leaves it approved');

select * from finish();
rollback;

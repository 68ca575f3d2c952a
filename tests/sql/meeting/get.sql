-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
select plan(4);
select null from test.admin('plan.create', '{"key":"LR","title":"Plateforme"}');
select null from test.admin('meeting.create', '{"plan":"LR","date":"2014-04-07"}');
select ok(test.admin('meeting.get', '{"meeting":"LR-M1"}') @> '{"ref":"LR-M1","withdrawn":false}', 'shown');
select test.refused('administrator', 'meeting.get', '{"meeting":"LR-M2"}', 'not_found', '{"object":"LR-M2"}');
select null from test.admin('journal.undo', '{"plan":"LR"}');
select is(test.admin('meeting.get', '{"meeting":"LR-M1"}') ->> 'withdrawn', 'true', 'a withdrawn one says so');
select test.refused('administrator', 'meeting.edit', '{"meeting":"LR-M1","place":"x"}', 'not_found', '{}',
  'and cannot be changed');
select * from finish();
rollback;

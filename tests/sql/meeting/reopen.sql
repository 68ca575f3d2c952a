-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
select plan(4);
select null from test.admin('plan.create', '{"key":"LR","title":"Plateforme"}');
select null from test.admin('meeting.create', '{"plan":"LR","date":"2014-04-07"}');
select test.refused('administrator', 'meeting.reopen', '{"meeting":"LR-M1"}', 'wrong_state', '{"state":"planned"}');
select null from test.admin('meeting.hold', '{"meeting":"LR-M1"}');
select null from test.admin('meeting.edit', '{"meeting":"LR-M1","minutes":"Six pistes."}');
select null from test.admin('meeting.approve', '{"meeting":"LR-M1"}');
select ok(test.admin('meeting.reopen', '{"meeting":"LR-M1"}') @> '{"state":"held","approved_at":null}',
  'approved minutes are open again');
select ok(test.admin('meeting.reopen', '{"meeting":"LR-M1"}')
    @> '{"state":"planned","held_at":null,"held_revision":null,"minutes":"Six pistes."}',
  'a held meeting is planned again, its minutes stay');
select test.refused('administrator', 'meeting.reopen', '{"meeting":"LR-M2"}', 'not_found');
select * from finish();
rollback;

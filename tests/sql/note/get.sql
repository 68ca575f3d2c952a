-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
select plan(4);
select null from test.admin('plan.create', '{"key":"LR","title":"Plateforme"}');
select null from test.admin('meeting.create', '{"plan":"LR"}');
select null from test.admin('note.create', '{"object":"LR-M1","text":"Un mot"}');
select ok(test.admin('note.get', '{"note":"LR-N1"}') @> '{"object":"LR-M1","text":"Un mot","withdrawn":false}', 'shown');
select test.refused('administrator', 'note.get', '{"note":"LR-N2"}', 'not_found', '{"object":"LR-N2"}');
select null from test.admin('journal.undo', '{"plan":"LR"}');
select is(test.admin('note.get', '{"note":"LR-N1"}') ->> 'withdrawn', 'true', 'a withdrawn one says so');
select test.refused('administrator', 'note.edit', '{"note":"LR-N1","text":"x"}', 'not_found', '{}', 'and cannot be changed');
select * from finish();
rollback;

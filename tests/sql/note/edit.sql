-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
select plan(6);
select null from test.admin('plan.create', '{"key":"LR","title":"Plateforme"}');
select null from test.admin('meeting.create', '{"plan":"LR"}');
select null from test.admin('note.create', '{"object":"LR-M1","text":"Un mot"}');
select is(test.admin('note.edit', '{"note":"LR-N1","text":"Un autre mot"}') ->> 'text', 'Un autre mot', 'corrected');
select is(test.admin('note.edit', '{"note":"LR-N1","visibility":"partners"}') - 'revision' - 'plan_revision',
  test.admin('note.get', '{"note":"LR-N1"}') - 'revision' - 'plan_revision'
    || '{"text":"Un autre mot","visibility":"partners"}', 'shared, and the text stays');
select null from test.admin('journal.undo', '{"plan":"LR"}');
select test.refused('administrator', 'note.edit', '{"note":"LR-N1","text":" "}', 'bad_value', '{"param":"text"}');
select test.refused('administrator', 'note.edit', '{"note":"LR-N2","text":"x"}', 'not_found');
select throws_like($$select test.call('administrator', 'note.edit', '{"note":"LR-N1","text":"x"}', 1)$$,
  '%changed meanwhile%', 'not when it has moved on');
select null from test.admin('journal.undo', '{"plan":"LR"}');
select is(test.admin('note.get', '{"note":"LR-N1"}') ->> 'text', 'Un mot', 'undone');
select * from finish();
rollback;

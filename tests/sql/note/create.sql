-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
select plan(15);
select null from test.admin('person.create', '{"email":"secretariat@example.org","name":"Secrétariat","login":"sec"}');
select null from test.admin('plan.create', '{"key":"LR","title":"Plateforme"}');
select null from test.admin('member.add', '{"plan":"LR","party":"secretariat@example.org","role":"secretary"}');
select null from test.admin('meeting.create', '{"plan":"LR"}');
select null from test.admin('lead.create', '{"plan":"LR","title":"Une piste"}');
select null from test.admin('decision.create', '{"plan":"LR","title":"Une décision"}');
select null from test.admin('action.create', '{"plan":"LR","title":"Une action"}');
select null from test.admin('indicator.create', '{"plan":"LR","title":"Un indicateur","unit":"€"}');

select is(test.admin('note.create', jsonb_build_object('object', ref, 'text', 'Dit de ' || ref)) ->> 'object', ref,
  'a note on ' || ref)
from unnest('{LR-M1,LR-L1,LR-D1,LR-1,LR-I1}'::text[]) as ref;
create temporary table made as
select test.call('user:sec', 'note.create', '{"object":"LR-1","text":"Avancé."}') as n;
select is(n ->> 'ref', 'LR-N6', 'notes count in their plan') from made;
select is(n #>> '{by,key}', 'secretariat@example.org', 'who wrote it is known') from made;
select is((select object from core.journal where plan = 'LR' and relation = 'note' order by revision desc limit 1), 'LR-N6',
  'in the journal');

select test.refused('administrator', 'note.create', '{"object":"LR-9","text":"x"}', 'not_found', '{"object":"LR-9"}');
select test.refused('administrator', 'note.create', '{"object":"LR-N1","text":"x"}', 'bad_value', '{"param":"object"}');
select test.refused('administrator', 'note.create', '{"object":"LR-1","text":"  "}', 'bad_value', '{"param":"text"}');
select test.refused('administrator', 'note.create', '{"object":"NO-1","text":"x"}', 'not_found');
select throws_like($$select test.call('administrator', 'note.create', '{"object":"LR-1","text":"x"}', 1)$$,
  '%changed meanwhile%', 'not when the object has moved on');
select is(test.admin('action.progress', '{"action":"LR-1","percent":20,"note":"Un cinquième."}') ->> 'progress', '20',
  'a progress report is a note');
select is((select text from core.note where plan = 'LR' order by number desc limit 1), 'Un cinquième.', 'it is kept');

select * from finish();
rollback;

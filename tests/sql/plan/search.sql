-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
select plan(12);
select null from test.admin('plan.create', '{"key":"LR","title":"Plateforme"}');
select null from test.admin('plan.create', '{"key":"XX","title":"Autre"}');
select null from test.admin('person.create', '{"email":"a@example.org","name":"A","login":"alice"}');
select null from test.admin('member.add', '{"plan":"XX","party":"a@example.org","role":"secretary"}');
select null from test.admin('lead.create', '{"plan":"LR","title":"Améliorer le référencement"}');
select null from test.admin('decision.create', '{"plan":"LR","title":"Décider","text":"Le référencement des fournisseurs"}');
select null from test.admin('action.create', '{"plan":"LR","title":"Référencer les équipementiers"}');
select null from test.admin('meeting.create', '{"plan":"LR","objective":"Parler du référencement"}');
select null from test.admin('meeting.edit', '{"meeting":"LR-M1","minutes":"On parle du référencement des fournisseurs."}');
select null from test.admin('indicator.create', '{"plan":"LR","title":"Fournisseurs au référencement","unit":"entreprises"}');
select null from test.admin('note.create', '{"object":"LR-1","text":"Le référencement avance"}');

create function test.found(words text) returns text
language sql
as $$
  select string_agg(item ->> 'ref', ' ' order by item ->> 'ref')
  from jsonb_array_elements(test.admin('plan.search', jsonb_build_object('plan', 'LR', 'words', words)) -> 'items') as item
$$;
select is(test.found('referencement'), 'LR-1 LR-D1 LR-I1 LR-L1 LR-M1 LR-N1', 'in every kind, without accents');
select is(test.found('référencement fournisseurs'), 'LR-D1 LR-I1 LR-M1', 'every word must occur');
select is(test.found('équipem'), 'LR-1', 'the last word may be unfinished');
select is(test.found('rien'), null, 'or nothing');
select is(test.found('  '), null, 'no words find nothing');
select is(test.found('lr-d1'), 'LR-D1', 'a reference finds its object');
select ok(test.admin('plan.search', '{"plan":"LR","words":"parler"}') #> '{items,0}'
    @> '{"kind":"meeting","ref":"LR-M1","title":"LR-M1 – Parler du référencement","state":"planned"}', 'in short');
select is(test.admin('plan.search', '{"plan":"LR","words":"avance"}') #>> '{items,0,excerpt}', 'Le référencement avance',
  'with an excerpt');
select is(jsonb_array_length(test.admin('plan.search', '{"plan":"LR","words":"referencement","limit":2}') -> 'items'), 2,
  'so many at most');
select null from test.admin('journal.undo', '{"plan":"LR"}');
select is(test.found('avance'), null, 'what was withdrawn is not found');
select test.refused('user:alice', 'plan.search', '{"plan":"LR","words":"referencement"}', 'not_found');
select is(test.call('user:alice', 'plan.search', '{"plan":"XX","words":"referencement"}') -> 'items', '[]',
  'nor what is another plan''s');

select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(9);
select null from test.sec('action.create', '{"plan":"LR","title":"x","due":"2014-05-01"}');
select is(json_build_array(a -> 'state', a -> 'progress', a -> 'evidence', a #> '{due,overdue}',
    a #> '{due,days_left}', a #> '{due,working_days_left}')::jsonb,
  '["done",100,null,false,null,null]', 'one word is enough')
from test.sec('action.done', '{"action":"LR-1"}') as a;
select is((test.sec('action.get', '{"action":"LR-1"}') ->> 'closed_at')::timestamptz,
  '2014-05-12 10:00+02'::timestamptz,
  'when it was done');
select test.refused('user:sec', 'action.done', '{"action":"LR-1"}', 'wrong_state',
  '{"object":"LR-1","state":"done","state_label":"done","possible":["reopen"],"possible_labels":"reopen"}',
  'done on done says what is possible');
select throws_ok($$select test.call('user:sec', 'action.done', '{"action":"LR-1"}', null, 'fr')$$, 'CP004',
  'LR-1 est « faite » ; possible maintenant : rouvrir.', 'in French too');
select null from test.sec('action.create', '{"plan":"LR","title":"x"}');
select null from test.sec('action.block', '{"action":"LR-2","why":"x"}');
select is(json_build_array(a -> 'state', a -> 'evidence')::jsonb, '["done","guide.pdf"]',
  'from any state on the way, with evidence')
from test.sec('action.done', '{"action":"LR-2","evidence":"guide.pdf","note":"Remis à tous."}') as a;
select is(test.sec('note.get', '{"note":"LR-N1"}') ->> 'text', 'Remis à tous.', 'and a last report');
select null from test.sec('action.create', '{"plan":"LR","title":"x","state":"proposed"}');
select test.refused('user:sec', 'action.done', '{"action":"LR-3"}', 'wrong_state', '{"possible":["accept","cancel"]}');
select test.refused('user:far', 'action.done', '{"action":"LR-1"}', 'not_found', '{}',
  'another plan''s secretary sees nothing');
select test.refused('user:mem', 'action.done', '{"action":"LR-1"}', 'forbidden');
select * from finish();
rollback;

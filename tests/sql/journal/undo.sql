-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
select plan(17);

select lives_ok($$select test.admin('plan.create', '{"key":"LR","title":"Plateforme"}'),
  test.admin('organisation.create', '{"key":"CCI-ALES","name":"CCI Alès","kind":"chamber","plan":"LR"}'),
  test.admin('person.create', '{"email":"a@example.org","name":"Secrétariat COPIL","login":"alix","plan":"LR"}'),
  test.admin('person.create', '{"email":"b@example.org","name":"Présidence CCI Alès","login":"bao","plan":"LR"}'),
  test.admin('member.add', '{"plan":"LR","party":"a@example.org","role":"secretary"}'),
  test.admin('member.add', '{"plan":"LR","party":"b@example.org","role":"secretary"}')$$, 'a plan with two members');

select test.refused('user:alix', 'journal.undo', '{"plan":"LR"}', 'nothing_to_undo');
select test.refused('user:alix', 'journal.undo', '{"plan":"XX"}', 'not_found');

-- What was made is withdrawn; its number is not given again.
select lives_ok($$select test.call('user:alix', 'action.create',
  '{"plan":"LR","title":"Faux","owner":"CCI-ALES","supports":["a@example.org"],"due":"2014-06"}')$$, 'a line is typed');
select is(test.call('user:alix', 'journal.undo') #>> '{undone,method}', 'action.create', 'and taken back');
select is(test.admin('action.get', '{"action":"LR-1"}') ->> 'withdrawn', 'true', 'it can still be read, as withdrawn');
select is(test.admin('action.list', '{"plan":"LR"}') -> 'items', '[]', 'lists pass over it');
select is(test.admin('plan.status', '{"plan":"LR"}') #>> '{actions,total}', '0', 'counts pass over it');
select is(test.call('user:alix', 'action.create', '{"plan":"LR","title":"Juste","due":"2014-06"}') ->> 'ref', 'LR-2',
  'the next one has the next number');

-- What was changed is as before, whatever it was; undoing again takes back the act before.
select lives_ok($$select test.call('user:alix', 'action.postpone', '{"action":"LR-2","due":"2014-09","why":"congés"}'),
  test.call('user:alix', 'action.done', '{"action":"LR-2"}')$$, 'postponed, then done');
select is(test.call('user:alix', 'journal.undo') #>> '{undone,method}', 'action.done', 'done is taken back');
select is(test.call('user:alix', 'journal.undo') #>> '{undone,method}', 'action.postpone', 'then the postponement');
select is(
  (select json_build_array(a -> 'state', a #> '{due,last_day}', a -> 'postponements', a -> 'closed_at')::text
   from test.admin('action.get', '{"action":"LR-2"}') as a),
  '["open", "2014-06-30", 0, null]', 'as it was typed');

-- Nobody undoes over somebody else's change, nor what others refer to.
select lives_ok($$select test.call('user:bao', 'action.start', '{"action":"LR-2"}')$$, 'somebody else goes on');
select test.refused('user:alix', 'journal.undo', '{"plan":"LR"}', 'not_undoable', '{"object":"LR-2"}');
select lives_ok($$select test.call('user:alix', 'decision.create', '{"plan":"LR","title":"Un annuaire"}'),
  test.call('user:bao', 'action.create', '{"plan":"LR","title":"L''annuaire","decision":"LR-D1"}')$$, 'a decision in use');
select test.refused('user:alix', 'journal.undo', '{"plan":"LR"}', 'not_undoable', '{"object":"LR-D1"}');

select * from finish();
rollback;

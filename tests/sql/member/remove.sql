-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../people.sql
select plan(10);

select ok(test.call('user:sec', 'member.remove', '{"plan":"LR","party":"mem@example.org"}')
  @> '{"ref":"mem@example.org","plan":"LR","role":"member"}', 'a membership ends');
select test.refused('user:mem', 'plan.get', '{"plan":"LR"}', 'not_found', '{}', 'and with it the sight of the plan');
select is(test.call('user:sec', 'person.get', '{"person":"mem@example.org"}') ->> 'name', 'Chargée de mission',
  'the others still see who it was');
select results_eq(
  $$select method, before ->> 'role', after from core.journal where plan = 'LR' order by revision desc limit 1$$,
  $$values ('member.remove', 'member', null::jsonb)$$, 'with its journal row');
select test.refused('user:sec', 'member.remove', '{"plan":"LR","party":"mem@example.org"}', 'not_found',
  '{"param":"party"}');
select test.refused('user:sec', 'member.remove', '{"plan":"LR","party":"far@example.org"}', 'not_found',
  '{"param":"party"}');
select test.refused('user:obs', 'member.remove', '{"plan":"LR","party":"sec@example.org"}', 'forbidden');
select test.refused('user:far', 'member.remove', '{"plan":"LR","party":"sec@example.org"}', 'not_found',
  '{"object":"LR"}');
select is(test.call('user:sec', 'journal.undo', '{"plan":"LR"}') #>> '{undone,method}', 'member.remove',
  'it can be undone');
select is(test.call('user:mem', 'plan.get', '{"plan":"LR"}') ->> 'key', 'LR', 'then the plan is seen again');

select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../people.sql
select plan(14);

select ok(test.call('user:sec', 'member.add', '{"plan":"LR","party":"cci ales","role":"partner"}')
  @> '{"ref":"CCI-ALES","plan":"LR","party":{"kind":"organisation","key":"CCI-ALES"},"role":"partner"}',
    'an organisation becomes a member');
select results_eq(
  $$select method, object, after ->> 'role' from core.journal where plan = 'LR' order by revision desc limit 1$$,
  $$values ('member.add', 'LR', 'partner')$$, 'with its journal row');
select is(test.call('reader:CCI-ALES', 'plan.get', '{"plan":"LR"}') ->> 'key', 'LR',
  'who acts for it now sees the plan');
select test.refused('user:sec', 'member.add', '{"plan":"LR","party":"CCI-ALES","role":"partner"}', 'already_exists',
  '{"object":"CCI-ALES"}');
select is(test.call('user:sec', 'member.add', '{"plan":"LR","party":"mem@example.org","role":"secretary"}') ->> 'role',
  'secretary', 'another role replaces the old one');
select is(test.call('user:mem', 'plan.edit', '{"plan":"LR","title":"x"}') ->> 'title', 'x', 'which then writes');
select is(test.admin('member.add', '{"plan":"LR","party":"lone@example.org","role":"observer"}') ->> 'role', 'observer',
  'an administrator brings in somebody from outside');
select is(test.call('user:lone', 'plan.get', '{"plan":"LR"}') ->> 'key', 'LR', 'who sees the plan');
select is(test.call('user:sec', 'person.get', '{"person":"lone@example.org"}') ->> 'name', 'Sans plan',
  'and is known in it');
select test.refused('user:sec', 'member.add', '{"plan":"LR","party":"far@example.org","role":"member"}', 'not_found',
  '{"param":"party"}', 'whom one does not know, one cannot bring in');
select test.refused('user:sec', 'member.add', '{"plan":"PACA","party":"sec@example.org","role":"member"}', 'not_found',
  '{"object":"PACA"}', 'nobody lets themselves into a plan');
select test.refused('user:par', 'member.add', '{"plan":"LR","party":"par@example.org","role":"secretary"}',
  'forbidden');
select test.refused('administrator', 'member.add', '{"plan":"LR","party":"secrétariat","role":"member"}',
  'ambiguous', '{"param":"party"}');
select test.refused('reader:sec@example.org', 'member.add', '{"plan":"LR","party":"par","role":"member"}', 'read_only');

select * from finish();
rollback;

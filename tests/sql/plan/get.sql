-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../people.sql
select plan(5);

select ok(test.call('user:mem', 'plan.get', '{"plan":"LR"}')
  @> '{"ref":"LR","key":"LR","title":"Plateforme industrielle","summary":null,"zone":"Europe/Paris","calendar":"fr",
    "launched":null,"revision":1}',
  'a member sees the plan');
select is(test.admin('plan.get', '{"plan":"PACA"}') ->> 'key', 'PACA', 'an administrator sees every plan');
select test.refused('user:far', 'plan.get', '{"plan":"LR"}', 'not_found', '{"object":"LR"}', 'others do not');
select test.refused('user:lone', 'plan.get', '{"plan":"LR"}', 'not_found');
select test.refused('administrator', 'plan.get', '{"plan":"NONE"}', 'not_found');

select * from finish();
rollback;

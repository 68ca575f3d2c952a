-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../people.sql
select plan(7);

select ok(test.call('user:sec', 'sector.create', '{"plan":"LR","key":"NUC","name":"Nucléaire","priority":1}')
  @> '{"ref":"NUC","plan":"LR","key":"NUC","name":"Nucléaire","priority":1}', 'a sector');
select is(test.call('user:sec', 'sector.create', '{"plan":"LR","key":"AERO","name":"Aéronautique"}') ->> 'priority',
  null, 'without priority');
select results_eq(
  $$select method, after ->> 'key' from core.journal where plan = 'LR' order by revision desc limit 1$$,
  $$values ('sector.create', 'AERO')$$, 'with its journal row');
select test.refused('user:sec', 'sector.create', '{"plan":"LR","key":"NUC","name":"x"}', 'already_exists',
  '{"object":"NUC"}');
select test.refused('user:mem', 'sector.create', '{"plan":"LR","key":"X","name":"x"}', 'forbidden');
select test.refused('user:far', 'sector.create', '{"plan":"LR","key":"X","name":"x"}', 'not_found', '{"object":"LR"}');
select test.refused('reader:sec@example.org', 'sector.create', '{"plan":"LR","key":"X","name":"x"}', 'read_only');

select * from finish();
rollback;

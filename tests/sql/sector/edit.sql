-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../people.sql
select plan(8);

select is(test.call('user:sec', 'sector.create', '{"plan":"LR","key":"NUC","name":"Nucleaire","priority":2}')
  ->> 'key', 'NUC', 'a sector');
select ok(test.call('user:sec', 'sector.edit', '{"plan":"LR","sector":"NUC","name":"Nucléaire"}')
  @> '{"name":"Nucléaire","priority":2}',
  'what is absent is left alone');
select ok(test.call('user:sec', 'sector.edit', '{"plan":"LR","sector":"NUC","clear":["priority"]}')
  @> '{"name":"Nucléaire","priority":null}',
  'clear empties');
select results_eq(
  $$select method, before ->> 'priority', after ->> 'priority' from core.journal where plan = 'LR'
    order by revision desc limit 1$$,
  $$values ('sector.edit', '2', null)$$, 'with its journal row');
select test.refused('user:sec', 'sector.edit', '{"plan":"LR","sector":"NUC","clear":["name"]}', 'bad_value',
  '{"param":"clear"}');
select test.refused('user:sec', 'sector.edit', '{"plan":"LR","sector":"XXX","name":"x"}', 'not_found',
  '{"object":"XXX","param":"sector"}');
select test.refused('user:mem', 'sector.edit', '{"plan":"LR","sector":"NUC","name":"x"}', 'forbidden');
select test.refused('user:far', 'sector.edit', '{"plan":"LR","sector":"NUC","name":"x"}', 'not_found',
  '{"object":"LR"}');

select * from finish();
rollback;

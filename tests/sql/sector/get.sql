-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../people.sql
select plan(4);

select is(test.call('user:sec', 'sector.create', '{"plan":"LR","key":"NUC","name":"Nucléaire"}') ->> 'key', 'NUC',
  'a sector');
select is(test.call('user:mem', 'sector.get', '{"plan":"LR","sector":"NUC"}') ->> 'name', 'Nucléaire', 'is shown');
select test.refused('user:mem', 'sector.get', '{"plan":"LR","sector":"AERO"}', 'not_found', '{"object":"AERO"}');
select test.refused('user:far', 'sector.get', '{"plan":"LR","sector":"NUC"}', 'not_found', '{"object":"LR"}');

select * from finish();
rollback;

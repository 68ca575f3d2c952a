-- SPDX-License-Identifier: MIT
-- How far an indicator is from its target.
begin;
\ir ../setup.sql
select plan(12);
select null from test.admin('plan.create', '{"key":"LR","title":"Plateforme"}');
select null from test.admin('indicator.create', '{"plan":"LR","title":"Valeur reconquise","unit":"M€","target":100}');

create function test.progress(value numeric) returns text
language sql
as $$
  select test.admin('measure.add', jsonb_build_object('indicator', 'LR-I1', 'value', value, 'on', '2014-05-01')) ->> 'progress'
$$;
select is(test.progress(25), '25', 'without a baseline it counts from 0');
select is(test.progress(99.9), '99', 'what is not reached is not 100');
select is(test.progress(130), '100', 'beyond the target it is 100');
select is(test.progress(-5), '0', 'behind the baseline it is 0');
select is(core.percent_of_target(200, 100, 150), 50, 'a figure may have to fall');
select is(core.percent_of_target(200, 100, 210), 0, 'and not rise');
select is(core.percent_of_target(5, 5, 5), null, 'no way, no progress');
select is(core.percent_of_target(0, null, 5), null, 'no target, no progress');
select is(core.percent_of_target(0, 5, null), null, 'no measure, no progress');

select is(test.admin('indicator.get', '{"indicator":"LR-I1"}') #>> '{last,number}', '4',
  'of two measures on a day the last noted counts');
select test.refused('administrator', 'indicator.get', '{"indicator":"LR-I2"}', 'not_found', '{"object":"LR-I2"}');
select test.refused('administrator', 'indicator.get', '{"indicator":"XX-I1"}', 'not_found');

select * from finish();
rollback;

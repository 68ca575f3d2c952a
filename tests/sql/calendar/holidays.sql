-- SPDX-License-Identifier: MIT
-- What holds of every calendar, and of counting working days.
begin;
\ir ../setup.sql
\ir ../people.sql
select plan(18);

select is_empty($$select year from generate_series(1900, 2200) as year where extract(isodow
  from core.easter(year)) <> 7$$,
  'Easter is a Sunday');
select is_empty($$select year from generate_series(1900, 2200) as year
  where core.easter(year) not between make_date(year, 3, 22) and make_date(year, 4, 25)$$, 'from 22 March to 25 April');
select results_eq($$select distinct calendar::text, count(*)::integer
  from unnest(enum_range(null::core.calendar)) as calendar,
    generate_series(1982, 2200) as year, core.holidays(calendar, year) group by calendar, year order by 1$$,
  $$values ('fr', 11), ('fr-alsace-moselle', 13)$$, 'eleven public holidays a year, thirteen in Alsace-Moselle');
select is_empty($$select day from core.holiday where calendar = 'fr'
  except select day from core.holiday
    where calendar = 'fr-alsace-moselle'$$, 'what is a holiday in France is one in Alsace-Moselle');
select is((select en || '|' || fr from core.holiday where calendar = 'fr' and day = '2008-05-01'),
  'Ascension Day, Labour Day|Ascension, Fête du Travail', 'two holidays on one day are one day off');

select ok(core.is_day_off('LR', '2014-05-10') and core.is_day_off('LR', '2014-05-11') and core.is_day_off('LR',
  '2014-06-09'),
  'Saturday, Sunday and Whit Monday are off');
select ok(not core.is_day_off('LR', '2014-04-18') and not core.is_day_off('LR', '2014-12-26'), 'Good Friday is not');
select is(test.call('user:sec', 'plan.edit', '{"plan":"LR","calendar":"fr-alsace-moselle"}') ->> 'calendar',
  'fr-alsace-moselle', 'elsewhere');
select ok(core.is_day_off('LR', '2014-04-18') and core.is_day_off('LR', '2014-12-26'), 'it is');
select ok(not core.is_day_off('PACA', '2014-04-18'), 'each plan has its calendar');
select is(test.call('user:sec', 'calendar.add', '{"plan":"LR","day":"2014-05-30","name":"Pont"}') ->> 'day',
  '2014-05-30', 'and its own days');

create temp table span as
select a, b, core.count_workdays('LR', a, b) as counted
from (select '2014-03-28'::date + n as a from generate_series(0, 40, 3) as n) as starts,
  (select '2014-03-28'::date + n as b from generate_series(0, 80) as n) as ends;
select is_empty($$select a, b, counted from span where b >= a and counted <> (
  select count(*) from generate_series(a + 1, b, interval '1 day') as day where not core.is_day_off('LR', day::date))$$,
  'working days ahead are those after the first day, up to the last');
select is_empty($$select a, b, counted from span where b < a and counted <> -(
  select count(*) from generate_series(b, a - 1, interval '1 day') as day where not core.is_day_off('LR', day::date))$$,
  'behind, those before the first day, down to the last');
select is_empty($$select a, b, counted from span
  where counted <> core.count_workdays_by(core.days_off('LR', least(a, b), greatest(a, b)), a, b)$$,
  'from days off found before as well');
select is_empty($$select a, b, counted from span
  where not core.is_day_off('LR', b) and a <> b and core.add_workdays('LR', a,
    counted) <> b$$, 'adding what was counted leads there');
select is_empty($$select a, n from (select distinct a from span) as s, generate_series(-45, 45) as n
  where n <> 0 and (core.is_day_off('LR', core.add_workdays('LR', a, n)) or core.count_workdays('LR', a,
    core.add_workdays('LR', a, n)) <> n)$$,
  'and is always a working day');
select is(core.add_workdays('LR', '2014-05-10', 0), '2014-05-10', 'no working day after a day is that day');
select is(core.add_workdays('LR', '2014-05-10', 999999), null, 'beyond the calendar there is none');

select * from finish();
rollback;

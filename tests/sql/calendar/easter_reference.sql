-- SPDX-License-Identifier: MIT
-- Easter and the public holidays of 1950-2150 against independent sources: a table of Easter Sundays (month and day,
-- printed by easter() of Python's dateutil 2.9.0, twenty years a line from 1950), Gauss's method, and a day-by-day
-- reading of the law.
begin;
\ir ../setup.sql
select plan(5);

create temp table reference as
select 1949 + place::integer as year, to_date((1949 + place)::text || month_day, 'YYYYMMDD') as easter
from regexp_split_to_table(btrim($$
0409 0325 0413 0405 0418 0410 0401 0421 0406 0329 0417 0402 0422 0414 0329 0418 0410 0326 0414 0406
0329 0411 0402 0422 0414 0330 0418 0410 0326 0415 0406 0419 0411 0403 0422 0407 0330 0419 0403 0326
0415 0331 0419 0411 0403 0416 0407 0330 0412 0404 0423 0415 0331 0420 0411 0327 0416 0408 0323 0412
0404 0424 0408 0331 0420 0405 0327 0416 0401 0421 0412 0404 0417 0409 0331 0420 0405 0328 0416 0401
0421 0413 0328 0417 0409 0325 0413 0405 0425 0410 0401 0421 0406 0329 0417 0409 0325 0414 0405 0418
0410 0402 0421 0406 0329 0418 0402 0422 0414 0330 0418 0410 0326 0415 0406 0329 0411 0403 0422 0414
0330 0419 0410 0326 0415 0407 0419 0411 0403 0423 0407 0330 0419 0404 0326 0415 0331 0420 0411 0403
0416 0408 0330 0412 0404 0424 0415 0331 0420 0412 0328 0417 0409 0325 0413 0405 0418 0410 0401 0421
0406 0329 0417 0402 0422 0414 0329 0418 0410 0326 0414 0406 0329 0411 0402 0422 0414 0330 0418 0410
0326 0415 0406 0419 0411 0403 0422 0407 0330 0419 0403 0326 0415 0331 0419 0411 0403 0416 0407 0330
0412
$$, E' \n'), '\s+') with ordinality as r (month_day, place);

select results_eq('select count(*)::integer, min(year), max(year) from reference', 'values (201, 1950, 2150)',
  'the table is whole');
select is_empty('select year, easter, core.easter(year) from reference where easter <> core.easter(year)',
  'Easter is where the table has it');

-- Gauss's method, with Lichtenberg's corrections, for every year that copild knows.
select is_empty($$
  select year
  from generate_series(1900, 2200) as year,
    lateral (select year / 100 as k) as a,
    lateral (select 15 + (3 * k + 3) / 4 - (8 * k + 13) / 25 as m, 2 - (3 * k + 3) / 4 as s) as b,
    lateral (select (19 * (year % 19) + m) % 30 as d) as c,
    lateral (select d / 29 + (d / 28 - d / 29) * ((year % 19) / 11) as r) as e,
    lateral (select 21 + d - r as og, 7 - (year + year / 4 + s) % 7 as sz) as f
  where make_date(year, 3, 1) + (og + 7 - (og - sz) % 7 - 1) <> core.easter(year)$$,
  'Gauss''s method finds the same Sundays');

create temp table lawful as
select day, calendar
from unnest(enum_range(null::core.calendar)) as calendar, reference,
  generate_series(make_date(year, 1, 1), make_date(year, 12, 31), interval '1 day') as instant,
  lateral (select instant::date as day) as d
where to_char(day, 'MM-DD') in ('01-01', '05-01', '07-14', '08-15', '11-01', '11-11', '12-25')
  or to_char(day, 'MM-DD') = '05-08' and (year between 1953 and 1959 or year > 1981)
  or day - easter in (1, 39, 50)
  or calendar = 'fr-alsace-moselle' and (day - easter = -2 or to_char(day, 'MM-DD') = '12-26');
select set_eq(
  format($$select day from core.holiday where calendar = %L and day between '1950-01-01' and '2150-12-31'$$, calendar),
  format($$select day from lawful where calendar = %L$$, calendar),
  'every day from 1950 to 2150 is a holiday or none: ' || calendar)
from unnest(enum_range(null::core.calendar)) as calendar;

select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
-- Days off and working days. Weekends and the public holidays of a plan's calendar (as the French labour code lists
-- them today, 8 May in the years when it was one), and the days that a plan adds itself. Between 1900 and 2200.

select core.define_domain('workdays', 'integer',
  'a whole number from -9999 to 9999', 'un nombre entier de -9999 à 9999', minimum => -9999, maximum => 9999);
select
  core.word('expected.calendar_year', 'a day between 1900 and 2200', 'un jour entre 1900 et 2200'),
  core.word('expected.calendar_end', 'a day not before "from", ten years after it at most',
    'un jour qui n’est pas avant « from », dix ans après au plus');

-- Easter Sunday of a Gregorian year (the "anonymous" computation, Nature 1876).
create or replace function core.easter(year integer) returns date
language plpgsql immutable strict parallel safe
as $$
declare
  century integer := year / 100;
  golden integer := year % 19;
  epact integer;
  weekday integer;
  late integer;
begin
  epact := (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
  weekday := (32 + 2 * (century % 4) + 2 * ((year % 100) / 4) - epact - year % 4) % 7;
  late := (golden + 11 * epact + 22 * weekday) / 451;
  return make_date(year, 3, 1) + (epact + weekday - 7 * late + 21);
end;
$$;

-- The public holidays of a calendar in a year.
create or replace function core.holidays(calendar core.calendar, year integer)
returns table (day date, en text, fr text)
language sql immutable strict parallel safe
as $$
  with easter as (select core.easter(year) as day)
  select list.day, list.en, list.fr
  from easter, lateral (values
    (make_date(year, 1, 1), 'New Year''s Day', 'Jour de l’an', false),
    (easter.day - 2, 'Good Friday', 'Vendredi saint', true),
    (easter.day + 1, 'Easter Monday', 'Lundi de Pâques', false),
    (make_date(year, 5, 1), 'Labour Day', 'Fête du Travail', false),
    (case when year between 1953 and 1959 or year >= 1982 then make_date(year, 5, 8) end,
      'Victory Day', 'Victoire de 1945', false),
    (easter.day + 39, 'Ascension Day', 'Ascension', false),
    (easter.day + 50, 'Whit Monday', 'Lundi de Pentecôte', false),
    (make_date(year, 7, 14), 'National Day', 'Fête nationale', false),
    (make_date(year, 8, 15), 'Assumption', 'Assomption', false),
    (make_date(year, 11, 1), 'All Saints'' Day', 'Toussaint', false),
    (make_date(year, 11, 11), 'Armistice Day', 'Armistice de 1918', false),
    (make_date(year, 12, 25), 'Christmas Day', 'Noël', false),
    (make_date(year, 12, 26), 'Saint Stephen''s Day', 'Saint-Étienne', true)) as list (day, en, fr, alsace)
  where list.day is not null and (calendar = 'fr-alsace-moselle' or not list.alsace)
  order by list.day, list.fr
$$;

-- The same, worked out once for all years: lists of actions count working days in every row. Two holidays that fall
-- on one day (Ascension on 1 or 8 May) share its row.
create table if not exists core.holiday (
  calendar core.calendar not null,
  day date not null,
  en text not null,
  fr text not null,
  constraint holiday_pkey primary key (calendar, day)
);
-- Only what differs is written: what an upgrade rewrote would be slow to read until it is vacuumed.
with wanted as (
  select calendar, holidays.day, string_agg(en, ', ' order by fr) as en, string_agg(fr, ', ' order by fr) as fr
  from unnest(enum_range(null::core.calendar)) as calendar, generate_series(1900, 2200) as year,
    core.holidays(calendar, year)
  group by calendar, holidays.day),
gone as (
  delete from core.holiday as known
  where not exists (select from wanted where (wanted.calendar, wanted.day) = (known.calendar, known.day)))
insert into core.holiday as known
select * from wanted
on conflict on constraint holiday_pkey do update set en = excluded.en, fr = excluded.fr
where (known.en, known.fr) is distinct from (excluded.en, excluded.fr);

-- The days that a plan adds to its calendar.
create table if not exists core.day_off (
  plan text not null constraint day_off_plan references core.plan (key),
  day date not null constraint day_off_year check (day between '1900-01-01' and '2200-12-31'),
  name text not null,
  created_at timestamptz not null,
  revision bigint not null,
  constraint day_off_pkey primary key (plan, day)
);
select core.keep('day_off', plan => 'kept.plan', object => 'kept.plan', visible => core.in_plan());

-- True on a weekend, on a public holiday of the plan's calendar, and on a day off of the plan's own.
create or replace function core.is_day_off(plan text, day date) returns boolean
language plpgsql stable
as $$
begin
  return extract(isodow from day) > 5
    or exists (
      select from core.plan as owner join core.holiday on holiday.calendar = owner.calendar
      where owner.key = is_day_off.plan and holiday.day = is_day_off.day)
    or exists (
      select from core.day_off where day_off.plan = is_day_off.plan and day_off.day = is_day_off.day);
end;
$$;

-- Mondays to Fridays from 1 January 1900 (a Monday) up to the day before. Not strict: it would not be inlined.
create or replace function core.weekdays_before(day date) returns integer
language sql immutable parallel safe
as $$ select (day - '1900-01-01'::date) / 7 * 5 + least((day - '1900-01-01'::date) % 7, 5) $$;

-- The working days after one day, up to and including the other; negative when the other lies before (then without
-- the first day, with the other): add_workdays(plan, a, count_workdays(plan, a, b)) is b when b is a working day.
create or replace function core.count_workdays(plan text, from_day date, to_day date) returns integer
language plpgsql stable
as $$
declare
  after_day date := case when to_day < from_day then to_day - 1 else from_day end;
  last_day date := case when to_day < from_day then from_day - 1 else to_day end;
  free integer;
begin
  select count(*) into free
  from (
    select holiday.day
    from core.plan as owner join core.holiday on holiday.calendar = owner.calendar
    where owner.key = count_workdays.plan and holiday.day > after_day and holiday.day <= last_day
    union
    select day_off.day from core.day_off
    where day_off.plan = count_workdays.plan and day_off.day > after_day and day_off.day <= last_day) as off
  where extract(isodow from off.day) < 6;
  return (core.weekdays_before(last_day + 1) - core.weekdays_before(after_day + 1) - free)
    * case when to_day < from_day then -1 else 1 end;
end;
$$;

-- The days off of a plan that would be working days otherwise, from one day to another, in order: for counting working
-- days in many rows.
create or replace function core.days_off(plan text, from_day date, to_day date) returns date[]
language plpgsql stable
as $$
begin
  return array(
    select holiday.day
    from core.plan as owner join core.holiday on holiday.calendar = owner.calendar
    where owner.key = days_off.plan and holiday.day between from_day and to_day
      and extract(isodow from holiday.day) < 6
    union
    select day_off.day from core.day_off
    where day_off.plan = days_off.plan and day_off.day between from_day and to_day
      and extract(isodow from day_off.day) < 6
    order by 1);
end;
$$;

-- The same as core.count_workdays, where `off` holds the days off from the one day to the other (core.days_off).
create or replace function core.count_workdays_by(off date[], from_day date, to_day date) returns integer
language sql immutable parallel safe
as $$
  select case
    when to_day < from_day then core.weekdays_before(to_day) - core.weekdays_before(from_day)
      - width_bucket(to_day - 1, off) + width_bucket(from_day - 1, off)
    else core.weekdays_before(to_day + 1) - core.weekdays_before(from_day + 1)
      - width_bucket(to_day, off) + width_bucket(from_day, off)
  end
$$;

-- The n-th working day after that day, or before it when n is negative; the day itself, whatever it is, when n is 0.
-- NULL when it lies outside 1900–2200.
create or replace function core.add_workdays(plan text, day date, n integer) returns date
language plpgsql stable
as $$
declare
  step constant integer := case when n < 0 then -1 else 1 end;
  wanted integer := abs(n);
  reached date := day;
  jump integer;
begin
  while wanted > 0 loop
    -- As many days as working days are missing: never too many, and the last jump holds working days alone.
    jump := step * wanted;
    wanted := wanted - abs(core.count_workdays(plan, reached, reached + jump));
    reached := reached + jump;
    if reached not between '1900-01-01' and '2200-12-31' then
      return null;
    end if;
  end loop;
  return reached;
end;
$$;

-- The days off that have a name, between two days, in the caller's language.
create or replace function core.named_days_off(plan text, from_day date, to_day date)
returns table (day date, name text, own boolean)
language plpgsql stable
as $$
begin
  return query
  select holiday.day, case locale() when 'en' then holiday.en else holiday.fr end, false
  from plan as owner join holiday on holiday.calendar = owner.calendar
  where owner.key = named_days_off.plan and holiday.day between from_day and to_day
  union all
  select day_off.day, day_off.name, true
  from day_off
  where day_off.plan = named_days_off.plan and day_off.day between from_day and to_day;
end;
$$;

-- Refuses a day outside the years of the calendars, naming the parameter.
create or replace function core.calendar_day_known(param text, day date) returns void
language plpgsql stable
as $$
begin
  if day not between '1900-01-01' and '2200-12-31' then
    perform refuse_value(param, 'expected.calendar_year');
  end if;
end;
$$;

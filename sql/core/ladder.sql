-- SPDX-License-Identifier: MIT
-- The ladder of a deadline: on which days reminders fall due. Nothing here remembers anything.

-- The day of a rung: so many working days from the deadline; if that is a day off or quiet, the working day before it
-- for rungs before and on the deadline, after it for those after. NULL where there is none for more than a year, which is
-- a plan that is never to be heard, and outside the years of the calendars.
create or replace function core.rung_day(plan text, due date, days integer) returns date
language plpgsql stable
as $$
declare
  step constant integer := case when days > 0 then 1 else -1 end;
  counted constant date := add_workdays(plan, due, days);
  reached date := counted;
  is_workday boolean := days <> 0;
begin
  while reached between '1900-01-01' and '2200-12-31' and abs(reached - counted) <= 400 loop
    if (is_workday or not is_day_off(plan, reached)) and not is_quiet(plan, reached) then
      return reached;
    end if;
    reached := reached + step;
    is_workday := false;
  end loop;
  return null;
end;
$$;

-- The ladder of a deadline, in the order of its rungs.
create or replace function core.ladder(plan text, due date)
returns table (days integer, day date, told core.told[])
language plpgsql stable
as $$
begin
  return query
  select rung.days, rung_day(ladder.plan, due, rung.days), rung.told from rungs_of(ladder.plan) as rung
  where due is not null
  order by rung.days;
end;
$$;

-- The instant of a plan's morning on a day, in a zone. A time that the clocks leap over is an hour later; one that they
-- show twice is the second.
create or replace function core.morning_at(plan text, day date, zone text) returns timestamptz
language plpgsql stable
as $$
begin
  return (day + morning_of(plan)) at time zone zone;
end;
$$;

-- Whose morning it is: the person's; for nobody, the plan's.
create or replace function core.zone_of(person integer, plan text) returns text
language plpgsql stable
as $$
begin
  return coalesce(
    (select p.zone from person as p where p.id = zone_of.person), (select p.zone from plan as p where p.key = zone_of.plan));
end;
$$;

-- The next morning in a zone.
create or replace function core.morning_next(plan text, zone text) returns timestamptz
language plpgsql stable
as $$
declare
  today date := core.now() at time zone zone;
begin
  return (
    select min(m) from (values (morning_at(plan, today, zone)), (morning_at(plan, today + 1, zone))) as ahead (m)
    where m > core.now());
end;
$$;

-- The first and the last instant at which it can be a plan's morning of that day somewhere.
create or replace function core.morning_first(plan text, day date) returns timestamptz
language plpgsql stable
as $$
begin
  return (day + morning_of(plan)) at time zone 'UTC' - interval '14 hours';
end;
$$;

create or replace function core.morning_last(plan text, day date) returns timestamptz
language plpgsql stable
as $$
begin
  return (day + morning_of(plan)) at time zone 'UTC' + interval '12 hours';
end;
$$;

-- The people of an action whom a rung tells of it, each once: owner, supports, the organisation's contact; NULL for nobody.
create or replace function core.rung_hearers(action core.action, told core.told[]) returns setof integer
language plpgsql stable rows 2
as $$
begin
  return query
  select hearer(action.owner_organisation, action.owner_person)
  where 'owner' = any (told) and num_nonnulls(action.owner_organisation, action.owner_person) = 1
  union
  select hearer(s.organisation, s.person) from action_support as s
  where 'supports' = any (told) and s.plan = action.plan and s.action = action.number
  union
  select hearer(coalesce(action.owner_organisation, (
    select p.organisation from person as p where p.id = action.owner_person)), null)
  where 'contact' = any (told);
end;
$$;

-- The people of a plan whom a rung tells of every action.
create or replace function core.rung_watchers(plan text, told core.told[]) returns setof integer
language plpgsql stable rows 2
as $$
begin
  return query
  select whole_hearers(plan, '{secretary}') where 'secretary' = any (told)
  union
  select whole_hearers(plan, '{chair}') where 'chair' = any (told);
end;
$$;

-- The people whom a rung tells of an action, each once.
create or replace function core.rung_recipients(action core.action, told core.told[]) returns setof integer
language plpgsql stable rows 2
as $$
begin
  return query
  select rung_hearers(action, told)
  union
  select rung_watchers(action.plan, told);
end;
$$;

-- SPDX-License-Identifier: MIT
-- Plans, and the own row security of everything that belongs to one.

select core.define_enum('calendar',
  '{{fr,"France","France"},{fr-alsace-moselle,"France, Alsace-Moselle","France, Alsace-Moselle"}}');

create table if not exists core.plan (
  key text primary key constraint plan_key check (key ~ '^[A-Z0-9]{1,8}$'),
  title text not null,
  summary text,
  zone text not null default 'Europe/Paris',
  calendar core.calendar not null default 'fr',
  launched date,
  created_at timestamptz not null,
  revision bigint not null
);

select core.keep('plan', plan => 'kept.key', object => 'kept.key', visible => core.in_plan('key'));
select core.guard('revision', core.in_plan() || ' or plan = ''''');
select core.guard('journal', core.in_whole_once(
  'core.journal_seen(plan, revision, relation, object, before, after) or plan = '''' and (select core.administrator())'));
select core.guard('counter', 'false');

-- The plan of that key, if the caller sees it; refuses otherwise.
create or replace function core.plan_get(key text) returns core.plan
language plpgsql stable
as $$
declare
  found_plan core.plan;
begin
  select * into found_plan from plan where plan.key = plan_get.key;
  if not found then
    perform refuse('not_found', jsonb_build_object('object', key));
  end if;
  return found_plan;
end;
$$;

-- The day that it is in a plan's zone.
create or replace function core.today(plan text) returns date
language plpgsql stable
as $$
begin
  return (core.now() at time zone (select zone from core.plan where key = today.plan))::date;
end;
$$;

-- What a caller reads of a plan.
create or replace function core.plan_json(plan core.plan) returns json
language sql stable
as $$
  select json_build_object('ref', plan.key, 'key', plan.key, 'title', plan.title, 'summary', plan.summary,
    'zone', plan.zone, 'calendar', plan.calendar, 'launched', plan.launched, 'created_at', plan.created_at,
    'revision', plan.revision, 'plan_revision', core.revision_of(plan.key))
$$;

-- The time zone, if PostgreSQL knows it; refuses otherwise, naming the parameter. NULL for NULL.
create or replace function core.zone_known(param text, zone text) returns text
language plpgsql stable
as $$
begin
  if zone is not null and not exists (select from pg_timezone_names where name = zone) then
    perform refuse_value(param, 'type.zone');
  end if;
  return zone;
end;
$$;

-- Opens the call that makes a plan: its revision row, and the right to see it. Refuses a key that is taken.
create or replace function core.open_plan(key text, method text) returns void
language plpgsql security definer set search_path = core, pg_temp
as $$
begin
  insert into revision (plan) values (open_plan.key) on conflict do nothing;
  if not found then
    perform refuse('already_exists', jsonb_build_object('object', key));
  end if;
  perform see_plan(key);
  perform begin_write(key, method);
end;
$$;

-- SPDX-License-Identifier: MIT
-- What every SQL test begins with: pgTAP, a clock that stands still, and calls made the way the daemon makes them.
-- A test is `begin; \ir ../setup.sql` … `select * from finish(); rollback;`.

\set QUIET on
\set ON_ERROR_STOP on
\pset format unaligned
\pset tuples_only true
\pset pager off
create extension if not exists pgtap;
create schema test;
grant usage on schema test to public;

-- Every test lives on Monday 12 May 2014, ten in the morning in Paris, until it moves the clock with test.at().
create function test.at(instant timestamptz) returns void
language sql
as $$ update core.clock set shift = instant - transaction_timestamp() $$;
select test.at('2014-05-12 10:00:00+02');

-- Calls a method as that actor, with named params, under the daemon's own role; the answer as jsonb.
create function test.call(actor text, method text, params jsonb default '{}', if_revision bigint default null,
  locale text default 'en') returns jsonb
language plpgsql
as $$
declare
  called regproc := ('api.' || replace(method, '.', '_'))::regproc;
  arguments text;
  answer jsonb;
begin
  if exists (
    select from jsonb_object_keys(params) as given
    where not given = any ((select proargnames from pg_proc where oid = called)::text[]))
  then
    raise exception 'a parameter of % does not exist: %', method, params;
  end if;
  select string_agg(
    format('%I => %s', name, case
      when params -> name is null or params -> name = 'null' then 'null'
      when jsonb_typeof(params -> name) = 'array' and format_type(type, null) like '%[]' then
        format('array(select jsonb_array_elements_text(%L))::%s', params -> name, format_type(type, null))
      when format_type(type, null) in ('json', 'jsonb') then quote_literal(params -> name)
      else format('%L::%s', params ->> name, format_type(type, null))
    end), ', ')
  into arguments
  from pg_proc as proc,
    unnest(proc.proargnames[1:proc.pronargs]::text[], proc.proargtypes::oid[]) as argument (name, type)
  where proc.oid = called;
  perform set_config('search_path', 'core, pg_temp', true);
  set local role copild_serve;
  execute format('select case when core.act(%L, %L, %L) then api.%I(%s) end',
    actor, locale, if_revision, replace(method, '.', '_'), coalesce(arguments, ''))
  into answer;
  reset role;
  perform set_config('search_path', 'public', true);
  return answer;
exception when others then
  reset role;
  perform set_config('search_path', 'public', true);
  raise;
end;
$$;

-- As the administrator.
create function test.admin(method text, params jsonb default '{}') returns jsonb
language sql
as $$ select test.call('administrator', method, params) $$;

-- One test: the call is refused with that kind (and, if given, data that contain `data`).
create function test.refused(actor text, method text, params jsonb, kind text, data jsonb default '{}',
  about text default null) returns text
language plpgsql
as $$
declare
  said text;
  message text;
begin
  perform test.call(actor, method, params);
  return public.fail(coalesce(about, method || ' is refused: ' || kind));
exception when others then
  get stacked diagnostics said = pg_exception_detail, message = message_text;
  if sqlstate not like 'CP%' then
    return public.is(sqlstate || ': ' || message, kind, coalesce(about, method || ' is refused: ' || kind));
  end if;
  return public.ok(said::jsonb ->> 'kind' = refused.kind and said::jsonb @> refused.data,
    coalesce(about, method || ' is refused: ' || refused.kind)) || case
      when said::jsonb ->> 'kind' = refused.kind and said::jsonb @> refused.data then ''
      else E'\n' || public.diag(message || ' ' || said) end;
end;
$$;

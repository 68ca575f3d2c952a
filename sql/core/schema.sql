-- SPDX-License-Identifier: MIT
-- Schema core: tables, constraints and private helpers; schema api: the public functions. The version of the
-- tables, and how words are compared.

create schema if not exists core;
create schema if not exists api;
set search_path = core, pg_temp;

-- The version of the tables: the number of the last migration that was applied.
create table if not exists core.schema (
  version integer not null constraint schema_version_positive check (version > 0),
  single boolean primary key default true constraint schema_single check (single)
);

-- Makes core.schema_version(): the version as a constant, so that core.act can compare it at each call for next to
-- nothing.
create or replace function core.schema_tell(version integer) returns void
language plpgsql
as $$
begin
  execute format('create or replace function core.schema_version() returns integer '
    'language sql immutable parallel safe as %L', 'select ' || version);
end;
$$;
select core.schema_tell(coalesce((select version from core.schema), 0));

create or replace function core.schema_told() returns trigger
language plpgsql
as $$
begin
  perform core.schema_tell(new.version);
  return null;
end;
$$;
create or replace trigger told after insert or update on core.schema
  for each row execute function core.schema_told();

create extension if not exists unaccent schema core;

-- Lower case without accents, for comparing what people type with what they meant.
create or replace function core.fold(words text) returns text
language sql immutable strict parallel safe
as $$ select lower(core.unaccent('core.unaccent'::regdictionary, words)) $$;

-- French full text without regard to accents: 'équipés' and 'equipe' meet.
do $$
begin
  if not exists (
    select from pg_ts_config where cfgname = 'french' and cfgnamespace = 'core'::regnamespace)
  then
    create text search configuration core.french (copy = pg_catalog.french);
    alter text search configuration core.french
      alter mapping for hword, hword_part, word with core.unaccent, french_stem;
  end if;
end;
$$;

-- What a person types into a search box as a query: every word must occur, the last may be unfinished. Quiet about
-- words that are all too common: they find nothing.
create or replace function core.search_query(words text) returns tsquery
language sql stable strict parallel safe
set client_min_messages = warning
as $$
  select case when asked::text = '' then asked else to_tsquery('core.french', asked::text || ':*') end
  from (select plainto_tsquery('core.french', words) as asked) as query
$$;

-- SPDX-License-Identifier: MIT
-- Sectors: the branches of industry that a plan sorts its leads, decisions and actions by.

select core.define_domain('rank', 'smallint',
  'a whole number from 1 (first) to 999', 'un nombre entier de 1 (le premier) à 999', minimum => 1, maximum => 999);
select
  core.word('type.smallint', 'a whole number', 'un nombre entier');

create table if not exists core.sector (
  plan text not null constraint sector_plan references core.plan (key),
  key text not null constraint sector_key check (key ~ '^[A-Z0-9][A-Z0-9-]{0,15}$'),
  name text not null,
  priority smallint,
  created_at timestamptz not null,
  revision bigint not null,
  constraint sector_pkey primary key (plan, key)
);
select core.keep('sector', plan => 'kept.plan', object => 'kept.plan', visible => core.in_plan());

-- The sector of that key in a plan that the caller sees; refuses otherwise.
create or replace function core.sector_get(plan text, key text) returns core.sector
language plpgsql stable
as $$
declare
  found_one sector;
begin
  perform plan_get(plan);
  select * into found_one from sector where sector.plan = sector_get.plan and sector.key = sector_get.key;
  if not found then
    perform refuse('not_found', jsonb_build_object('object', key, 'param', 'sector'));
  end if;
  return found_one;
end;
$$;

-- What a caller reads of a sector.
create or replace function core.sector_json(sector core.sector) returns json
language plpgsql stable
as $$
begin
  return json_build_object('ref', sector.key, 'plan', sector.plan, 'key', sector.key, 'name', sector.name,
    'priority', sector.priority, 'created_at', sector.created_at, 'revision', sector.revision,
    'plan_revision', revision_of(sector.plan));
end;
$$;

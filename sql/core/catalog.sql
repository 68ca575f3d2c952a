-- SPDX-License-Identifier: MIT
-- The method table: what schema api offers, read from PostgreSQL's own catalog. Parameter checks, discovery, the
-- command line's help and docs/methods.md all come from here.

-- The limits of a domain, from its named constraints: pattern, max_length, minimum, maximum.
create or replace function core.type_limits(type oid) returns jsonb
language sql stable
as $$
  select coalesce(jsonb_object_agg(conname,
    case conname
      when 'pattern' then to_jsonb(replace(substring(definition from '~ ''(.*)''::text'), '''''', ''''))
      else to_jsonb(substring(definition from '[<>]= \(?''?(-?[0-9.]+)')::numeric)
    end), '{}')
  from (
    select conname::text as conname, pg_get_constraintdef(oid) as definition
    from pg_constraint where contypid = type_limits.type) as bound
$$;

-- A parameter's type for programs: JSON type, limits, and what people are told to expect.
create or replace function core.type_facts(type oid) returns jsonb
language sql stable
as $$
  with item as (
    select t.oid, t.typname, t.typtype, t.typnamespace, t.typelem <> 0 and t.typcategory = 'A' as is_array,
      case when t.typcategory = 'A' then t.typelem else t.oid end as one
    from pg_type as t where t.oid = type_facts.type
  ), facts as (
    select item.is_array, one.oid, one.typname::text as name, one.typtype,
      case when one.typtype = 'd' then one.typbasetype else one.oid end as base
    from item join pg_type as one on one.oid = item.one
  )
  select jsonb_build_object(
    'type', format_type(facts.oid, null),
    'array', facts.is_array,
    'json', case
      when facts.base in ('int2'::regtype, 'int4'::regtype, 'int8'::regtype) then 'integer'
      when facts.base in ('numeric'::regtype, 'float8'::regtype) then 'number'
      when facts.base = 'bool'::regtype then 'boolean'
      when facts.base in ('json'::regtype, 'jsonb'::regtype) then 'any'
      else 'string'
    end,
    'format', case
      when facts.base = 'date'::regtype then 'date'
      when facts.base = 'timestamptz'::regtype then 'date-time'
      when facts.name = 'email' then 'email'
    end,
    'enum', (
      select jsonb_agg(enumlabel::text order by enumsortorder) from pg_enum where enumtypid = facts.oid),
    'expected', (
      select jsonb_build_object('en', en, 'fr', fr)
      from core.wording
      where key = 'type.' || case
        when facts.typtype = 'b' then format_type(facts.oid, null) else facts.name end))
    || jsonb_build_object('pattern', null, 'max_length', null, 'minimum', null, 'maximum', null)
    || core.type_limits(facts.oid)
  from facts
$$;

-- The parts of a function's comment: summary, description, returns, errors, and each parameter's line. In the last
-- paragraph a line without a label goes on with the one above.
create or replace function core.comment_parts(comment text, names text[]) returns jsonb
language sql immutable
as $$
  with line as (
    select words, place, substring(words from '^([A-Za-z_]+): ') as label,
      regexp_replace(words, '^[A-Za-z_]+: ', '') as rest
    from substring(comment from '^.*\n\n') as head, regexp_replace(comment, '^.*\n\n', '') as tail,
      regexp_split_to_table(
        coalesce(head || regexp_replace(tail, '\n(?![A-Za-z_]+: )', ' ', 'g'), comment, ''), '\n')
        with ordinality as l (words, place)
  )
  select jsonb_build_object(
    'summary', (select words from line where place = 1),
    'description', trim(both E'\n' from coalesce((
      select string_agg(words, E'\n' order by place) from line
      where place > 1 and (label is null or not (label = any (names || '{Returns,Errors}')))), '')),
    'returns', (select rest from line where label = 'Returns' limit 1),
    'errors', coalesce((
      select jsonb_agg(trim(kind))
      from line, regexp_split_to_table(rest, ',') as kind
      where label = 'Errors' and trim(kind) <> ''), '[]'),
    'params', coalesce((
      select jsonb_object_agg(label, rest) from line where label = any (names)), '{}'))
$$;

-- What the method table is made from, as a short text that changes whenever any of it does: daemons compare it
-- before they read the table again. What was dropped and made again has its oid and its xmin often each one higher: one
-- is the seed of the other's hash, so that the two cannot cancel out.
create or replace function core.catalog_stamp() returns text
language plpgsql stable
as $$
begin
  return (
    with method as materialized (
      select oid, xmin from pg_proc where pronamespace = 'api'::regnamespace
    ), part (key, changed) as (
      select oid, xmin from method
      union all
      select comment.objoid, comment.xmin
      from method
      join pg_description as comment
        on comment.objoid = method.oid and comment.classoid = 'pg_proc'::regclass and comment.objsubid = 0
      union all
      select bound.oid, bound.xmin
      from pg_type as type
      join pg_constraint as bound on bound.contypid = type.oid
      where type.typnamespace = 'core'::regnamespace and type.typtype = 'd'
      union all
      select oid, xmin from pg_enum
      union all
      select 1, xmin from core.error
      union all
      select 2, xmin from core.wording where wording.key like 'type.%'
    )
    select concat_ws(' ',
      (select version from core.schema),
      (select (extract(epoch from shift) * 1000)::bigint from core.clock),
      count(*),
      sum(hashint8extended(part.key::bigint, changed::text::bigint)))
    from part);
end;
$$;

-- The method table as one JSON value; see docs/ARCHITECTURE.md, "anatomy of a method".
create or replace function core.catalog() returns json
language sql stable
as $$
  with method as (
    select proc.oid, proc.proname::text as function, proc.provolatile as volatility, proc.procost >= 10000 as heavy,
      regexp_replace(proc.proname, '_', '.') as name, proc.pronargs, proc.pronargdefaults,
      coalesce(proc.proargnames[1:proc.pronargs], '{}')::text[] as names,
      proc.proargtypes::oid[] as types,
      core.comment_parts(obj_description(proc.oid, 'pg_proc'),
        coalesce(proc.proargnames[1:proc.pronargs], '{}')::text[]) as words
    from pg_proc as proc
    where proc.pronamespace = 'api'::regnamespace and proc.prokind = 'f'
  ), kind as materialized (
    select oid, core.type_facts(oid) as facts
    from (select distinct unnest(types) as oid from method) as used
  )
  select json_build_object(
    'stamp', core.catalog_stamp(),
    'schema', (select version from core.schema),
    'clock_shift_ms', (select (extract(epoch from shift) * 1000)::bigint from core.clock),
    'methods', coalesce((
      select json_agg(json_build_object(
        'name', name,
        'function', 'api.' || quote_ident(function),
        'volatility', volatility,
        'heavy', heavy,
        'if_revision', volatility = 'v' and coalesce(format_type(types[0], null) ~ '^(core\.)?[a-z]+_ref$', false),
        'summary', words -> 'summary',
        'description', words -> 'description',
        'returns', words -> 'returns',
        'errors', words -> 'errors',
        'params', (
          select coalesce(json_agg(
            kind.facts
            || jsonb_build_object(
              'name', parameter,
              'required', place <= pronargs - pronargdefaults,
              'description', words -> 'params' -> parameter) order by place), '[]')
          from unnest(names) with ordinality as p (parameter, place)
          join kind on kind.oid = types[place - 1]))
        order by name)
      from method), '[]'),
    'errors', (
      select json_agg(json_build_object(
        'sqlstate', sqlstate, 'code', code, 'kind', kind, 'en', en, 'fr', fr) order by code)
      from core.error))
$$;

-- SPDX-License-Identifier: MIT
-- Lists of a plan's numbered objects. What a list can be filtered and sorted by is a row here; a call's query is put
-- together from those constant texts alone and planned for the filters it has, so that each finds its index. What the
-- caller gave is always a parameter. The first page without filters, which is what most ask for, is planned once.

-- A condition over `kept` (the row), $1 (the plan) and $2 (what was asked for, by name).
create table if not exists core.list_filter (
  relation text not null,
  name text not null,
  condition text not null,
  constraint list_filter_pkey primary key (relation, name)
);

-- An expression over `kept`, never null, that together with the number orders the rows; null: the number alone.
create table if not exists core.list_sort (
  relation text not null,
  name text not null,
  type text not null,
  expression text,
  constraint list_sort_pkey primary key (relation, name)
);

-- Sets a table's filters, each {name, condition}, and sorts, each {name, type, expression or ""}, anew, and makes the
-- function core.<table>_page. What those who see a plan in part see of it:
--   reach    an expression over $1 (the plan) for the numbers of all that they may see, where a list finds these by index
-- What there is in all, where that is known without counting:
--   standing an expression over `plan` for how many are not withdrawn, for those who see the plan whole
create or replace function core.define_list(relation text, filters text[], sorts text[], reach text default null,
  standing text default null) returns void
language plpgsql
as $$
declare
  line text[];
begin
  delete from core.list_filter as old where old.relation = define_list.relation;
  foreach line slice 1 in array filters loop
    insert into core.list_filter values (relation, line[1], line[2]);
  end loop;
  if reach is not null then
    insert into core.list_filter values (relation, '', format('kept.number = any ((select %s)::integer[])', reach));
  end if;
  delete from core.list_sort as old where old.relation = define_list.relation;
  foreach line slice 1 in array sorts loop
    insert into core.list_sort values (relation, line[1], line[2], nullif(line[3], ''));
  end loop;
  perform core.define_page(relation, reach is not null, standing);
end;
$$;

-- Makes core.<table>_page: list_page for one table, whose first pages without filters are planned once.
create or replace function core.define_page(relation text, parted boolean, standing text) returns void
language plpgsql
as $make$
declare
  cases text;
begin
  select string_agg(format($case$
    when %1$L then
      select array_agg(row.number), array_agg(row.value) into numbers, positions
      from (
        select kept.number, (%2$s)::text as value from core.%3$I as kept
        where kept.plan = %3$I_page.plan and not kept.withdrawn
        order by %4$s kept.number %5$s
        limit size + 1) as row;$case$,
    mark || sorted.name, coalesce(sorted.expression, 'kept.number'),
    define_page.relation,
    sorted.expression || direction || ',', direction), '' order by sorted.name, mark)
  into cases
  from core.list_sort as sorted, (values ('', ' asc'), ('-', ' desc')) as way (mark, direction)
  where sorted.relation = define_page.relation;
  execute format($body$
    create or replace function core.%1$I_page(plan text, asked jsonb, sort text, size integer, cursor text,
      out numbers integer[], out next text, out total integer)
    language plpgsql stable set plan_cache_mode = force_generic_plan
    as $function$
    declare
      positions text[];
    begin
      if cursor is not null or jsonb_strip_nulls(asked) <> '{}'%2$s then
        select page.* into numbers, next, total from list_page(%1$L, plan, asked, sort, size, cursor) as page;
        return;
      end if;
      case sort%3$s
      end case;
      if cardinality(numbers) > size then
        next := cursor_pack(sort, positions[size], numbers[size]::text);
        numbers := numbers[1:size];
        total := nullif(least(%4$s, 1001), 1001);
      else
        total := coalesce(cardinality(numbers), 0);
      end if;
    end;
    $function$ $body$,
    relation, case when parted then ' or not sees_whole(plan)' else '' end, cases,
    coalesce(standing, format('(select count(*) from (
          select from core.%1$I as kept where kept.plan = %1$I_page.plan and not kept.withdrawn limit 1001) as row)',
      relation)));
end;
$make$;

-- Where the page before ended, from its cursor, which holds sort, value and number. Refuses any other.
create or replace function core.list_start(cursor text, sort text, type text, out value text, out number integer)
language plpgsql stable
as $$
declare
  positions text[] := cursor_parse(cursor, 3);
begin
  if positions is null then
    return;
  end if;
  begin
    if positions[1] <> sort then
      raise exception 'another sort';
    end if;
    execute format('select ($1::%s)::text', type) into strict value using positions[2];
    number := positions[3]::integer;
  exception when others then
    perform refuse_value('cursor', 'type.page_cursor');
  end;
end;
$$;

-- The number that was typed to find one object: "12", or its reference; `letter` is that of its kind. NULL for words.
create or replace function core.typed_number(plan text, letter text, words text) returns integer
language sql immutable parallel safe
as $$ select substring(upper(trim(words)) from '^(?:' || plan || '-' || letter || ')?([1-9][0-9]{0,8})$')::integer $$;

-- One page: the numbers in order, the cursor of the next page, and how many match in all (null beyond 1000). `sort`
-- may begin with "-"; `asked` holds the filters by name, null ones are left out.
create or replace function core.list_page(relation text, plan text, asked jsonb, sort text, size integer, cursor text,
  out numbers integer[], out next text, out total integer)
language plpgsql stable
as $$
declare
  filters jsonb := jsonb_strip_nulls(asked);
  descending boolean := sort like '-%';
  direction text := case when descending then 'desc' else 'asc' end;
  beyond text := case when descending then '<' else '>' end;
  sorted list_sort;
  start record;
  conditions text;
  positions text[];
begin
  select s.* into strict sorted from list_sort as s
  where s.relation = list_page.relation and s.name = ltrim(list_page.sort, '-');
  start := list_start(cursor, sort, sorted.type);
  select format('from core.%I as kept where kept.plan = $1 and not kept.withdrawn', list_page.relation)
    || coalesce(string_agg(' and (' || f.condition || ')', ''), '')
  into strict conditions
  from list_filter as f
  where f.relation = list_page.relation and (filters ? f.name or f.name = '' and not sees_whole(plan));

  execute format('select array_agg(row.number), array_agg(row.value)
      from (select kept.number, (%s)::text as value %s%s order by %s kept.number %s limit $5) as row',
    coalesce(sorted.expression, 'kept.number'), conditions,
    case
      when start.number is null then ''
      when sorted.expression is null then format(' and kept.number %s $4', beyond)
      else format(' and (%s, kept.number) %s ($3::%s, $4)', sorted.expression, beyond, sorted.type)
    end,
    sorted.expression || ' ' || direction || ',', direction)
  into numbers, positions
  using plan, filters, start.value, start.number, size + 1;
  if cardinality(numbers) > size then
    next := cursor_pack(sort, positions[size], numbers[size]::text);
    numbers := numbers[1:size];
  end if;

  execute format('select count(*) from (select %s limit 1001) as row', conditions)
  into total using plan, filters;
  total := nullif(total, 1001);
end;
$$;

-- A page as the caller reads it; `items` are its objects, separated by commas.
create or replace function core.list_json(items text, next text, total integer, plan_revision bigint) returns json
language sql stable parallel safe
as $$
  select json_build_object('items', ('[' || coalesce(items, '') || ']')::json, 'next', next, 'total', total,
    'plan_revision', plan_revision)
$$;

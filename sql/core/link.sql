-- SPDX-License-Identifier: MIT
-- Links between the objects of one plan: references looked up, sets of links replaced.

-- Makes core.<table>_get(ref): the object of that reference, withdrawn or not, if the caller sees it; refuses otherwise.
-- And core.<table>_take(ref), for a write: the object, neither withdrawn nor moved on. `letter` is that of its references.
create or replace function core.define_object(relation text, letter text) returns void
language plpgsql
as $make$
begin
  execute format($body$
    create or replace function core.%1$I_get(ref text) returns core.%1$I
    language plpgsql stable
    as $function$
    declare
      found_one %1$I;
    begin
      select * into found_one from %1$I as t
      where t.plan = split_part(ref, %2$L, 1) and t.number = split_part(ref, %2$L, 2)::integer;
      if not found then
        perform refuse('not_found', jsonb_build_object('object', ref));
      end if;
      return found_one;
    end;
    $function$;

    create or replace function core.%1$I_take(ref text) returns core.%1$I
    language plpgsql stable
    as $function$
    declare
      taken %1$I := %1$I_get(ref);
    begin
      if taken.withdrawn then
        perform refuse('not_found', jsonb_build_object('object', ref));
      end if;
      perform check_revision(ref, taken.revision);
      return taken;
    end;
    $function$ $body$, relation, '-' || letter);
end;
$make$;

select core.word('link.same_plan', 'a reference within the same plan', 'une référence du même plan');

-- The number in a reference to another object of the same plan, one that is there and not withdrawn; NULL for NULL.
-- `relation` is that object's table, `param` the parameter to name in a refusal.
create or replace function core.link_number(relation text, plan text, param text, ref text) returns integer
language plpgsql stable
as $$
declare
  wanted integer := substring(ref from '[0-9]+$')::integer;
  present boolean;
begin
  if ref is null then
    return null;
  end if;
  if split_part(ref, '-', 1) <> plan then
    perform refuse_value(param, 'link.same_plan');
  end if;
  -- Written out rather than put together, so that each is planned once.
  present := case relation
    when 'action' then exists (
      select from action as t where t.plan = link_number.plan and t.number = wanted and not t.withdrawn)
    when 'decision' then exists (
      select from decision as t where t.plan = link_number.plan and t.number = wanted and not t.withdrawn)
    when 'lead' then exists (
      select from lead as t where t.plan = link_number.plan and t.number = wanted and not t.withdrawn)
    when 'meeting' then exists (
      select from meeting as t where t.plan = link_number.plan and t.number = wanted and not t.withdrawn)
    when 'indicator' then exists (
      select from indicator as t where t.plan = link_number.plan and t.number = wanted and not t.withdrawn)
  end;
  if not present then
    perform refuse('not_found', jsonb_build_object('object', ref, 'param', param));
  end if;
  return wanted;
end;
$$;

-- The same for a list of references, without repetition, in the order given.
create or replace function core.link_numbers(relation text, plan text, param text, refs text[]) returns integer[]
language plpgsql stable
as $$
declare
  ref text;
  one integer;
  numbers integer[] := '{}';
begin
  foreach ref in array coalesce(refs, '{}') loop
    one := link_number(relation, plan, param, ref);
    if not one = any (numbers) then
      numbers := numbers || one;
    end if;
  end loop;
  return numbers;
end;
$$;

-- The keys of sectors of a plan; refuses one that the plan does not have.
create or replace function core.sectors_known(plan text, param text, keys text[]) returns text[]
language plpgsql stable
as $$
declare
  missing text;
begin
  if coalesce(cardinality(keys), 0) = 0 then
    return '{}';
  end if;
  select key into missing from unnest(keys) as key
  where not exists (select from sector where sector.plan = sectors_known.plan and sector.key = key.key)
  limit 1;
  if missing is not null then
    perform refuse('not_found', jsonb_build_object('object', missing, 'param', param));
  end if;
  return array(select distinct key from unnest(keys) as key order by key);
end;
$$;

-- Makes the links in table HOLDER_TARGET of one holder exactly those wanted; true if that changed anything. Links
-- that stay are not touched, so that the journal says only what changed.
create or replace function core.replace_links(holder text, plan text, number integer, target text, wanted anyarray)
returns boolean
language plpgsql
as $$
declare
  removed bigint;
  added bigint;
begin
  execute format('delete from core.%1$I as link where link.plan = $1 and link.%2$I = $2 and not link.%3$I = any ($3)',
    holder || '_' || target, holder, target)
  using plan, number, wanted;
  get diagnostics removed = row_count;
  -- Not "on conflict do nothing": its row would enter the journal before the conflict is seen.
  execute format('insert into core.%1$I (plan, %2$I, %3$I) select $1, $2, new.target from unnest($3) as new (target)
      where not exists (
        select from core.%1$I as link where link.plan = $1 and link.%2$I = $2 and link.%3$I = new.target)',
    holder || '_' || target, holder, target)
  using plan, number, wanted;
  get diagnostics added = row_count;
  return removed + added > 0;
end;
$$;

-- SPDX-License-Identifier: MIT
-- Acts: what one writing call changed, read back from the journal, and taken back by a new act.

-- The columns of type time, which a row's image has with seconds.
create or replace function core.hour_fields() returns text[]
language sql immutable parallel safe
as $$ select '{starts,ends,morning}'::text[] $$;

-- A field of a row's image as people read it; null for one that is not there.
create or replace function core.field_shown(field text, image jsonb) returns jsonb
language sql immutable
as $$
  select coalesce(case
    when field = any (core.hour_fields()) then to_jsonb(core.hour_text((image ->> field)::time))
    else image -> field end, 'null')
$$;

-- The fields in which two versions of a row differ, as {field: {"before": …, "after": …}}; what is empty on both
-- sides, and the bookkeeping, is left out.
create or replace function core.differences(before jsonb, after jsonb) returns jsonb
language sql immutable
as $$
  select coalesce(jsonb_object_agg(field, jsonb_build_object(
    'before', core.field_shown(field, differences.before),
    'after', core.field_shown(field, differences.after))), '{}')
  from jsonb_object_keys(coalesce(before, '{}') || coalesce(after, '{}')) as field
  where coalesce(differences.before -> field, 'null') <> coalesce(differences.after -> field, 'null')
    and not field = any (core.omitted_always())
$$;

-- One act as people read it: who, when, what, why, and every row that it changed.
create or replace function core.act_json(plan text, revision bigint) returns json
language plpgsql stable
as $$
begin
  return (
    select json_build_object(
      'ref', act_json.plan || '@' || act_json.revision,
      'revision', act_json.revision,
      'recorded_at', min(recorded_at),
      'who', person_party(min(person)),
      'administrator', coalesce(min(agent) = 'administrator', false),
      'method', min(method),
      'object', (array_agg(object order by part))[1],
      'why', min(why),
      'undoes', min(undoes),
      'undone_by', (
        select min(later.revision) from journal as later
        where later.plan = act_json.plan and later.undoes = act_json.revision),
      'changes', json_agg(json_build_object(
        'object', object,
        'relation', relation,
        'change', case when before is null then 'made' when after is null then 'removed' else 'changed' end,
        'fields', differences(before, after)) order by part))
    from journal
    where journal.plan = act_json.plan and journal.revision = act_json.revision);
end;
$$;

-- The columns that tell a table's rows apart: its primary key, or its unique constraint where it has none.
create or replace function core.key_columns(relation text) returns text[]
language sql stable
as $$
  select array(
    select attname::text from unnest(conkey) as key join pg_attribute on attrelid = conrelid and attnum = key)
  from pg_constraint
  where conrelid = ('core.' || relation)::regclass and contype in ('p', 'u')
  order by contype
  limit 1
$$;

-- The condition that finds a row again from its image in the journal, $1.
create or replace function core.key_condition(relation text) returns text
language sql stable
as $$
  select string_agg(format(
    'kept.%1$I is not distinct from (jsonb_populate_record(null::core.%2$I, $1)).%1$I', name, relation), ' and ')
  from unnest(core.key_columns(relation)) as name
$$;

-- True where another row, not withdrawn, refers to this one.
create or replace function core.is_referred_to(relation text, image jsonb) returns boolean
language plpgsql stable
as $$
declare
  referring record;
  used boolean;
begin
  for referring in
    select other.relname as name,
      string_agg(format('other.%I = (jsonb_populate_record(null::core.%I, $1)).%I',
        theirs.attname, relation, ours.attname), ' and ') as condition,
      exists (
        select from pg_attribute where attrelid = other.oid and attname = 'withdrawn') as may_be_withdrawn
    from pg_constraint as link
    join pg_class as other on other.oid = link.conrelid
    cross join unnest(link.conkey, link.confkey) as pair (mine, target)
    join pg_attribute as theirs on theirs.attrelid = link.conrelid and theirs.attnum = pair.mine
    join pg_attribute as ours on ours.attrelid = link.confrelid and ours.attnum = pair.target
    where link.contype = 'f' and link.confrelid = ('core.' || relation)::regclass
    group by link.oid, other.oid, other.relname
  loop
    execute format('select exists (select from core.%I as other where %s%s)', referring.name, referring.condition,
      case when referring.may_be_withdrawn then ' and not other.withdrawn' else '' end)
    into used using image;
    if used then
      return true;
    end if;
  end loop;
  return false;
end;
$$;

-- Takes back one row's change. The row must stand as that change left it, and nothing may refer to what is withdrawn.
create or replace function core.undo_change(change core.journal) returns void
language plpgsql
as $$
declare
  image jsonb := coalesce(change.after, change.before);
  condition text := key_condition(change.relation);
  present jsonb;
  columns text;
begin
  execute format('select to_jsonb(kept) from core.%I as kept where %s', change.relation, condition)
  into present using image;
  if present - omitted_always() is distinct from change.after - omitted_always()
    or change.before is null and is_referred_to(change.relation, image)
  then
    perform refuse('not_undoable', jsonb_build_object(
      'object', change.object, 'revision', coalesce((present ->> 'revision')::bigint, revision_of(change.plan))));
  end if;

  if change.before is null and present ? 'withdrawn' then
    execute format('update core.%I as kept set withdrawn = true where %s', change.relation, condition) using image;
  elsif change.before is null then
    execute format('delete from core.%I as kept where %s', change.relation, condition) using image;
  elsif change.after is null then
    execute format('insert into core.%1$I select * from jsonb_populate_record(null::core.%1$I, $1)', change.relation)
    using image;
  else
    select string_agg(quote_ident(field), ', ') into columns
    from jsonb_object_keys(differences(change.before, change.after)) as field;
    execute format('update core.%1$I as kept set (%2$s) = row (was.%3$s)
        from jsonb_populate_record(null::core.%1$I, $2) as was where %4$s',
      change.relation, columns, replace(columns, ', ', ', was.'), condition)
    using image, change.before;
  end if;
end;
$$;

-- The caller's last act in a plan that still stands and is not itself an undoing; NULL when there is none.
create or replace function core.last_own_act(plan text) returns bigint
language plpgsql stable
as $$
declare
  self constant integer := coalesce(nullif(current_setting('copild.person', true), '')::integer, 0);
  agent_now constant text := nullif(current_setting('copild.agent', true), '');
  act bigint := 9223372036854775807;
begin
  -- One act at a time, by index: as one query it reads every undoing for every act when the plan was made of a small
  -- journal.
  loop
    select j.revision into act from journal as j
    where j.plan = last_own_act.plan and coalesce(j.person, 0) = self and j.undoes is null and j.part = 1
      and j.revision < act
    order by j.revision desc
    limit 1;
    exit when act is null or exists (
      select from journal as j
      where j.plan = last_own_act.plan and j.revision = act and j.part = 1 and j.agent is not distinct from agent_now
        and j.method not in ('plan.create', 'person.erase'))
      and not exists (
        select from journal as later where later.plan = last_own_act.plan and later.undoes = act);
  end loop;
  return act;
end;
$$;

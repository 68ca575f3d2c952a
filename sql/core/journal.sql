-- SPDX-License-Identifier: MIT
-- The journal: what each call changed, row by row, with who, when, what, before and after; and the history, where
-- each changed row's earlier version is kept. Both are written by one trigger on every table that `core.keep` is
-- told of, so that no write can forget them. Names and addresses of persons stand in neither: see core.keep.

create table if not exists core.journal (
  plan text not null,
  revision bigint not null,
  part integer not null,            -- 1, 2, … within one revision
  recorded_at timestamptz not null, -- never goes backwards within a plan
  person integer,                   -- who acted; null for an administrator who is no person
  agent text,                       -- 'administrator' for one
  method text not null,             -- as called, such as action.postpone
  object text not null,             -- the reference of what the call was about, such as LR-12
  relation text not null,           -- the table of schema core that changed
  before jsonb,                     -- the row before; null when it is new
  after jsonb,                      -- the row after; null when it is gone
  why text,
  undoes bigint,                    -- the revision that this one takes back
  hash bytea not null,              -- of this row and the one before it: see evidence.sql
  constraint journal_pkey primary key (plan, revision, part)
);
create index if not exists journal_object on core.journal (plan, object, revision);
create index if not exists journal_undoes on core.journal (plan, undoes) where undoes is not null;
-- Acts that are no undoings, by who acted: administrators who are no person count as 0.
create index if not exists journal_actor on core.journal (plan, (coalesce(person, 0)), revision)
  where undoes is null and part = 1;

-- Appends one row to the journal of the present call, and to the plan's chain.
create or replace function core.note_change(plan text, revision bigint, object text, relation text,
  before jsonb, after jsonb) returns void
language plpgsql security definer set search_path = core, pg_temp
as $$
declare
  entry journal;
  previous bytea;
begin
  select r.parts + 1, r.recorded_at, r.head into entry.part, entry.recorded_at, previous
  from revision as r where r.plan = note_change.plan;
  entry.plan := note_change.plan;
  entry.revision := note_change.revision;
  entry.person := nullif(current_setting('copild.person', true), '')::integer;
  entry.agent := nullif(current_setting('copild.agent', true), '');
  entry.method := current_setting('copild.method');
  entry.object := note_change.object;
  entry.relation := note_change.relation;
  entry.before := note_change.before;
  entry.after := note_change.after;
  entry.why := nullif(current_setting('copild.why', true), '');
  entry.undoes := nullif(current_setting('copild.undoes', true), '')::bigint;
  entry.hash := journal_hash(previous, entry);
  insert into journal select entry.*;
  update revision as r set parts = entry.part, head = entry.hash where r.plan = note_change.plan;
end;
$$;

-- The last revision of a plan that was recorded at that instant or before; 0 for none. Revisions are in the order of
-- time: found by halving.
create or replace function core.revision_at(plan text, instant timestamptz) returns bigint
language plpgsql stable
as $$
declare
  least_one bigint := 0;
  latest bigint := (select r.revision from revision as r where r.plan = revision_at.plan);
  middle journal;
begin
  while least_one < latest loop
    select * into middle from journal as j
    where j.plan = revision_at.plan and j.revision <= (least_one + latest + 1) / 2
    order by j.revision desc
    limit 1;
    if middle.recorded_at > instant then
      latest := middle.revision - 1;
    else
      least_one := (least_one + latest + 1) / 2;
    end if;
  end loop;
  return least_one;
end;
$$;

-- Keeps a table: gives it its history table, its journal trigger and its forced row security. The table must have a
-- column `revision bigint not null`. Run again, it brings history and trigger up to date.
--   relation  the table's name in schema core
--   plan      an SQL expression over `kept` (the row): the plan it belongs to, '' for the register
--   object    an SQL expression over `kept`: the reference that the journal names
--   visible   the policy's condition; the history is for those who see the whole plan
--   silent    columns that never enter the journal (personal data), besides generated ones
create or replace function core.keep(relation text, plan text, object text, visible text,
  silent text[] default '{}') returns void
language plpgsql
as $$
declare
  history text := relation || '_history';
  columns text;
  omitted text[];
begin
  execute format('create table if not exists core.%I (until bigint not null, like core.%I)', history, relation);
  select string_agg(format('alter table core.%I add column if not exists %I %s', history, attname,
    format_type(atttypid, atttypmod)), ';') into columns
  from pg_attribute where attrelid = ('core.' || relation)::regclass and attnum > 0 and not attisdropped;
  execute columns;
  select string_agg(quote_ident(attname), ', ' order by attnum),
    silent || array_agg(attname::text) filter (where attgenerated <> '')
    into columns, omitted
  from pg_attribute where attrelid = ('core.' || relation)::regclass and attnum > 0 and not attisdropped;
  execute format('create index if not exists %I on core.%I (revision, until)', history || '_time', history);

  execute format($body$
    create or replace function core.%1$s_kept() returns trigger
    language plpgsql security definer set search_path = core, pg_temp
    as $trigger$
    declare
      kept %1$I := case when tg_op = 'DELETE' then old else new end;
      reached bigint;
      omitted constant text[] := %2$L;
    begin
      if tg_op = 'UPDATE' and to_jsonb(old) - omitted_always() = to_jsonb(new) - omitted_always() then
        return old;
      end if;
      reached := advance(%3$s);
      kept.revision := reached;
      if tg_op <> 'INSERT' then
        insert into %4$I (until, %5$s) select reached, (old).*;
      end if;
      perform note_change(%3$s, reached, %6$s, %7$L,
        case when tg_op <> 'INSERT' then to_jsonb(old) - omitted end,
        case when tg_op <> 'DELETE' then to_jsonb(kept) - omitted end);
      return kept;
    end;
    $trigger$ $body$,
    relation, coalesce(omitted, silent), plan, history, columns, object, relation);
  execute format('create or replace trigger kept before insert or update or delete on core.%I '
    'for each row execute function core.%I()', relation, relation || '_kept');

  perform core.guard(relation, visible);
  perform core.guard(history, case when plan = '''''' then '(select core.administrator())'
    else replace(plan, 'kept.', '') || ' = any ((select core.whole_plans())::text[])' end);
  perform core.guard_writes(relation, replace(plan, 'kept.', ''));
  perform core.only_append(history, silent);
end;
$$;

-- What never counts as a change by itself.
create or replace function core.omitted_always() returns text[]
language sql immutable parallel safe
as $$ select '{revision,search}'::text[] $$;

-- Forces row security on a table: the serving roles see and write what `visible` says, the owner everything
-- (definer functions, migrations).
create or replace function core.guard(relation text, visible text) returns void
language plpgsql
as $$
begin
  execute format('alter table core.%I enable row level security', relation);
  execute format('alter table core.%I force row level security', relation);
  execute format('drop policy if exists visible on core.%I', relation);
  execute format('drop policy if exists owner on core.%I', relation);
  execute format('create policy visible on core.%I to copild_serve, copild_read using (%s)', relation, visible);
  execute format('create policy owner on core.%I to copild_owner using (true)', relation);
end;
$$;

-- The second line of every write: the serving roles change a table's rows only in the plan that core.begin_write has
-- opened, once the rights table allowed it. `plan` is an expression over the row.
create or replace function core.guard_writes(relation text, plan text) returns void
language plpgsql
as $$
declare
  opened text := format('%s = (select core.writing())', plan);
  name text;
begin
  foreach name in array '{inserts,updates,deletes}'::text[] loop
    execute format('drop policy if exists %I on core.%I', name, relation);
    execute format('create policy %I on core.%I as restrictive for %s to copild_serve %s', name, relation,
      rtrim(name, 's'), case name
        when 'inserts' then format('with check (%s)', opened)
        when 'updates' then format('using (%1$s) with check (%1$s)', opened)
        else format('using (%s)', opened) end);
  end loop;
end;
$$;

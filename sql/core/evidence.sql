-- SPDX-License-Identifier: MIT
-- The journal as evidence. Nobody changes or removes a row, not even the owner; and each plan's rows are a chain, in the
-- order of (revision, part): a row's hash covers the row and the hash before it, and the last one, the head, stands in
-- core.revision, which a writing call has locked anyway. Personal data is not in the journal, so that a person can be
-- erased and the chain stays whole.

-- The hash of a journal row that follows one whose hash is `previous` (empty for a plan's first). It covers every
-- column; a column that comes later joins at the end, and only where it is not null, so that old rows keep theirs.
create or replace function core.journal_hash(previous bytea, entry core.journal) returns bytea
language sql stable parallel safe
as $$
  select sha256(previous || convert_to(json_build_array(entry.plan, entry.revision, entry.part,
    extract(epoch from entry.recorded_at), entry.person, entry.agent, entry.method, entry.object, entry.relation,
    entry.before, entry.after, entry.why, entry.undoes)::text, 'UTF8'))
$$;

-- A hash as people compare it: its first 16 hex digits.
create or replace function core.fingerprint(hash bytea) returns text
language sql immutable parallel safe
as $$ select left(encode(hash, 'hex'), 16) $$;

-- The fingerprint of a plan's journal as it stands.
create or replace function core.fingerprint_of(plan text) returns text
language plpgsql stable
as $$
begin
  return (select fingerprint(revision.head) from revision where revision.plan = fingerprint_of.plan);
end;
$$;

-- Chains a journal that was written before there was a chain.
do $$
declare
  place text;
  entry core.journal;
  reached bytea;
begin
  if exists (
    select from pg_attribute
    where attrelid = 'core.journal'::regclass and attname = 'hash' and not attnotnull)
  then
    lock table core.journal, core.revision in share row exclusive mode;
    for place in select plan from core.revision loop
      reached := '';
      entry := null;
      for entry in select * from core.journal where plan = place order by revision, part loop
        reached := core.journal_hash(reached, entry);
        update core.journal set hash = reached
        where plan = place and revision = entry.revision and part = entry.part;
      end loop;
      update core.revision set parts = coalesce(entry.part, 0), head = reached where plan = place;
    end loop;
    alter table core.journal alter hash set not null;
  end if;
end;
$$;

-- Refuses to change or remove what was written. Of the columns named in the trigger's arguments, which hold personal
-- data, the content may go.
create or replace function core.append_only() returns trigger
language plpgsql
as $$
begin
  if tg_op = 'UPDATE' and tg_nargs > 0 then
    if to_jsonb(old) - tg_argv = to_jsonb(new) - tg_argv
      and (select bool_and(to_jsonb(new) -> name = 'null') from unnest(tg_argv) as name)
    then
      return new;
    end if;
  end if;
  raise exception 'what was written in % stays', tg_table_name using errcode = 'object_not_in_prerequisite_state';
end;
$$;

-- Lets a table only grow, whoever writes; of `erasable` columns the content may go.
create or replace function core.only_append(relation text, erasable text[] default '{}') returns void
language plpgsql
as $$
begin
  execute format('create or replace trigger append_only before update or delete on core.%I '
    'for each row execute function core.append_only(%s)', relation,
    (select string_agg(quote_literal(name), ', ') from unnest(erasable) as name));
  execute format('create or replace trigger append_only_whole before truncate on core.%I '
    'execute function core.append_only()', relation);
  execute format('alter table core.%1$I enable always trigger append_only, enable always trigger append_only_whole',
    relation);
end;
$$;
select core.only_append('journal');

-- What is wrong where the chain first breaks: the row named, and whether it was "changed" (it is not what its hash, or
-- the hash before it, says), "missing" or "inserted".
create or replace function core.journal_wrong(plan text, revision bigint, part integer, tip core.revision)
returns jsonb
language plpgsql stable security definer set search_path = core, pg_temp
as $$
declare
  bad journal;
  before journal;
  earlier journal;
  next journal;
begin
  select * into bad from journal as j
  where j.plan = journal_wrong.plan and j.revision = journal_wrong.revision and j.part = journal_wrong.part;
  select * into next from journal as j
  where j.plan = bad.plan and (j.revision, j.part) > (bad.revision, bad.part) order by j.revision, j.part limit 1;
  select * into before from journal as j
  where j.plan = bad.plan and (j.revision, j.part) < (bad.revision, bad.part)
  order by j.revision desc, j.part desc limit 1;
  select * into earlier from journal as j
  where j.plan = bad.plan and (j.revision, j.part) < (before.revision, before.part)
  order by j.revision desc, j.part desc limit 1;

  if (bad.revision, bad.part) > (tip.revision, tip.parts)
    or next.hash = journal_hash(coalesce(before.hash, ''), next)
  then
    return jsonb_build_object('revision', bad.revision, 'part', bad.part, 'what', 'inserted');
  elsif before.part > 1 and bad.hash = journal_hash(coalesce(earlier.hash, ''), bad) then
    return jsonb_build_object('revision', before.revision, 'part', before.part, 'what', 'inserted');
  elsif journal_follows(coalesce(before.revision, 0), before.part, bad.revision, bad.part) then
    return jsonb_build_object('revision', bad.revision, 'part', bad.part, 'what', 'changed');
  elsif bad.revision = before.revision then
    return jsonb_build_object('revision', bad.revision, 'part', before.part + 1, 'what', 'missing');
  end if;
  return jsonb_build_object('revision', coalesce(before.revision, 0) + 1, 'part', 1, 'what', 'missing');
end;
$$;

-- True where a row's numbers follow those of another; a revision begins with part 1.
create or replace function core.journal_follows(last_revision bigint, last_part integer, revision bigint, part integer)
returns boolean
language sql immutable parallel safe
as $$
  select revision = last_revision and part = last_part + 1 or revision = last_revision + 1 and part = 1
$$;

-- Reads a plan's chain from one revision to another: how many rows, what is wrong first (NULL when nothing is), and
-- the revision and the hash of the last row.
create or replace function core.journal_check(plan text, first bigint, last bigint,
  out rows bigint, out broken jsonb, out reached bigint, out head bytea)
language plpgsql stable security definer set search_path = core, pg_temp
as $$
declare
  tip revision;
  start journal;
  final journal;
  bad bigint[];
begin
  select * into tip from revision as r where r.plan = journal_check.plan;
  select * into start from journal as j
  where j.plan = journal_check.plan and j.revision < first order by j.revision desc, j.part desc limit 1;
  select * into final from journal as j
  where j.plan = journal_check.plan and j.revision between first and last
  order by j.revision desc, j.part desc limit 1;

  select count(*), min(array[l.revision, l.part]) filter (where
    l.hash <> journal_hash(l.last_hash, l.entry)
    or not journal_follows(l.last_revision, l.last_part, l.revision, l.part))
  into rows, bad
  from (
    select j as entry, j.revision, j.part, j.hash,
      lag(j.hash, 1, coalesce(start.hash, '')) over link as last_hash,
      lag(j.revision, 1, coalesce(start.revision, 0)) over link as last_revision,
      lag(j.part, 1, coalesce(start.part, 0)) over link as last_part
    from journal as j
    where j.plan = journal_check.plan and j.revision between first and last
    window link as (order by j.revision, j.part)) as l;

  reached := final.revision;
  head := coalesce(final.hash, '');
  if bad is not null then
    broken := journal_wrong(plan, bad[1], bad[2]::integer, tip);
  elsif last >= tip.revision and (coalesce(final.revision, 0), coalesce(final.part, 0)) < (tip.revision, tip.parts) then
    broken := case when final.revision = tip.revision
      then jsonb_build_object('revision', tip.revision, 'part', final.part + 1, 'what', 'missing')
      else jsonb_build_object('revision', coalesce(final.revision, 0) + 1, 'part', 1, 'what', 'missing') end;
  elsif last >= tip.revision and head <> tip.head then
    broken := jsonb_build_object('revision', final.revision, 'part', final.part, 'what',
      case when (final.revision, final.part) > (tip.revision, tip.parts) then 'inserted' else 'changed' end);
  end if;
end;
$$;

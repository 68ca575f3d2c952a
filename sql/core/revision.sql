-- SPDX-License-Identifier: MIT
-- A plan's revision: the number of its last change, its journal number and its order of commits. Each writing call
-- locks its plan's row first; what is server-wide (organisations, persons) has the register's row, plan ''.

create table if not exists core.revision (
  plan text primary key,
  revision bigint not null default 0 constraint revision_positive check (revision >= 0),
  recorded_at timestamptz not null default '-infinity',
  call uuid,
  parts integer not null default 0,  -- how many rows the journal has of this revision
  head bytea not null default ''     -- the hash of the journal's last row: see evidence.sql
);
insert into core.revision (plan) values ('') on conflict do nothing;

-- The last number given to each kind of object of a plan: references have no gaps, since the plan is locked.
create table if not exists core.counter (
  plan text not null,
  kind text not null,
  last integer not null constraint counter_positive check (last > 0),
  constraint counter_pkey primary key (plan, kind)
);

-- The next number of a kind in a plan that this call has locked.
create or replace function core.next_number(plan text, kind text) returns integer
language plpgsql security definer set search_path = core, pg_temp
as $$
declare
  given integer;
begin
  insert into counter values (next_number.plan, next_number.kind, 1)
  on conflict on constraint counter_pkey do update set last = counter.last + 1
  returning counter.last into given;
  return given;
end;
$$;

-- The plan's present revision; 0 for a plan that one does not see.
create or replace function core.revision_of(plan text) returns bigint
language plpgsql stable
as $$
begin
  return coalesce((select revision.revision from revision where revision.plan = revision_of.plan), 0);
end;
$$;

-- Locks a plan's revision row, so that all that follows sees every earlier write.
create or replace function core.lock_plan(plan text) returns void
language plpgsql security definer set search_path = core, pg_temp
as $$
begin
  perform from revision where revision.plan = lock_plan.plan for update;
end;
$$;

-- Opens a writing call of that method on a plan, or on one object of it, by reference ('' for the register): locks the
-- plan, checks the caller's right (core.allow), and notes which method acts and why. Refuses where one may only read.
create or replace function core.begin_write(object text, method text, why text default null) returns void
language plpgsql set search_path = core, pg_temp
as $$
declare
  home text := split_part(object, '-', 1);
begin
  if current_setting('copild.reader', true) = 't' then
    perform refuse('read_only');
  end if;
  if home <> '' and not home = any (plans()) then
    perform refuse('not_found', jsonb_build_object('object', home));
  end if;
  perform lock_plan(home);
  perform allow(method, object);
  perform set_config('copild.method', method, true), set_config('copild.why', coalesce(why, ''), true),
    set_config('copild.writes', 'on:' || home, true);
  if coalesce(current_setting('copild.call', true), '') = '' then
    perform set_config('copild.call', gen_random_uuid()::text, true);
  end if;
end;
$$;

-- The revision of the present call on a plan: the next number at its first change, the same at its later ones.
create or replace function core.advance(plan text) returns bigint
language plpgsql security definer set search_path = core, pg_temp
as $$
declare
  present uuid := nullif(current_setting('copild.call', true), '')::uuid;
  reached bigint;
begin
  if present is null then
    raise exception 'a write outside core.begin_write';
  end if;
  update revision
  set revision = revision.revision + 1, call = present, parts = 0,
    recorded_at = greatest(revision.recorded_at, core.now())
  where revision.plan = advance.plan and revision.call is distinct from present
  returning revision.revision into reached;
  if not found then
    select revision.revision into strict reached from revision where revision.plan = advance.plan;
  end if;
  return reached;
end;
$$;

-- For a write to one object: refuses if the caller's `if_revision` is not the object's revision.
create or replace function core.check_revision(object text, revision bigint) returns void
language plpgsql stable
as $$
begin
  if revision <> nullif(current_setting('copild.if_revision', true), '')::bigint then
    perform refuse('moved_on', jsonb_build_object('object', object, 'revision', revision));
  end if;
end;
$$;

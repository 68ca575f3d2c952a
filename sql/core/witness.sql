-- SPDX-License-Identifier: MIT
-- What the journal cannot hold, since nothing changed: writes that were refused, and what partners read. The daemon
-- counts both and tells them here now and then, in a transaction of their own, so that a flood of calls is a row.

create table if not exists core.witness (
  id bigint generated always as identity primary key,
  hour timestamptz not null,      -- the calls of one hour are one row
  plan text not null,             -- '' for the register
  kind text not null,             -- 'read', or why a write was refused
  person integer constraint witness_person references core.person (id),
  organisation integer constraint witness_organisation references core.organisation (id),
  agent text,                     -- 'administrator' for one; who is nobody copild knows has none of the three
  method text not null,
  object text,                    -- the reference of what a refused write was about
  calls bigint not null constraint witness_calls check (calls > 0),
  constraint witness_once unique nulls not distinct (plan, hour, kind, person, organisation, agent, method, object)
);
create index if not exists witness_person on core.witness (person) where person is not null;

-- True for administrators, and for a plan's secretaries and chairs: those who may know who tried what.
create or replace function core.may_audit(plan text) returns boolean
language plpgsql stable
as $$
begin
  return administrator() or exists (
    select from member
    where member.plan = may_audit.plan and role in ('secretary', 'chair')
      and member.person = nullif(current_setting('copild.person', true), '')::integer);
end;
$$;
select core.guard('witness', '(select core.administrator()) or plan <> '''' and core.may_audit(plan)');

-- Whom an actor's words mean, as core.act finds them; all NULL for nobody.
create or replace function core.witness_actor(actor text, out agent text, out person integer, out organisation integer)
language plpgsql stable security definer set search_path = core, pg_temp
as $$
declare
  called text := substr(actor, strpos(actor, ':') + 1);
begin
  if actor = 'administrator' then
    agent := actor;
  elsif actor like 'user:%' then
    select p.id into person from person as p where p.login = called;
  else
    select p.id into person from person as p where lower(p.email) = lower(called);
    if not found then
      select o.id into organisation from organisation as o where o.key = called;
    end if;
  end if;
end;
$$;

-- True where whoever reads is a partner of the plan: by itself, or by its organisation.
create or replace function core.is_partner(plan text, person integer, organisation integer) returns boolean
language plpgsql stable security definer set search_path = core, pg_temp
as $$
begin
  return exists (
    select from member as m
    where m.plan = is_partner.plan and m.role = 'partner' and (m.person = is_partner.person
      or m.organisation = coalesce(is_partner.organisation, (
        select p.organisation from person as p where p.id = is_partner.person))));
end;
$$;

-- Takes the daemon's counts: [{"hour": seconds, "actor", "method", "place": the first parameter or null, "kind",
-- "calls"}, …]. Reads are kept of partners alone; of a place, what is no reference is not kept, since it may be a name.
create or replace function core.witness_add(counts jsonb) returns json
language plpgsql security definer set search_path = core, pg_temp
as $$
begin
  insert into witness (hour, plan, kind, person, organisation, agent, method, object, calls)
  select date_trunc('hour', to_timestamp(told.hour), 'UTC'), coalesce(p.key, ''), told.kind, who.person,
    who.organisation, who.agent, told.method, case when told.kind <> 'read' and p.key is not null then told.place end,
    sum(told.calls)
  from jsonb_to_recordset(counts)
    as told (hour bigint, actor text, method text, place text, kind text, calls bigint)
  cross join witness_actor(told.actor) as who
  left join plan as p on p.key = split_part(split_part(told.place, '@', 1), '-', 1)
  where told.kind <> 'read' or is_partner(p.key, who.person, who.organisation)
  group by 1, 2, 3, 4, 5, 6, 7, 8
  on conflict on constraint witness_once do update set calls = witness.calls + excluded.calls;
  return 'true';
end;
$$;

-- One page of what was witnessed in a plan, the newest first; NULL is every plan and the register.
create or replace function core.witness_page(plan text, reads boolean, size integer, cursor text) returns json
language plpgsql stable
as $$
declare
  past bigint[] := cursor_numbers(cursor, 1);
  page record;
begin
  select json_agg(json_build_object('hour', w.hour, 'plan', nullif(w.plan, ''),
      'who', party_json(w.organisation, w.person), 'administrator', w.agent is not null, 'method', w.method,
      'object', w.object, 'kind', w.kind, 'calls', w.calls) order by w.id desc) filter (where w.n <= size) as items,
    min(w.id) filter (where w.n <= size) as ending, max(w.n) > size as more
  into page
  from (
    select one.*, row_number() over (order by one.id desc) as n
    from witness as one
    where (witness_page.plan is null or one.plan = witness_page.plan) and (one.kind = 'read') = reads
      and (past is null or one.id < past[1])
    order by one.id desc
    limit size + 1) as w;
  return json_build_object('items', coalesce(page.items, '[]'),
    'next', case when page.more then cursor_pack(page.ending::text) end);
end;
$$;

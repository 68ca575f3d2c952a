-- SPDX-License-Identifier: MIT
-- Counters of leads and decisions by what hangs on them, kept by triggers like those of tally.sql.

-- How many of a plan's leads and decisions are what: 'lead.open' (no decision comes from it), 'lead.decided',
-- 'lead.dropped', 'decision.loose' (no action that stands comes from it), 'decision.served', 'decision.superseded'.
create table if not exists core.tally_count (
  plan text not null,
  name text not null,
  count integer not null constraint tally_count_count check (count >= 0),
  constraint tally_count_pkey primary key (plan, name)
);

-- How many decisions come from a lead (kind 'lead'), how many actions that stand from a decision (kind 'decision').
create table if not exists core.tally_link (
  plan text not null,
  kind text not null,
  number integer not null,
  links integer not null constraint tally_link_links check (links >= 0),
  constraint tally_link_pkey primary key (plan, kind, number)
);

select core.guard('tally_count', core.in_whole('name like ''%:%'' and ' || core.in_plan()));
select core.guard('tally_link', core.in_plan());

-- The decision that an action serves; NULL for an action that is withdrawn or cancelled, or serves none.
create or replace function core.decision_served(action core.action) returns integer
language plpgsql immutable
as $$
begin
  return case when not action.withdrawn and action.state <> 'cancelled' then action.decision end;
end;
$$;

-- What a lead counts as; NULL for a withdrawn one or none.
create or replace function core.tally_lead(lead core.lead, linked boolean) returns text
language plpgsql immutable
as $$
begin
  return case
    when coalesce(lead.withdrawn, true) then null
    when lead.state = 'dropped' then 'lead.dropped'
    when linked then 'lead.decided'
    else 'lead.open'
  end;
end;
$$;

-- What a decision counts as; NULL for a withdrawn one or none.
create or replace function core.tally_decision(decision core.decision, linked boolean) returns text
language plpgsql immutable
as $$
begin
  return case
    when coalesce(decision.withdrawn, true) then null
    when decision.superseded_by is not null then 'decision.superseded'
    when linked then 'decision.served'
    else 'decision.loose'
  end;
end;
$$;

-- Counts one less of `was` and one more of `is_now`; NULL counts nowhere.
create or replace function core.tally_recount(plan text, was text, is_now text) returns void
language plpgsql
as $$
begin
  if was is not distinct from is_now then
    return;
  end if;
  update tally_count as t set count = t.count - 1 where t.plan = tally_recount.plan and t.name = was;
  if is_now is not null then
    insert into tally_count as t values (plan, is_now, 1)
    on conflict on constraint tally_count_pkey do update set count = t.count + 1;
  end if;
end;
$$;

-- The same for what is shared, which counts a second time under a name of its own, such as 'partners:lead.open'.
create or replace function core.tally_recount_shared(plan text, visibility_was core.visibility, was text,
  visibility_now core.visibility, is_now text) returns void
language plpgsql
as $$
begin
  perform tally_recount(plan, was, is_now),
    tally_recount(plan, case when visibility_was <> 'committee' then visibility_was || ':' || was end,
      case when visibility_now <> 'committee' then visibility_now || ':' || is_now end);
end;
$$;

-- One link more (1) or less (-1) to a lead or decision; the first and the last change what it counts as.
create or replace function core.tally_linked(plan text, kind text, number integer, step integer) returns void
language plpgsql
as $$
declare
  links integer;
  a_lead lead;
  a_decision decision;
begin
  update tally_link as t set links = t.links + step
  where t.plan = tally_linked.plan and t.kind = tally_linked.kind and t.number = tally_linked.number
  returning t.links into links;
  if not found then
    insert into tally_link values (plan, kind, number, step);
    links := step;
  end if;
  if links <> (step + 1) / 2 then
    return;
  end if;
  if kind = 'lead' then
    select * into a_lead from lead where lead.plan = tally_linked.plan and lead.number = tally_linked.number;
    perform tally_recount_shared(plan, a_lead.visibility, tally_lead(a_lead, step < 0),
      a_lead.visibility, tally_lead(a_lead, step > 0));
  else
    select * into a_decision from decision
    where decision.plan = tally_linked.plan and decision.number = tally_linked.number;
    perform tally_recount_shared(plan, a_decision.visibility, tally_decision(a_decision, step < 0),
      a_decision.visibility, tally_decision(a_decision, step > 0));
  end if;
end;
$$;

-- Moves a link from one lead or decision to another; NULL for none.
create or replace function core.tally_relink(plan text, kind text, was integer, is_now integer) returns void
language plpgsql
as $$
begin
  if was is not distinct from is_now then
    return;
  end if;
  if was is not null then
    perform tally_linked(plan, kind, was, -1);
  end if;
  if is_now is not null then
    perform tally_linked(plan, kind, is_now, 1);
  end if;
end;
$$;

-- True where a lead or a decision has links.
create or replace function core.tally_has_links(plan text, kind text, number integer) returns boolean
language plpgsql stable
as $$
begin
  return exists (
    select from tally_link as t
    where t.plan = tally_has_links.plan and t.kind = tally_has_links.kind and t.number = tally_has_links.number
      and t.links > 0);
end;
$$;

create or replace function core.lead_tallied() returns trigger
language plpgsql security definer set search_path = core, pg_temp
as $$
declare
  was lead := case when tg_op <> 'INSERT' then old end;
  is_now lead := case when tg_op <> 'DELETE' then new end;
  home text := coalesce(is_now.plan, was.plan);
  linked boolean := tally_has_links(home, 'lead', coalesce(is_now.number, was.number));
begin
  perform tally_recount_shared(home, was.visibility, tally_lead(was, linked), is_now.visibility,
    tally_lead(is_now, linked));
  return null;
end;
$$;

create or replace function core.decision_tallied() returns trigger
language plpgsql security definer set search_path = core, pg_temp
as $$
declare
  was decision := case when tg_op <> 'INSERT' then old end;
  is_now decision := case when tg_op <> 'DELETE' then new end;
  home text := coalesce(is_now.plan, was.plan);
  linked boolean := tally_has_links(home, 'decision', coalesce(is_now.number, was.number));
begin
  perform tally_recount_shared(home, was.visibility, tally_decision(was, linked), is_now.visibility,
    tally_decision(is_now, linked));
  return null;
end;
$$;

create or replace function core.decision_lead_tallied() returns trigger
language plpgsql security definer set search_path = core, pg_temp
as $$
begin
  perform tally_relink(case when tg_op = 'DELETE' then old.plan else new.plan end, 'lead',
    case when tg_op <> 'INSERT' then old.lead end, case when tg_op <> 'DELETE' then new.lead end);
  return null;
end;
$$;

create or replace trigger tallied after insert or update or delete on core.lead
  for each row execute function core.lead_tallied();
create or replace trigger tallied after insert or update or delete on core.decision
  for each row execute function core.decision_tallied();
create or replace trigger tallied after insert or update or delete on core.decision_lead
  for each row execute function core.decision_lead_tallied();

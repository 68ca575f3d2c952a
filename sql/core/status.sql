-- SPDX-License-Identifier: MIT
-- The parts of plan.status. All are read off the counters of tally.sql or found through an index, so that they cost
-- the same at any number of actions.

select core.define_domain('days_ahead', 'integer',
  'a number of days from 1 to 366', 'un nombre de jours de 1 à 366', minimum => 1, maximum => 366);

-- The actions of a plan that are the caller's own (core.action_own), but for withdrawn ones, found by index. For those
-- who see the plan in part; definer, since the or of a policy finds no index.
create or replace function core.own_actions(plan text) returns setof core.action
language plpgsql stable security definer set search_path = core, pg_temp rows 50
as $$
begin
  return query
  select a.* from action as a
  where a.plan = own_actions.plan and not a.withdrawn
    and a.number = any (array(select own from own_numbers(own_actions.plan) as own));
end;
$$;

-- The caller's own actions with the keys of a dimension under which each counts. Definer: what is one's own is seen whole.
create or replace function core.own_keys(plan text, dimension text) returns table (key text, action core.action)
language plpgsql stable security definer set search_path = core, pg_temp rows 50
as $$
begin
  case dimension
    when 'plan' then return query select '', a from own_actions(own_keys.plan) as a;
    when 'owner' then return query select tally_owner(a), a from own_actions(own_keys.plan) as a;
    when 'sector' then return query
      select link.sector, a
      from own_actions(own_keys.plan) as a join action_sector as link on link.plan = a.plan and link.action = a.number;
  end case;
end;
$$;

-- The counters of one dimension for who sees a plan in part: those of what is shared, and what is the caller's own
-- besides, each action once. Amounts are of the caller's own alone: see status_value. Nothing for those who see it whole.
create or replace function core.tally_read_part(plan text, dimension text, day date, today date)
returns setof core.tally
language plpgsql stable rows 20
as $$
begin
  if sees_whole(plan) then
    return;
  end if;
  return query
  with part as (
    select t.key, t as counted, t.late + coalesce(passed.late, 0) as late
    from unnest(shares(tally_read_part.plan)) as shared
    join tally as t on t.plan = tally_read_part.plan and t.dimension = tally_read_part.dimension || ':' || shared
    left join tally_passed(tally_read_part.plan, tally_read_part.dimension || ':' || shared, day, today) as passed
      on passed.key = t.key
    union all
    select own.key, tally_of(own.action, today),
      is_overdue((own.action).state, (own.action).due_last, today)::integer
    from own_keys(tally_read_part.plan, tally_read_part.dimension) as own
    where not (own.action).visibility = any (shares(tally_read_part.plan))
  )
  select tally_read_part.plan, tally_read_part.dimension, part.key, sum((part.counted).proposed)::integer,
    sum((part.counted).open)::integer, sum((part.counted).in_progress)::integer,
    sum((part.counted).blocked)::integer, sum((part.counted).done)::integer, sum((part.counted).cancelled)::integer,
    sum((part.counted).postponed)::integer, sum(part.late)::integer, sum((part.counted).without_owner)::integer,
    sum((part.counted).without_deadline)::integer, sum((part.counted).without_decision)::integer,
    0::numeric, 0::numeric, 0::numeric
  from part
  group by part.key;
end;
$$;

-- The counters of one dimension as of a plan's today, by key: those kept, with what has become late since `day`. In SQL,
-- so that it becomes a part of the query that reads it.
create or replace function core.tally_read(plan text, dimension text, day date, today date) returns setof core.tally
language sql stable rows 20
as $$
  select t.plan, t.dimension, t.key, t.proposed, t.open, t.in_progress, t.blocked, t.done, t.cancelled, t.postponed,
    t.late + coalesce(passed.late, 0), t.without_owner, t.without_deadline, t.without_decision, t.expected, t.secured,
    t.recovered
  from core.tally as t left join core.tally_passed(plan, dimension, day, today) as passed on passed.key = t.key
  where t.plan = tally_read.plan and t.dimension = tally_read.dimension and core.sees_whole(tally_read.plan)
  union all
  select * from core.tally_read_part(plan, dimension, day, today)
$$;

-- Those of the plan; a row of NULLs where it has no action.
create or replace function core.tally_total(plan text, day date, today date) returns core.tally
language plpgsql stable
as $$
declare
  total tally;
begin
  select * into total from tally_read(plan, 'plan', day, today);
  return total;
end;
$$;

-- The amounts of a plan; of the caller's own actions where the caller sees it in part.
create or replace function core.status_value(plan text, whole core.tally) returns json
language plpgsql stable
as $$
declare
  value tally := whole;
begin
  if not sees_whole(plan) then
    select sum(a.expected), sum(a.secured), sum(a.recovered) into value.expected, value.secured, value.recovered
    from own_actions(plan) as a where a.state <> 'cancelled';
  end if;
  return json_build_object('expected', trim_scale(coalesce(value.expected, 0)),
    'secured', trim_scale(coalesce(value.secured, 0)), 'recovered', trim_scale(coalesce(value.recovered, 0)));
end;
$$;

-- The running actions due from one day to another that a caller sees who sees the plan in part: the first `most` by
-- deadline, found by index. Definer, for the index; what it finds is joined under row security.
create or replace function core.running_seen(plan text, first_day date, last_day date, most integer)
returns table (number integer, due_last date)
language plpgsql stable security definer set search_path = core, pg_temp
as $$
begin
  return query
  select candidate.number, candidate.due_last
  from (
    select shared.number, shared.due_last
    from unnest(shares(running_seen.plan)) as share, lateral (
      select a.number, a.due_last from action as a
      where a.plan = running_seen.plan and a.visibility = share and a.due_last between first_day and last_day
        and a.visibility <> 'committee' and a.state not in ('proposed', 'done', 'cancelled') and not a.withdrawn
      order by a.due_last, a.number limit most) as shared
    union
    select a.number, a.due_last from own_actions(running_seen.plan) as a
    where a.due_last between first_day and last_day and is_running(a.state)) as candidate
  order by candidate.due_last, candidate.number
  limit most;
end;
$$;

-- Running, done and late actions by owner organisation; persons count under theirs, one without any by himself. NULL
-- for actions without an owner.
create or replace function core.status_owners(plan text, day date, today date) returns json
language plpgsql stable
as $$
begin
  return coalesce((
    select json_agg(json_build_object(
      'organisation', case
        when employer is not null then (
          select json_build_object('kind', 'organisation', 'key', party.key, 'name', party.name)
          from organisation as party where party.id = employer)
        when alone is not null then person_party(alone)
      end,
      'total', total, 'proposed', proposed, 'open', running, 'done', done, 'cancelled', cancelled, 'overdue', overdue)
      order by total desc, employer, alone)
    from (
      select
        coalesce(case when t.key like 'o%' then substr(t.key, 2)::integer end, p.organisation) as employer,
        case when p.organisation is null then p.id end as alone,
        sum(t.proposed) as proposed, sum(t.open + t.in_progress + t.blocked) as running, sum(t.done) as done,
        sum(t.cancelled) as cancelled, sum(t.late) as overdue,
        sum(t.proposed + t.open + t.in_progress + t.blocked + t.done + t.cancelled) as total
      from tally_read(plan, 'owner', day, today) as t
      left join person as p on p.id = case when t.key like 'p%' then substr(t.key, 2)::integer end
      group by 1, 2) as owner
    where total > 0), '[]');
end;
$$;

-- The same by sector, in the order of their priority; an action of several sectors counts in each.
create or replace function core.status_sectors(plan text, day date, today date) returns json
language plpgsql stable
as $$
begin
  return coalesce((
    select json_agg(json_build_object('key', s.key, 'name', s.name,
      'total', coalesce(t.proposed + t.open + t.in_progress + t.blocked + t.done + t.cancelled, 0),
      'proposed', coalesce(t.proposed, 0), 'open', coalesce(t.open + t.in_progress + t.blocked, 0),
      'done', coalesce(t.done, 0), 'cancelled', coalesce(t.cancelled, 0), 'overdue', coalesce(t.late, 0))
      order by s.priority, s.key)
    from sector as s
    left join tally_read(status_sectors.plan, 'sector', day, today) as t on t.key = s.key
    where s.plan = status_sectors.plan), '[]');
end;
$$;

-- How many running actions are due from one day to another, both included.
create or replace function core.status_due(plan text, first_day date, last_day date) returns bigint
language plpgsql stable
as $$
begin
  if not sees_whole(plan) then
    return (
      select coalesce(sum(d.running), 0) from tally_due as d
      where d.plan = status_due.plan and d.key = '' and d.day between first_day and last_day
        and d.dimension = any (array(select 'plan:' || shared from unnest(shares(status_due.plan)) as shared)))
      + (
        select count(*) from own_actions(status_due.plan) as a
        where is_running(a.state) and a.due_last between first_day and last_day
          and not a.visibility = any (shares(status_due.plan)));
  end if;
  return (
    select coalesce(sum(d.running), 0) from tally_due as d
    where d.plan = status_due.plan and d.dimension = 'plan' and d.key = ''
      and d.day between first_day and last_day);
end;
$$;

-- The first ten running actions due from one day to another, by deadline.
create or replace function core.status_actions(plan text, first_day date, last_day date) returns integer[]
language plpgsql stable
set plan_cache_mode = force_generic_plan  -- planning anew for each pair of days takes longer than finding ten rows
as $$
begin
  if not sees_whole(plan) then
    return array(
      select running.number from running_seen(plan, first_day, last_day, 10) as running
      order by running.due_last, running.number);
  end if;
  return array(
    select a.number from action as a
    where a.plan = status_actions.plan and a.due_last between first_day and last_day
      and a.state in ('open', 'in_progress', 'blocked') and not a.withdrawn
    order by a.due_last, a.number
    limit 10);
end;
$$;

-- The meeting to prepare: the nearest planned one, dates that passed and dates unknown last. And the last one held.
create or replace function core.status_meeting(plan text, upcoming boolean, today date) returns json
language plpgsql stable
as $$
declare
  found_one meeting;
begin
  if upcoming then
    select m.* into found_one from meeting as m
    where m.plan = status_meeting.plan and m.state = 'planned' and not m.withdrawn
    order by coalesce(m.latest < today, true), m.latest, m.number
    limit 1;
  else
    select m.* into found_one from meeting as m
    where m.plan = status_meeting.plan and m.state <> 'planned' and not m.withdrawn
    order by m.date desc nulls last, m.number desc
    limit 1;
  end if;
  return meeting_summary(found_one);
end;
$$;

-- How many leads and decisions are what: see core.tally_count.
create or replace function core.status_counts(plan text) returns jsonb
language plpgsql stable
as $$
begin
  if not sees_whole(plan) then
    return coalesce((
      select jsonb_object_agg(part.name, part.count)
      from (
        select split_part(t.name, ':', 2) as name, sum(t.count) as count from tally_count as t
        where t.plan = status_counts.plan and split_part(t.name, ':', 1) = any (shares(status_counts.plan)::text[])
        group by 1) as part), '{}');
  end if;
  return coalesce((
    select jsonb_object_agg(t.name, t.count) from tally_count as t where t.plan = status_counts.plan), '{}');
end;
$$;

-- The leads and the decisions among those counts.
create or replace function core.status_leads(counts jsonb, out leads json, out decisions json)
language plpgsql immutable
as $$
declare
  open integer := coalesce((counts ->> 'lead.open')::integer, 0);
  decided integer := coalesce((counts ->> 'lead.decided')::integer, 0);
  dropped integer := coalesce((counts ->> 'lead.dropped')::integer, 0);
  superseded integer := coalesce((counts ->> 'decision.superseded')::integer, 0);
begin
  leads := json_build_object('total', open + decided + dropped, 'open', open, 'decided', decided,
    'dropped', dropped);
  decisions := json_build_object('superseded', superseded,
    'total', superseded + coalesce((counts ->> 'decision.loose')::integer, 0)
      + coalesce((counts ->> 'decision.served')::integer, 0));
end;
$$;

-- Actions by state.
create or replace function core.status_states(counted core.tally) returns json
language plpgsql immutable
as $$
declare
  states integer[] := array[counted.proposed, counted.open, counted.in_progress, counted.blocked, counted.done,
    counted.cancelled];
begin
  return json_build_object('total', coalesce((select sum(state) from unnest(states) as state), 0),
    'proposed', coalesce(counted.proposed, 0), 'open', coalesce(counted.open, 0),
    'in_progress', coalesce(counted.in_progress, 0), 'blocked', coalesce(counted.blocked, 0),
    'done', coalesce(counted.done, 0), 'cancelled', coalesce(counted.cancelled, 0));
end;
$$;

-- A plan's first fifty indicators against their targets.
create or replace function core.status_indicators(plan text) returns json
language plpgsql stable
as $$
begin
  return coalesce((
    select json_agg(indicator_json(i) order by i.number)
    from (
      select i.* from indicator as i
      where i.plan = status_indicators.plan and not i.withdrawn order by i.number limit 50) as i), '[]');
end;
$$;

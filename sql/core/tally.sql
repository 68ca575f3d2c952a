-- SPDX-License-Identifier: MIT
-- Counters of actions: what plan.status says of any number of them, kept by triggers so that status costs the same at
-- any size of plan. They follow from the tables and are in no journal; writes to one plan are one after another
-- (core.begin_write), so that adding is enough. Leads and decisions are counted in tally_link.sql.

-- Actions by state and more, of the whole plan (dimension 'plan', key ''), of an owner (dimension 'owner', key 'o' or
-- 'p' with the id, '' for nobody) and of a sector (dimension 'sector'). What is shared counts a second time in dimensions
-- of its own ('plan:partners', 'owner:public', …): the only ones for those who do not see the whole plan. A person's organisation is looked up on reading.
create table if not exists core.tally (
  plan text not null,
  dimension text not null,
  key text not null,
  proposed integer not null default 0,
  open integer not null default 0,
  in_progress integer not null default 0,
  blocked integer not null default 0,
  done integer not null default 0,
  cancelled integer not null default 0,
  postponed integer not null default 0,
  late integer not null default 0,            -- running, with a deadline before the day in core.tally_day
  without_owner integer not null default 0,   -- these three: of those neither done nor cancelled
  without_deadline integer not null default 0,
  without_decision integer not null default 0,
  expected numeric not null default 0,        -- these three: of those not cancelled
  secured numeric not null default 0,
  recovered numeric not null default 0,
  constraint tally_pkey primary key (plan, dimension, key)
) with (fillfactor = 50);

-- Running actions by their deadline; days without any have no row.
create table if not exists core.tally_due (
  plan text not null,
  dimension text not null,
  day date not null,
  key text not null,
  running integer not null,
  constraint tally_due_pkey primary key (plan, dimension, day, key)
);

-- The day for which a plan's `late` counts: today at its last write. Readers add the days since.
create table if not exists core.tally_day (
  plan text primary key,
  day date not null
);

select core.guard(name, core.in_whole('dimension like ''%:%'' and ' || core.in_plan()))
from unnest('{tally,tally_due}'::text[]) as name;
select core.guard('tally_day', core.in_plan());

-- What is late or due soon is found through these, however many actions are done.
create index if not exists action_running on core.action (plan, due_last, number)
  where state in ('open', 'in_progress', 'blocked') and not withdrawn;

-- What one action adds to the counters; nothing for a withdrawn one or none. `day` is the plan's in core.tally_day.
create or replace function core.tally_of(action core.action, day date) returns core.tally
language plpgsql immutable
as $$
declare
  share tally;
  standing boolean := coalesce(not action.withdrawn, false);
  unfinished boolean := standing and action.state not in ('done', 'cancelled');
  counted boolean := standing and action.state <> 'cancelled';
begin
  share.proposed := (standing and action.state = 'proposed')::integer;
  share.open := (standing and action.state = 'open')::integer;
  share.in_progress := (standing and action.state = 'in_progress')::integer;
  share.blocked := (standing and action.state = 'blocked')::integer;
  share.done := (standing and action.state = 'done')::integer;
  share.cancelled := (standing and action.state = 'cancelled')::integer;
  share.postponed := (standing and action.postponements > 0)::integer;
  share.late := (standing and is_overdue(action.state, action.due_last, day))::integer;
  share.without_owner := (unfinished and num_nonnulls(action.owner_organisation, action.owner_person) = 0)::integer;
  share.without_deadline := (unfinished and action.due_last is null)::integer;
  share.without_decision := (unfinished and action.decision is null)::integer;
  share.expected := case when counted then coalesce(action.expected, 0) else 0 end;
  share.secured := case when counted then coalesce(action.secured, 0) else 0 end;
  share.recovered := case when counted then coalesce(action.recovered, 0) else 0 end;
  return share;
end;
$$;

-- How many actions a plan has, withdrawn ones aside; for those who see it whole.
create or replace function core.tally_standing(plan text) returns integer
language plpgsql stable
as $$
begin
  return coalesce((
    select t.proposed + t.open + t.in_progress + t.blocked + t.done + t.cancelled
    from tally as t where t.plan = tally_standing.plan and t.dimension = 'plan' and t.key = ''), 0);
end;
$$;

-- Replaces one share by another in one counter.
create or replace function core.tally_move(plan text, dimension text, key text, was core.tally, is_now core.tally)
returns void
language plpgsql
as $$
begin
  if was is not distinct from is_now then
    return;
  end if;
  insert into tally as t values (plan, dimension, key) on conflict do nothing;
  update tally as t
  set proposed = t.proposed + is_now.proposed - was.proposed,
    open = t.open + is_now.open - was.open,
    in_progress = t.in_progress + is_now.in_progress - was.in_progress,
    blocked = t.blocked + is_now.blocked - was.blocked,
    done = t.done + is_now.done - was.done,
    cancelled = t.cancelled + is_now.cancelled - was.cancelled,
    postponed = t.postponed + is_now.postponed - was.postponed,
    late = t.late + is_now.late - was.late,
    without_owner = t.without_owner + is_now.without_owner - was.without_owner,
    without_deadline = t.without_deadline + is_now.without_deadline - was.without_deadline,
    without_decision = t.without_decision + is_now.without_decision - was.without_decision,
    expected = t.expected + is_now.expected - was.expected,
    secured = t.secured + is_now.secured - was.secured,
    recovered = t.recovered + is_now.recovered - was.recovered
  where t.plan = tally_move.plan and t.dimension = tally_move.dimension and t.key = tally_move.key;
end;
$$;

-- Adds to the running actions of one counter that are due on a day; nothing for no day.
create or replace function core.tally_due_add(plan text, dimension text, key text, day date, number integer)
returns void
language plpgsql
as $$
begin
  if day is null or number = 0 then
    return;
  end if;
  insert into tally_due as d values (plan, dimension, day, key, number)
  on conflict on constraint tally_due_pkey do update set running = d.running + excluded.running;
  if number < 0 then
    delete from tally_due as d
    where d.plan = tally_due_add.plan and d.dimension = tally_due_add.dimension and d.day = tally_due_add.day
      and d.key = tally_due_add.key and d.running = 0;
  end if;
end;
$$;

-- How many running actions of each counter have become late from one day to another; negative where the clock went
-- back. Nothing where the day is the same or there is none yet.
create or replace function core.tally_passed(plan text, dimension text, was date, today date)
returns table (key text, late integer)
language plpgsql stable
as $$
begin
  if was is null or was = today then
    return;
  end if;
  return query
  select d.key, (case when today > was then 1 else -1 end * sum(d.running))::integer
  from tally_due as d
  where d.plan = tally_passed.plan and d.dimension = tally_passed.dimension
    and d.day >= least(was, today) and d.day < greatest(was, today)
  group by d.key;
end;
$$;

-- The day of a plan's `late`, brought to today first.
create or replace function core.tally_today(plan text) returns date
language plpgsql
as $$
declare
  today date := core.today(plan);
  was date;
begin
  select t.day into was from tally_day as t where t.plan = tally_today.plan;
  if was = today then
    return today;
  end if;
  update tally as t
  set late = t.late + passed.late
  from unnest('{plan,owner,sector}'::text[]) as base, unnest('{"",:partners,:public}'::text[]) as suffix,
    lateral (select base || suffix) as d (dimension),
    tally_passed(tally_today.plan, d.dimension, was, today) as passed
  where t.plan = tally_today.plan and t.dimension = d.dimension and t.key = passed.key;
  insert into tally_day as t values (plan, today)
  on conflict on constraint tally_day_pkey do update set day = excluded.day;
  return today;
end;
$$;

-- The key of an action's owner in the counters.
create or replace function core.tally_owner(action core.action) returns text
language plpgsql immutable
as $$
begin
  return coalesce('o' || action.owner_organisation, 'p' || action.owner_person, '');
end;
$$;

-- The deadline under which an action counts as running; NULL if it does not.
create or replace function core.tally_due_of(action core.action) returns date
language plpgsql immutable
as $$
begin
  return case when not action.withdrawn and is_running(action.state) then action.due_last end;
end;
$$;

-- Moves an action from one counter to another, or within one: its shares and running deadlines before and after.
create or replace function core.tally_shift(plan text, dimension text, key_was text, key_now text,
  share_was core.tally, share_now core.tally, due_was date, due_now date) returns void
language plpgsql
as $$
declare
  nothing tally;
begin
  if key_was = key_now then
    perform tally_move(plan, dimension, key_now, share_was, share_now);
  else
    nothing := tally_of(null, null);
    perform
      tally_move(plan, dimension, key_was, share_was, nothing),
      tally_move(plan, dimension, key_now, nothing, share_now);
  end if;
  if key_was <> key_now or due_was is distinct from due_now then
    perform
      tally_due_add(plan, dimension, key_was, due_was, -1),
      tally_due_add(plan, dimension, key_now, due_now, 1);
  end if;
end;
$$;

-- The same in the dimension of what is shared; a visibility is NULL for no action.
create or replace function core.tally_shift_shared(plan text, dimension text, visibility_was core.visibility,
  visibility_now core.visibility, key_was text, key_now text, share_was core.tally, share_now core.tally,
  due_was date, due_now date) returns void
language plpgsql
as $$
declare
  nothing tally;
begin
  if visibility_was = visibility_now then
    if visibility_now <> 'committee' then
      perform tally_shift(plan, dimension || ':' || visibility_now, key_was, key_now, share_was, share_now,
        due_was, due_now);
    end if;
    return;
  end if;
  nothing := tally_of(null, null);
  if visibility_was <> 'committee' then
    perform tally_shift(plan, dimension || ':' || visibility_was, key_was, key_was, share_was, nothing, due_was, null);
  end if;
  if visibility_now <> 'committee' then
    perform tally_shift(plan, dimension || ':' || visibility_now, key_now, key_now, nothing, share_now, null, due_now);
  end if;
end;
$$;

-- Counts a change of an action.
create or replace function core.action_tallied() returns trigger
language plpgsql security definer set search_path = core, pg_temp
as $$
declare
  was action := case when tg_op <> 'INSERT' then old end;
  is_now action := case when tg_op <> 'DELETE' then new end;
  home text := coalesce(is_now.plan, was.plan);
  day date := tally_today(home);
  share_was tally := tally_of(was, day);
  share_now tally := tally_of(is_now, day);
  due_was date := tally_due_of(was);
  due_now date := tally_due_of(is_now);
  owner_was text := tally_owner(was);
  owner_now text := tally_owner(is_now);
  sector text;
begin
  if share_was is distinct from share_now or due_was is distinct from due_now
    or was.visibility is distinct from is_now.visibility
  then
    perform tally_shift(home, 'plan', '', '', share_was, share_now, due_was, due_now),
      tally_shift_shared(home, 'plan', was.visibility, is_now.visibility, '', '', share_was, share_now,
        due_was, due_now);
    for sector in
      select link.sector from action_sector as link
      where link.plan = home and link.action = coalesce(is_now.number, was.number)
    loop
      perform tally_shift(home, 'sector', sector, sector, share_was, share_now, due_was, due_now),
        tally_shift_shared(home, 'sector', was.visibility, is_now.visibility, sector, sector, share_was, share_now,
          due_was, due_now);
    end loop;
  end if;
  perform
    tally_shift(home, 'owner', owner_was, owner_now, share_was, share_now, due_was, due_now),
    tally_shift_shared(home, 'owner', was.visibility, is_now.visibility, owner_was, owner_now, share_was, share_now,
      due_was, due_now),
    tally_relink(home, 'decision', decision_served(was), decision_served(is_now));
  return null;
end;
$$;

-- Counts an action in, or out of, a sector.
create or replace function core.action_sector_tallied() returns trigger
language plpgsql security definer set search_path = core, pg_temp
as $$
declare
  link action_sector := case when tg_op = 'DELETE' then old else new end;
  day date := tally_today(link.plan);
  nothing tally := tally_of(null, day);
  linked action;
begin
  select * into strict linked from action where action.plan = link.plan and action.number = link.action;
  if tg_op <> 'INSERT' then
    perform tally_shift(link.plan, 'sector', old.sector, old.sector, tally_of(linked, day), nothing,
      tally_due_of(linked), null),
      tally_shift_shared(link.plan, 'sector', linked.visibility, linked.visibility, old.sector, old.sector,
        tally_of(linked, day), nothing, tally_due_of(linked), null);
  end if;
  if tg_op <> 'DELETE' then
    perform tally_shift(link.plan, 'sector', new.sector, new.sector, nothing, tally_of(linked, day),
      null, tally_due_of(linked)),
      tally_shift_shared(link.plan, 'sector', linked.visibility, linked.visibility, new.sector, new.sector,
        nothing, tally_of(linked, day), null, tally_due_of(linked));
  end if;
  return null;
end;
$$;

create or replace trigger tallied after insert or update or delete on core.action
  for each row execute function core.action_tallied();
create or replace trigger tallied after insert or update or delete on core.action_sector
  for each row execute function core.action_sector_tallied();

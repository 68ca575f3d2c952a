-- SPDX-License-Identifier: MIT
-- Chains: from any object to all that it came from and all that came of it. A meeting raises leads and takes decisions, a
-- decision comes from leads, an action serves a decision, an indicator is fed by actions, notes hang on any of them.

-- The numbers of a chain's objects, the object itself among them; at most 200 of each kind.
create or replace function core.chain_find(plan text, kind core.object_kind, number integer,
  out meetings integer[], out leads integer[], out decisions integer[], out actions integer[],
  out indicators integer[])
language plpgsql stable
as $$
declare
  most constant integer := 200;
  served integer[];
begin
  leads := case kind when 'lead' then array[number] when 'meeting' then array(
    select l.number from lead as l
    where l.plan = chain_find.plan and l.meeting = chain_find.number and not l.withdrawn
    order by l.number limit most) end;
  actions := case kind when 'action' then array[number] when 'indicator' then array(
    select link.action from action_indicator as link
    where link.plan = chain_find.plan and link.indicator = chain_find.number order by link.action limit most) end;
  decisions := case when kind = 'decision' then array[number] else array(
    select d.number from decision as d
    where d.plan = chain_find.plan and not d.withdrawn and d.number in (
      select made.number from decision as made
      where kind = 'meeting' and made.plan = chain_find.plan and made.meeting = chain_find.number
      union
      select link.decision from decision_lead as link
      where link.plan = chain_find.plan and link.lead = any (leads)
      union
      select a.decision from action as a
      where a.plan = chain_find.plan and a.number = any (actions) and not a.withdrawn)
    order by d.number limit most) end;
  served := decisions;
  if kind in ('meeting', 'lead', 'decision') then
    actions := array(
      select a.number from action as a
      where a.plan = chain_find.plan and a.decision = any (served) and not a.withdrawn
      order by a.number limit most);
  end if;
  indicators := case when kind = 'indicator' then array[number] else array(
    select distinct link.indicator from action_indicator as link
    where link.plan = chain_find.plan and link.action = any (actions) order by link.indicator limit most) end;
  if kind <> 'lead' then
    leads := array(
      select distinct l.number from lead as l
      where l.plan = chain_find.plan and not l.withdrawn and (l.number = any (leads) or l.number in (
        select link.lead from decision_lead as link
        where link.plan = chain_find.plan and link.decision = any (served)))
      order by l.number limit most);
  end if;
  decisions := decision_line(plan, decisions, most);
  meetings := array(
    select distinct m.number from meeting as m
    where m.plan = chain_find.plan and not m.withdrawn and (
      kind = 'meeting' and m.number = chain_find.number
      or m.number in (
        select l.meeting from lead as l where l.plan = chain_find.plan and l.number = any (leads))
      or m.number in (
        select d.meeting from decision as d where d.plan = chain_find.plan and d.number = any (decisions)))
    order by m.number limit most);
  if kind = 'action' then
    actions := array(
      select number
      union
      select link.depends_on from action_dependency as link
      where link.plan = chain_find.plan and link.action = chain_find.number
      union
      select link.action from action_dependency as link
      where link.plan = chain_find.plan and link.depends_on = chain_find.number
      order by 1 limit most);
  end if;
end;
$$;

-- Decisions with all that they supersede and all that supersede them.
create or replace function core.decision_line(plan text, numbers integer[], most integer) returns integer[]
language plpgsql stable
as $$
begin
  return array(
    with recursive older (number) as (
      select unnest(numbers)
      union
      select d.number from older join decision as d on d.plan = decision_line.plan and d.superseded_by = older.number
      where not d.withdrawn
    ), newer (number) as (
      select unnest(numbers)
      union
      select d.superseded_by from newer join decision as d on d.plan = decision_line.plan and d.number = newer.number
      where d.superseded_by is not null
    )
    select number from older union select number from newer order by 1 limit most);
end;
$$;

-- The decisions of a chain: each with its meeting, leads, what it supersedes and what supersedes it.
create or replace function core.chain_decisions(plan text, numbers integer[]) returns json
language plpgsql stable
as $$
begin
  return coalesce((
    select json_agg(json_build_object('ref', d.plan || '-D' || d.number, 'title', d.title,
      'meeting', case when d.meeting is not null then d.plan || '-M' || d.meeting end,
      'leads', array(
        select d.plan || '-L' || link.lead from decision_lead as link
        where link.plan = d.plan and link.decision = d.number order by link.lead),
      'supersedes', array(
        select d.plan || '-D' || old.number from decision as old
        where old.plan = d.plan and old.superseded_by = d.number and not old.withdrawn order by old.number),
      'superseded_by', case when d.superseded_by is not null then d.plan || '-D' || d.superseded_by end)
      order by d.number)
    from decision as d where d.plan = chain_decisions.plan and d.number = any (numbers)), '[]');
end;
$$;

-- The actions of a chain: each in short, with its decision, what it depends on and what needs it.
create or replace function core.chain_actions(plan text, numbers integer[]) returns json
language plpgsql stable
as $$
begin
  return coalesce((
    select json_agg(short.summary::jsonb || jsonb_build_object(
      'decision', case when a.decision is not null then a.plan || '-D' || a.decision end,
      'depends_on', array(
        select a.plan || '-' || link.depends_on from action_dependency as link
        where link.plan = a.plan and link.action = a.number order by link.depends_on),
      'needed_by', array(
        select a.plan || '-' || link.action from action_dependency as link
        where link.plan = a.plan and link.depends_on = a.number order by link.action),
      'indicators', array(
        select a.plan || '-I' || link.indicator from action_indicator as link
        where link.plan = a.plan and link.action = a.number order by link.indicator))
      order by a.number)
    from action_summaries(plan, numbers, today(plan)) as short
    join action as a on a.plan = chain_actions.plan and a.number = short.number), '[]');
end;
$$;

-- The indicators of a chain: each with its last ten measures.
create or replace function core.chain_indicators(plan text, numbers integer[]) returns json
language plpgsql stable
as $$
begin
  return coalesce((
    select json_agg(indicator_json(i)::jsonb || jsonb_build_object('last_measures', coalesce((
        select json_agg(measure_json(m) order by m.taken_on desc, m.number desc)
        from (
          select * from measure
          where measure.plan = i.plan and measure.indicator = i.number and not measure.withdrawn
          order by taken_on desc, number desc limit 10) as m), '[]'))
      order by i.number)
    from indicator as i where i.plan = chain_indicators.plan and i.number = any (numbers)), '[]');
end;
$$;

-- The notes on all objects of a chain, the latest first, at most 100.
create or replace function core.chain_notes(plan text, meetings integer[], leads integer[],
  decisions integer[], actions integer[], indicators integer[]) returns json
language plpgsql stable
as $$
begin
  return coalesce((
    select json_agg(note_json(n) order by n.number desc)
    from (
      select n.* from note as n
      where n.plan = chain_notes.plan and not n.withdrawn and (
        n.about = 'meeting' and n.about_number = any (chain_notes.meetings)
        or n.about = 'lead' and n.about_number = any (chain_notes.leads)
        or n.about = 'decision' and n.about_number = any (chain_notes.decisions)
        or n.about = 'action' and n.about_number = any (chain_notes.actions)
        or n.about = 'indicator' and n.about_number = any (chain_notes.indicators))
      order by n.number desc limit 100) as n), '[]');
end;
$$;

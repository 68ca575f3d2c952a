-- SPDX-License-Identifier: MIT
-- What hangs loose in a plan: each kind is a row here, found by its condition.

-- A condition over `kept` (a row of the relation, not withdrawn) and $1 (the plan).
create table if not exists core.loose_kind (
  kind text primary key,
  place integer not null,
  relation core.object_kind not null,
  condition text not null
);

-- Sets one kind, with its label.
create or replace function core.define_loose(kind text, place integer, relation core.object_kind, en text, fr text,
  condition text) returns void
language plpgsql
as $$
begin
  perform core.word('loose.' || kind, en, fr);
  insert into core.loose_kind values (kind, place, relation, condition)
  on conflict on constraint loose_kind_pkey
  do update set place = excluded.place, relation = excluded.relation, condition = excluded.condition;
end;
$$;

select
  core.define_loose('leads_without_decision', 1, 'lead',
    'leads without a decision', 'pistes sans décision',
    $$kept.state = 'open' and not exists (
      select from core.decision_lead as link where link.plan = $1 and link.lead = kept.number)$$),
  core.define_loose('decisions_without_action', 2, 'decision',
    'decisions without an action', 'décisions sans action',
    $$kept.superseded_by is null and not exists (
      select from core.action as a
      where a.plan = $1 and a.decision = kept.number and not a.withdrawn and a.state <> 'cancelled')$$),
  core.define_loose('actions_without_owner', 3, 'action',
    'actions without an owner', 'actions sans pilote',
    $$kept.state not in ('done', 'cancelled') and num_nonnulls(kept.owner_organisation, kept.owner_person) = 0$$),
  core.define_loose('actions_without_deadline', 4, 'action',
    'actions without a deadline', 'actions sans échéance',
    $$kept.state not in ('done', 'cancelled') and kept.due_last is null$$),
  core.define_loose('actions_without_decision', 5, 'action',
    'actions without a decision', 'actions sans décision',
    $$kept.state not in ('done', 'cancelled') and kept.decision is null$$),
  core.define_loose('indicators_without_measure', 6, 'indicator',
    'indicators without a measure', 'indicateurs sans relevé',
    $$not exists (
      select from core.measure as m where m.plan = $1 and m.indicator = kept.number and not m.withdrawn)$$),
  core.define_loose('meetings_without_minutes', 7, 'meeting',
    'meetings held without minutes', 'séances tenues sans compte rendu',
    $$kept.state <> 'planned' and not core.says_something(kept.minutes)$$);

-- What hangs loose of one kind, by number, at most `most`: reference and title. Whether a lead leads to a decision or a
-- decision to an action is for those to know who see the whole plan.
create or replace function core.loose_items(plan text, kind text, most integer) returns json
language plpgsql stable
as $$
declare
  sought loose_kind;
  numbers integer[];
begin
  select * into strict sought from loose_kind where loose_kind.kind = loose_items.kind;
  if sought.relation in ('lead', 'decision') and not sees_whole(plan) then
    return '[]';
  end if;
  execute format('select array(select kept.number from core.%I as kept
      where kept.plan = $1 and not kept.withdrawn and (%s) order by kept.number limit $2)',
    sought.relation, sought.condition)
  into numbers using plan, most;
  return coalesce((
    select json_agg(json_build_object('ref', summary ->> 'ref', 'title', summary ->> 'title') order by place)
    from unnest(numbers) with ordinality as found_one (number, place),
      object_summary(plan, sought.relation, found_one.number) as summary), '[]');
end;
$$;

-- How much hangs loose of each kind: what may be many is read off the counters (the plan's, and those of
-- core.status_counts), the rest is counted.
create or replace function core.loose_counts(plan text, total core.tally, counts jsonb) returns json
language plpgsql stable
as $$
declare
  whole boolean := sees_whole(plan);
begin
  return (
    select json_build_object(
      'leads_without_decision', case when whole then coalesce((counts ->> 'lead.open')::integer, 0) else 0 end,
      'decisions_without_action', case when whole then coalesce((counts ->> 'decision.loose')::integer, 0) else 0 end,
      'actions_without_owner', coalesce(total.without_owner, 0),
      'actions_without_deadline', coalesce(total.without_deadline, 0),
      'actions_without_decision', coalesce(total.without_decision, 0),
      'indicators_without_measure', (
        select count(*) from indicator as i
        where i.plan = loose_counts.plan and not i.withdrawn and not exists (
          select from measure as m where m.plan = i.plan and m.indicator = i.number and not m.withdrawn)),
      'meetings_without_minutes', (
        select count(*) from meeting as m
        where m.plan = loose_counts.plan and not m.withdrawn and m.state <> 'planned'
          and not says_something(m.minutes))));
end;
$$;

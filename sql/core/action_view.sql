-- SPDX-License-Identifier: MIT
-- How actions are read: as JSON, one or a page of them, and by words.

-- One action as callers read it, today being that day; null where there is none or the caller does not see it. The hot
-- path of reading: one query by index, whose plan does not depend on the values. Reasons, evidence and amounts are for those
-- who see the plan whole or whose own it is.
create or replace function core.action_item(plan text, number integer, today date, plan_revision bigint) returns json
language plpgsql stable
as $$
declare
  own boolean := plan = any (whole_plans()) or action_own(plan, number);
begin
  return (
    select json_build_object(
      'ref', a.plan || '-' || a.number, 'plan', a.plan, 'number', a.number, 'title', a.title, 'text', a.text,
      'state', a.state, 'blocked_why', case when own then a.blocked_why end,
      'cancelled_why', case when own then a.cancelled_why end, 'priority', a.priority,
      'progress', case when a.state = 'done' then 100 else a.progress end,
      'owner', party_json(a.owner_organisation, a.owner_person),
      'supports', array_to_json(array(
        select party_json(link.organisation, link.person) from action_support as link
        where link.plan = a.plan and link.action = a.number
        order by link.organisation, link.person)),
      'due', case when a.due_said is not null then json_build_object(
        'said', a.due_said, 'first_day', a.due_first, 'last_day', a.due_last, 'edtf', a.due_edtf,
        'meeting', a.plan || '-M' || a.due_meeting, 'moves', a.due_moves,
        'overdue', is_overdue(a.state, a.due_last, action_item.today),
        'days_left', case when a.closed_at is null then a.due_last - action_item.today end,
        'working_days_left', case when a.closed_at is null then
          count_workdays(a.plan, action_item.today, a.due_last) end) end,
      'first_due', case when a.first_due_last is not null then
        json_build_object('last_day', a.first_due_last, 'said', a.first_due_said) end,
      'postponements', a.postponements,
      'decision', (
        select json_build_object('ref', d.plan || '-D' || d.number, 'title', d.title)
        from decision as d where d.plan = a.plan and d.number = a.decision),
      'sectors', array_to_json(array(
        select link.sector from action_sector as link
        where link.plan = a.plan and link.action = a.number
        order by link.sector)),
      'indicators', array_to_json(array(
        select link.plan || '-I' || link.indicator from action_indicator as link
        where link.plan = a.plan and link.action = a.number
        order by link.indicator)),
      'depends_on', array_to_json(array(
        select link.plan || '-' || link.depends_on from action_dependency as link
        where link.plan = a.plan and link.action = a.number
        order by link.depends_on)),
      'expected', case when own then trim_scale(a.expected) end,
      'secured', case when own then trim_scale(a.secured) end,
      'recovered', case when own then trim_scale(a.recovered) end,
      'evidence', case when own then a.evidence end, 'visibility', a.visibility,
      'created_at', a.created_at, 'closed_at', a.closed_at, 'withdrawn', a.withdrawn,
      'revision', a.revision, 'plan_revision', action_item.plan_revision)
    from action as a
    where a.plan = action_item.plan and a.number = action_item.number);
end;
$$;

-- What a caller reads of one action: besides what lists tell, who has acknowledged its deadline, and the open request
-- for a later one.
create or replace function core.action_json(plan text, number integer) returns json
language plpgsql stable
as $$
declare
  item text := action_item(plan, number, today(plan), revision_of(plan));
begin
  return left(item, -1) || ', "acknowledged" : ' || coalesce((
      select json_agg(person_party(known.person) order by known.person)
      from acknowledgement as known join action as a on a.plan = known.plan and a.number = known.action
      where known.plan = action_json.plan and known.action = action_json.number
        and known.due_revision = a.due_revision), '[]')
    || ', "asked" : ' || coalesce(postponement_json(postponement_asked(plan, number)), 'null') || '}';
end;
$$;

-- The actions of those numbers in that order, separated by commas.
create or replace function core.action_items(plan text, numbers integer[]) returns text
language plpgsql stable
as $$
declare
  today date := core.today(plan);
  plan_revision bigint := revision_of(plan);
  number integer;
  items text[] := '{}';
begin
  foreach number in array coalesce(numbers, '{}') loop
    items := items || action_item(plan, number, today, plan_revision)::text;
  end loop;
  return array_to_string(items, ',');
end;
$$;

-- An action in another object or a digest: who must do what by when.
create or replace function core.action_summary(action core.action) returns json
language plpgsql stable
as $$
declare
  today date := core.today(action.plan);
begin
  return json_build_object('ref', action.plan || '-' || action.number, 'title', action.title, 'state', action.state,
    'priority', action.priority, 'progress', case when action.state = 'done' then 100 else action.progress end,
    'owner', party_json(action.owner_organisation, action.owner_person),
    'due', case when action.due_last is not null then json_build_object('said', action.due_said,
      'last_day', action.due_last, 'overdue', is_overdue(action.state, action.due_last, today),
      'days_left', case when action.closed_at is null then action.due_last - today end) end,
    'revision', action.revision);
end;
$$;

-- The numbers of a plan's actions that say these words, or that are meant by their number; definer, since full text
-- loses its index under row security.
create or replace function core.action_matching(plan text, words text) returns setof integer
language plpgsql stable security definer set search_path = core, pg_temp
as $$
declare
  query tsquery := search_query(words);
begin
  return query
  select action.number from action where action.plan = action_matching.plan and action.search @@ query
  union
  select action.number from action
  where action.plan = action_matching.plan and action.number = typed_number(action_matching.plan, '', words);
end;
$$;

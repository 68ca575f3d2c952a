-- SPDX-License-Identifier: MIT
-- How actions are read: as JSON, one or a page of them, and by words.

-- The days off that matter to the working days left for a page of actions.
create or replace function core.page_days_off(plan text, numbers integer[], today date) returns date[]
language plpgsql stable
as $$
begin
  return (
    select days_off(page_days_off.plan, least(min(a.due_last), today), greatest(max(a.due_last), today))
    from action as a
    where a.plan = page_days_off.plan and a.number = any (numbers) and a.closed_at is null);
end;
$$;

-- One action as callers read it, and a page of them: the hot paths of reading. A page is one query, since what a query
-- costs to begin under row security is more than what a row costs; one action does without what a page needs for its rows.
-- Both are made of the text below, over `a` (the row), `today` and `plan_revision`. Where `own` is true the caller sees
-- the plan whole, or it is the caller's own: reasons, evidence and amounts are for these.
do $make$
declare
  item constant text := $item$
    json_build_object(
      'ref', a.plan || '-' || a.number, 'plan', a.plan, 'number', a.number, 'title', a.title, 'text', a.text,
      'state', a.state, 'blocked_why', case when own then a.blocked_why end,
      'cancelled_why', case when own then a.cancelled_why end, 'priority', a.priority,
      'progress', case when a.state = 'done' then 100 else a.progress end,
      'owner', case
        when a.owner_organisation is not null then (
          select json_build_object('kind', 'organisation', 'key', party.key, 'name', party.name)
          from organisation as party where party.id = a.owner_organisation)
        when a.owner_person is not null then person_party(a.owner_person)
      end,
      'supports', array_to_json(array(
        select party_json(link.organisation, link.person) from action_support as link
        where link.plan = a.plan and link.action = a.number
        order by link.organisation, link.person)),
      'due', case when a.due_said is not null then json_build_object(
        'said', a.due_said, 'first_day', a.due_first, 'last_day', a.due_last, 'edtf', a.due_edtf,
        'meeting', a.plan || '-M' || a.due_meeting, 'moves', a.due_moves,
        'overdue', is_overdue(a.state, a.due_last, today),
        'days_left', case when a.closed_at is null then a.due_last - today end,
        'working_days_left', case when a.closed_at is null then %s end) end,
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
      'revision', a.revision, 'plan_revision', plan_revision) $item$;
begin
  -- Null where there is no such action or the caller does not see it.
  execute format($body$
    create or replace function core.action_item(plan text, number integer, today date, plan_revision bigint)
    returns json
    language plpgsql stable set plan_cache_mode = force_generic_plan
    as $function$
    declare
      own boolean := sees_whole(plan) or action_own(plan, number);
    begin
      return (
        select %s
        from action as a
        where a.plan = action_item.plan and a.number = action_item.number);
    end;
    $function$ $body$, format(item, 'count_workdays(a.plan, today, a.due_last)'));

  -- In the order of the numbers. Planning anew for each page takes longer than reading it.
  execute format($body$
    create or replace function core.action_items(plan text, numbers integer[], today date, plan_revision bigint)
    returns json[]
    language plpgsql stable set plan_cache_mode = force_generic_plan
    as $function$
    declare
      whole boolean := sees_whole(plan);
      off date[] := page_days_off(plan, numbers, today);
    begin
      return array(
        select %s
        from unnest(numbers) with ordinality as wanted (number, place)
        cross join lateral (
          select a.*, whole or action_is_own(a.plan, a.number, a.owner_organisation, a.owner_person) as own
          from action as a
          where a.plan = action_items.plan and a.number = wanted.number
          offset 0) as a  -- one by one, by index
        order by wanted.place);
    end;
    $function$ $body$, format(item, 'count_workdays_by(off, today, a.due_last)'));
end;
$make$;

-- What a caller reads of one action: besides what lists tell, who has acknowledged its deadline, and the open request
-- for a later one.
create or replace function core.action_json(plan text, number integer) returns json
language plpgsql stable set plan_cache_mode = force_generic_plan
as $$
declare
  item text := action_item(plan, number, today(plan), revision_of(plan));
  told record;
  acknowledged json := '[]';
  asked json;
begin
  -- Most actions have neither: one query says so.
  select exists (
      select from acknowledgement as known
      where known.plan = action_json.plan and known.action = action_json.number) as acknowledged,
    exists (
      select from postponement as p
      where p.plan = action_json.plan and p.action = action_json.number and p.state = 'asked' and not p.withdrawn) as asked
  into told;
  if told.acknowledged then
    select coalesce(json_agg(person_party(known.person) order by known.person), '[]') into acknowledged
    from acknowledgement as known join action as a on a.plan = known.plan and a.number = known.action
    where known.plan = action_json.plan and known.action = action_json.number and known.due_revision = a.due_revision;
  end if;
  if told.asked then
    asked := postponement_json(postponement_asked(plan, number));
  end if;
  return left(item, -1) || ', "acknowledged" : ' || acknowledged || ', "asked" : ' || coalesce(asked::text, 'null') || '}';
end;
$$;

-- The actions of those numbers in that order as they stand in another object or a digest: who must do what by when.
create or replace function core.action_summaries(plan text, numbers integer[], today date)
returns table (number integer, summary json)
language plpgsql stable rows 20 set plan_cache_mode = force_generic_plan
as $$
begin
  return query
  select a.number, json_build_object('ref', a.plan || '-' || a.number, 'title', a.title, 'state', a.state,
    'priority', a.priority, 'progress', case when a.state = 'done' then 100 else a.progress end,
    'owner', case
      when a.owner_organisation is not null then (
        select json_build_object('kind', 'organisation', 'key', party.key, 'name', party.name)
        from organisation as party where party.id = a.owner_organisation)
      when a.owner_person is not null then person_party(a.owner_person)
    end,
    'due', case when a.due_said is not null then json_build_object('said', a.due_said,
      'last_day', a.due_last, 'overdue', is_overdue(a.state, a.due_last, today),
      'days_left', case when a.closed_at is null then a.due_last - today end) end,
    'revision', a.revision)
  from unnest(numbers) with ordinality as wanted (number, place)
  cross join lateral (
    select * from action
    where action.plan = action_summaries.plan and action.number = wanted.number
    offset 0) as a  -- one by one, by index
  order by wanted.place;
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

-- SPDX-License-Identifier: MIT
-- Decisions: what a meeting decided, from which leads, and which later decision supersedes it.

select core.define_enum('decision_sort',
  '{{number,"oldest first","la plus ancienne d’abord"},{-number,"newest first","la plus récente d’abord"},
    {title,"by title","par titre"},{-title,"by title, backwards","par titre, à rebours"}}');
select
  core.word('decision_state.standing', 'in force', 'en vigueur'),
  core.word('decision_state.superseded', 'superseded', 'remplacée'),
  core.word('verb.supersede', 'supersede', 'remplacer');
select core.define_transitions('decision', '{{standing,supersede,superseded,""}}');

create table if not exists core.decision (
  plan text not null constraint decision_plan references core.plan (key),
  number integer not null constraint decision_number check (number > 0),
  title text not null,
  text text,
  meeting integer,           -- where it was decided
  superseded_by integer constraint decision_not_by_itself check (superseded_by <> number),
  linked bigint,             -- the revision at which its leads or sectors last changed
  withdrawn boolean not null default false,
  created_at timestamptz not null,
  revision bigint not null,
  search tsvector generated always as (
    setweight(to_tsvector('core.french', title), 'A')
    || setweight(to_tsvector('core.french', coalesce(text, '')), 'B')) stored,
  visibility core.visibility not null default 'committee',
  constraint decision_pkey primary key (plan, number),
  constraint decision_meeting foreign key (plan, meeting) references core.meeting (plan, number),
  constraint decision_superseded_by foreign key (plan, superseded_by) references core.decision (plan, number)
);
create index if not exists decision_by_meeting on core.decision (plan, meeting) where meeting is not null;
create index if not exists decision_by_successor on core.decision (plan, superseded_by)
  where superseded_by is not null;
create index if not exists decision_search on core.decision using gin (search);

create table if not exists core.decision_lead (
  plan text not null,
  decision integer not null,
  lead integer not null,
  revision bigint not null,
  constraint decision_lead_pkey primary key (plan, decision, lead),
  constraint decision_lead_decision foreign key (plan, decision) references core.decision (plan, number),
  constraint decision_lead_lead foreign key (plan, lead) references core.lead (plan, number)
);
create index if not exists decision_lead_by_lead on core.decision_lead (plan, lead, decision);

create table if not exists core.decision_sector (
  plan text not null,
  decision integer not null,
  sector text not null,
  revision bigint not null,
  constraint decision_sector_pkey primary key (plan, decision, sector),
  constraint decision_sector_decision foreign key (plan, decision) references core.decision (plan, number),
  constraint decision_sector_sector foreign key (plan, sector) references core.sector (plan, key)
);
create index if not exists decision_sector_by_sector on core.decision_sector (plan, sector, decision);

select
  core.keep('decision', plan => 'kept.plan', object => $$kept.plan || '-D' || kept.number$$,
    visible => core.in_sight()),
  core.keep('decision_lead', plan => 'kept.plan', object => $$kept.plan || '-D' || kept.decision$$,
    visible => core.in_whole('core.decision_seen(plan, decision) and core.lead_seen(plan, lead)')),
  core.keep('decision_sector', plan => 'kept.plan', object => $$kept.plan || '-D' || kept.decision$$,
    visible => core.in_whole('core.decision_seen(plan, decision)'));

select core.define_list('decision', array[
    ['meeting', $$kept.meeting = ($2 ->> 'meeting')::integer$$],
    ['lead', $$exists (
      select from core.decision_lead as link
      where link.plan = $1 and link.decision = kept.number and link.lead = ($2 ->> 'lead')::integer)$$],
    ['sector', $$exists (
      select from core.decision_sector as link
      where link.plan = $1 and link.decision = kept.number and link.sector = $2 ->> 'sector')$$],
    ['superseded', $$(kept.superseded_by is not null) = ($2 ->> 'superseded')::boolean$$],
    ['search', $$kept.number in (select core.decision_matching($1, $2 ->> 'search'))$$]],
  array[['number', 'integer', ''], ['title', 'text', 'kept.title']]);

select core.define_object('decision', 'D');

-- A decision in another object: reference and title; NULL for NULL.
create or replace function core.decision_brief(plan text, number integer) returns json
language plpgsql stable
as $$
begin
  return (
    select json_build_object('ref', d.plan || '-D' || d.number, 'title', d.title)
    from decision as d where d.plan = decision_brief.plan and d.number = decision_brief.number);
end;
$$;

-- Makes leads those of a decision; refuses one that is not there or was dropped. True if that changed anything.
create or replace function core.decision_from(plan text, number integer, param text, refs text[]) returns boolean
language plpgsql
as $$
declare
  leads integer[] := link_numbers('lead', plan, param, refs);
  ref text;
begin
  foreach ref in array coalesce(refs, '{}') loop
    perform move('lead', ref, lead_state_of(lead_get(ref))::text, 'link');
  end loop;
  return replace_links('decision', plan, number, 'lead', leads);
end;
$$;

-- Marks one decision as superseded by another. Refuses one that is already, and a circle.
create or replace function core.decision_supersede(old core.decision, by integer) returns core.decision
language plpgsql
as $$
declare
  changed decision;
  following integer := by;
  path text[] := array[old.plan || '-D' || old.number];
begin
  while following is not null loop
    path := path || (old.plan || '-D' || following);
    if following = old.number then
      perform refuse('cycle', jsonb_build_object('path', to_jsonb(path), 'path_text', array_to_string(path, ' → ')));
    end if;
    select superseded_by into following from decision as d where d.plan = old.plan and d.number = following;
  end loop;
  perform move('decision', path[1], case when old.superseded_by is null then 'standing' else 'superseded' end,
    'supersede');
  update decision as d set superseded_by = decision_supersede.by
  where d.plan = old.plan and d.number = old.number
  returning d.* into changed;
  return changed;
end;
$$;

-- What a caller reads of a decision; of its actions the first hundred, action.list reads them all.
create or replace function core.decision_json(decision core.decision) returns json
language plpgsql stable
as $$
declare
  meeting json := meeting_brief(decision.plan, decision.meeting);
begin
  return json_build_object('ref', decision.plan || '-D' || decision.number, 'plan', decision.plan,
    'number', decision.number, 'title', decision.title, 'text', decision.text, 'meeting', meeting,
    'decided_on', meeting ->> 'date',
    'leads', coalesce((
      select json_agg(json_build_object('ref', l.plan || '-L' || l.number, 'title', l.title) order by l.number)
      from decision_lead as link join lead as l on l.plan = link.plan and l.number = link.lead
      where link.plan = decision.plan and link.decision = decision.number), '[]'),
    'supersedes', coalesce((
      select json_agg(decision_brief(d.plan, d.number) order by d.number)
      from decision as d where d.plan = decision.plan and d.superseded_by = decision.number), '[]'),
    'superseded_by', decision_brief(decision.plan, decision.superseded_by),
    'sectors', coalesce((
      select json_agg(link.sector order by link.sector)
      from decision_sector as link where link.plan = decision.plan and link.decision = decision.number), '[]'),
    'actions', coalesce((
      select json_agg(json_build_object('ref', a.plan || '-' || a.number, 'title', a.title, 'state', a.state)
        order by a.number)
      from (
        select * from action as a
        where a.plan = decision.plan and a.decision = decision.number and not a.withdrawn
        order by a.number
        limit 100) as a), '[]'),
    'visibility', decision.visibility, 'withdrawn', decision.withdrawn, 'created_at', decision.created_at, 'revision', decision.revision,
    'plan_revision', revision_of(decision.plan));
end;
$$;

-- The numbers of a plan's decisions that say these words, or that are meant by their number; definer, since full text
-- loses its index under row security.
create or replace function core.decision_matching(plan text, words text) returns setof integer
language plpgsql stable security definer set search_path = core, pg_temp
as $$
declare
  query tsquery := search_query(words);
begin
  return query
  select decision.number from decision where decision.plan = decision_matching.plan and decision.search @@ query
  union
  select decision.number from decision
  where decision.plan = decision_matching.plan and decision.number = typed_number(decision_matching.plan, 'D', words);
end;
$$;

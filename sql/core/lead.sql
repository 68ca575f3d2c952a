-- SPDX-License-Identifier: MIT
-- Leads: ideas raised that are not yet decided. A lead from which a decision comes is decided; that is not kept but
-- follows from core.decision_lead.

select core.define_enum('lead_state', '{{open,open,ouverte},{decided,decided,décidée},{dropped,dropped,écartée}}');
select core.define_enum('lead_sort',
  '{{number,"oldest first","la plus ancienne d’abord"},{-number,"newest first","la plus récente d’abord"},
    {title,"by title","par titre"},{-title,"by title, backwards","par titre, à rebours"}}');
select
  core.word('verb.drop', 'drop', 'écarter'),
  core.word('verb.link', 'link to a decision', 'lier à une décision'),
  core.word('verb.reopen', 'reopen', 'rouvrir');
select core.define_transitions('lead',
  '{{open,link,decided,""},{open,drop,dropped,reason},{decided,link,decided,""},{dropped,reopen,open,""}}');

create table if not exists core.lead (
  plan text not null constraint lead_plan references core.plan (key),
  number integer not null constraint lead_number check (number > 0),
  title text not null,
  text text,
  source text,               -- who or what raised it
  meeting integer,           -- where it was raised
  state core.lead_state not null default 'open' constraint lead_state check (state <> 'decided'),
  dropped_why text,
  linked bigint,             -- the revision at which its sectors last changed
  withdrawn boolean not null default false,
  created_at timestamptz not null,
  revision bigint not null,
  search tsvector generated always as (
    setweight(to_tsvector('core.french', title), 'A')
    || setweight(to_tsvector('core.french', coalesce(text, '') || ' ' || coalesce(source, '')), 'B')) stored,
  visibility core.visibility not null default 'committee',
  constraint lead_pkey primary key (plan, number),
  constraint lead_meeting foreign key (plan, meeting) references core.meeting (plan, number),
  constraint lead_dropped check ((state = 'dropped') = (dropped_why is not null))
);
create index if not exists lead_by_meeting on core.lead (plan, meeting) where meeting is not null;
create index if not exists lead_search on core.lead using gin (search);

create table if not exists core.lead_sector (
  plan text not null,
  lead integer not null,
  sector text not null,
  revision bigint not null,
  constraint lead_sector_pkey primary key (plan, lead, sector),
  constraint lead_sector_lead foreign key (plan, lead) references core.lead (plan, number),
  constraint lead_sector_sector foreign key (plan, sector) references core.sector (plan, key)
);
create index if not exists lead_sector_by_sector on core.lead_sector (plan, sector, lead);

select core.keep('lead', plan => 'kept.plan', object => $$kept.plan || '-L' || kept.number$$,
  visible => core.in_sight());
select core.keep('lead_sector', plan => 'kept.plan', object => $$kept.plan || '-L' || kept.lead$$,
  visible => core.in_whole('core.lead_seen(plan, lead)'));

select core.define_list('lead', array[
    ['open', $$kept.state = 'open' and not exists (
      select from core.tally_link as link
      where link.plan = $1 and link.kind = 'lead' and link.number = kept.number and link.links > 0)$$],
    ['decided', $$kept.state = 'open' and exists (
      select from core.tally_link as link
      where link.plan = $1 and link.kind = 'lead' and link.number = kept.number and link.links > 0)$$],
    ['dropped', $$kept.state = 'dropped'$$],
    ['meeting', $$kept.meeting = ($2 ->> 'meeting')::integer$$],
    ['sector', $$exists (
      select from core.lead_sector as link
      where link.plan = $1 and link.lead = kept.number and link.sector = $2 ->> 'sector')$$],
    ['search', $$kept.number in (select core.lead_matching($1, $2 ->> 'search'))$$]],
  array[['number', 'integer', ''], ['title', 'text', 'kept.title']]);

select core.define_object('lead', 'L');

-- The state of a lead, as people see it, whether they see the decision or not.
create or replace function core.lead_state_of(lead core.lead) returns core.lead_state
language plpgsql stable
as $$
begin
  if lead.state = 'open' and tally_has_links(lead.plan, 'lead', lead.number) then
    return 'decided';
  end if;
  return lead.state;
end;
$$;

-- What a caller reads of a lead.
create or replace function core.lead_json(lead core.lead) returns json
language plpgsql stable
as $$
begin
  return json_build_object('ref', lead.plan || '-L' || lead.number, 'plan', lead.plan, 'number', lead.number,
    'title', lead.title, 'text', lead.text, 'source', lead.source, 'state', lead_state_of(lead),
    'dropped_why', lead.dropped_why, 'meeting', meeting_brief(lead.plan, lead.meeting),
    'sectors', coalesce((
      select json_agg(link.sector order by link.sector)
      from lead_sector as link where link.plan = lead.plan and link.lead = lead.number), '[]'),
    'decisions', coalesce((
      select json_agg(json_build_object('ref', d.plan || '-D' || d.number, 'title', d.title) order by d.number)
      from decision_lead as link join decision as d on d.plan = link.plan and d.number = link.decision
      where link.plan = lead.plan and link.lead = lead.number), '[]'),
    'visibility', lead.visibility, 'withdrawn', lead.withdrawn, 'created_at', lead.created_at, 'revision', lead.revision,
    'plan_revision', revision_of(lead.plan));
end;
$$;

-- The numbers of a plan's leads that say these words, or that are meant by their number; definer, since full text
-- loses its index under row security.
create or replace function core.lead_matching(plan text, words text) returns setof integer
language plpgsql stable security definer set search_path = core, pg_temp
as $$
declare
  query tsquery := search_query(words);
begin
  return query
  select lead.number from lead where lead.plan = lead_matching.plan and lead.search @@ query
  union
  select lead.number from lead
  where lead.plan = lead_matching.plan and lead.number = typed_number(lead_matching.plan, 'L', words);
end;
$$;

-- SPDX-License-Identifier: MIT
-- Actions: what someone must do by a deadline because of a decision. Tables and their constraints; what is done with
-- them stands in action_life.sql, how they are read in action_view.sql.

select
  core.define_enum('action_state',
    '{{proposed,proposed,proposée},{open,open,ouverte},{in_progress,"in progress","en cours"},
      {blocked,blocked,bloquée},{done,done,faite},{cancelled,cancelled,abandonnée}}'),
  core.define_enum('action_beginning', '{{open,open,ouverte},{proposed,proposed,proposée}}'),
  core.define_enum('priority', '{{low,low,basse},{normal,normal,normale},{high,high,haute}}'),
  core.define_enum('action_sort',
    '{{number,"oldest first","la plus ancienne d’abord"},{-number,"newest first","la plus récente d’abord"},
      {due,"nearest deadline first","échéance la plus proche d’abord"},
      {-due,"farthest deadline first","échéance la plus lointaine d’abord"},
      {priority,"low priority first","priorité basse d’abord"},
      {-priority,"high priority first","priorité haute d’abord"},
      {changed,"longest unchanged first","la plus anciennement modifiée d’abord"},
      {-changed,"last changed first","la plus récemment modifiée d’abord"}}');

create table if not exists core.action (
  plan text not null constraint action_plan references core.plan (key),
  number integer not null constraint action_number check (number > 0),
  title text not null,
  text text,
  decision integer,
  owner_organisation integer constraint action_owner_organisation references core.organisation (id),
  owner_person integer constraint action_owner_person references core.person (id),
  state core.action_state not null default 'open',
  blocked_why text,
  cancelled_why text,
  priority core.priority not null default 'normal',
  progress integer not null default 0 constraint action_progress check (progress between 0 and 100),
  due_said text,             -- the deadline as said …
  due_edtf text,             -- … as ISO 8601-2 writes it …
  due_first date,            -- … and as reckoned: first and last day
  due_last date,
  due_revision bigint,       -- the plan's revision at which it was last set: reminders belong to one setting
  first_due_said text,       -- the first deadline, which no postponement touches
  first_due_last date,
  postponements integer not null default 0 constraint action_postponements check (postponements >= 0),
  expected core.euros,
  secured core.euros,
  recovered core.euros,
  evidence text,
  closed_at timestamptz,
  linked bigint,             -- the revision at which its supports, sectors, indicators or dependencies last changed
  withdrawn boolean not null default false,
  created_at timestamptz not null,
  revision bigint not null,
  search tsvector generated always as (
    setweight(to_tsvector('core.french', title), 'A')
    || setweight(to_tsvector('core.french', coalesce(text, '')), 'B')) stored,
  visibility core.visibility not null default 'committee',
  due_meeting integer,       -- the meeting that the deadline is: it follows that meeting's day, which may be open
  due_moves integer not null default 0 constraint action_due_moves check (due_moves >= 0),  -- how often it did
  constraint action_pkey primary key (plan, number),
  constraint action_due_meeting foreign key (plan, due_meeting) references core.meeting (plan, number),
  constraint action_decision foreign key (plan, decision) references core.decision (plan, number),
  constraint action_owner check (num_nonnulls(owner_organisation, owner_person) <= 1),
  constraint action_blocked check ((state = 'blocked') = (blocked_why is not null)),
  constraint action_cancelled check ((state = 'cancelled') = (cancelled_why is not null)),
  constraint action_closed check ((state in ('done', 'cancelled')) = (closed_at is not null)),
  constraint action_due check (num_nulls(due_said, due_revision) in (0, 2)
    and (due_last is not null or due_meeting is not null) = (due_said is not null)),
  constraint action_due_days check (due_first <= due_last),
  constraint action_first_due check (due_last is null or first_due_last is not null),
  constraint action_postponed check (postponements = 0 or first_due_last is not null)
);
create index if not exists action_by_due on core.action (plan, (coalesce(due_last, 'infinity'::date)), number);
create index if not exists action_by_state on core.action (plan, state, number);
create index if not exists action_by_priority on core.action (plan, priority, number);
create index if not exists action_by_organisation on core.action (plan, owner_organisation, number)
  where owner_organisation is not null;
create index if not exists action_by_person on core.action (plan, owner_person, number)
  where owner_person is not null;
create index if not exists action_by_due_meeting on core.action (plan, due_meeting, number)
  where due_meeting is not null;
create index if not exists action_by_decision on core.action (plan, decision, number);
-- What others than those who see the whole plan see of it is found through these.
create index if not exists action_shared on core.action (plan, visibility, number) where visibility <> 'committee';
create index if not exists action_shared_organisation on core.action (owner_organisation, plan)
  where visibility <> 'committee' and owner_organisation is not null;
create index if not exists action_shared_person on core.action (owner_person, plan)
  where visibility <> 'committee' and owner_person is not null;
-- Running, said in other words than in action_running (tally.sql): who asks for what is shared must not be given that
-- index, which holds the whole plan.
create index if not exists action_shared_running on core.action (plan, visibility, due_last, number)
  where visibility <> 'committee' and state not in ('proposed', 'done', 'cancelled') and not withdrawn;
create index if not exists action_search on core.action using gin (search);

create table if not exists core.action_support (
  plan text not null,
  action integer not null,
  organisation integer constraint action_support_organisation references core.organisation (id),
  person integer constraint action_support_person references core.person (id),
  revision bigint not null,
  constraint action_support_once unique nulls not distinct (plan, action, organisation, person),
  constraint action_support_action foreign key (plan, action) references core.action (plan, number),
  constraint action_support_party check (num_nonnulls(organisation, person) = 1)
);

create index if not exists action_support_by_organisation on core.action_support (organisation, plan, action)
  where organisation is not null;
create index if not exists action_support_by_person on core.action_support (person, plan, action)
  where person is not null;

create table if not exists core.action_sector (
  plan text not null,
  action integer not null,
  sector text not null,
  revision bigint not null,
  constraint action_sector_pkey primary key (plan, action, sector),
  constraint action_sector_action foreign key (plan, action) references core.action (plan, number),
  constraint action_sector_sector foreign key (plan, sector) references core.sector (plan, key)
);
create index if not exists action_sector_by_sector on core.action_sector (plan, sector, action);

-- The indicators that an action feeds; the reference to core.indicator is added with that table.
create table if not exists core.action_indicator (
  plan text not null,
  action integer not null,
  indicator integer not null,
  revision bigint not null,
  constraint action_indicator_pkey primary key (plan, action, indicator),
  constraint action_indicator_action foreign key (plan, action) references core.action (plan, number)
);
create index if not exists action_indicator_by_indicator on core.action_indicator (plan, indicator, action);

-- What must be done before; never in a circle (core.depend_check).
create table if not exists core.action_dependency (
  plan text not null,
  action integer not null,
  depends_on integer not null,
  revision bigint not null,
  constraint action_dependency_pkey primary key (plan, action, depends_on),
  constraint action_dependency_action foreign key (plan, action) references core.action (plan, number),
  constraint action_dependency_on foreign key (plan, depends_on) references core.action (plan, number),
  constraint action_dependency_not_itself check (action <> depends_on)
);
create index if not exists action_dependency_by_target on core.action_dependency (plan, depends_on, action);

select
  core.keep('action', plan => 'kept.plan', object => $$kept.plan || '-' || kept.number$$,
    visible => core.in_whole_once('core.action_shown(plan, number, visibility, owner_organisation, owner_person)')),
  core.keep('action_support', plan => 'kept.plan', object => $$kept.plan || '-' || kept.action$$,
    visible => core.in_whole('core.action_seen(plan, action)')),
  core.keep('action_sector', plan => 'kept.plan', object => $$kept.plan || '-' || kept.action$$,
    visible => core.in_whole('core.action_seen(plan, action)')),
  core.keep('action_indicator', plan => 'kept.plan', object => $$kept.plan || '-' || kept.action$$,
    visible => core.in_whole('core.action_seen(plan, action) and core.indicator_seen(plan, indicator)')),
  core.keep('action_dependency', plan => 'kept.plan', object => $$kept.plan || '-' || kept.action$$,
    visible => core.in_whole('core.action_seen(plan, action) and core.action_seen(plan, depends_on)'));

-- True for an action that is the caller's own: owned or supported by the caller, the organisation or a person of it.
create or replace function core.action_own(plan text, number integer) returns boolean
language plpgsql stable
as $$
begin
  return exists (
      select from action as a
      where a.plan = action_own.plan and a.number = action_own.number
        and (a.owner_organisation = own_organisation() or a.owner_person = any (own_persons())))
    or exists (
      select from action_support as link
      where link.plan = action_own.plan and link.action = action_own.number
        and (link.organisation = own_organisation() or link.person = any (own_persons())));
end;
$$;

-- True while somebody is expected to act: agreed, and neither done nor cancelled.
create or replace function core.is_running(state core.action_state) returns boolean
language sql immutable parallel safe
as $$ select state in ('open', 'in_progress', 'blocked') $$;

-- True for an action that is late on that day; what is only proposed is never late.
create or replace function core.is_overdue(state core.action_state, due_last date, today date) returns boolean
language sql immutable parallel safe
as $$ select coalesce(due_last < today, false) and state in ('open', 'in_progress', 'blocked') $$;

select core.define_list('action', array[
    ['owner_organisation', $$kept.owner_organisation = ($2 ->> 'owner_organisation')::integer$$],
    ['owner_person', $$kept.owner_person = ($2 ->> 'owner_person')::integer$$],
    ['organisation', $$kept.owner_organisation = ($2 ->> 'organisation')::integer
      or kept.owner_person = any (array(
        select person.id from core.person where person.organisation = ($2 ->> 'organisation')::integer))$$],
    ['state', $$kept.state = any (($2 ->> 'state')::core.action_state[])$$],
    ['overdue', $$kept.state in ('open', 'in_progress', 'blocked')
      and coalesce(kept.due_last, 'infinity') < ($2 ->> 'overdue')::date$$],
    ['not_overdue', $$kept.state not in ('open', 'in_progress', 'blocked')
      or coalesce(kept.due_last, 'infinity') >= ($2 ->> 'not_overdue')::date$$],
    ['due_after', $$kept.due_last is not null
      and coalesce(kept.due_last, 'infinity') >= ($2 ->> 'due_after')::date$$],
    ['due_before', $$coalesce(kept.due_last, 'infinity') <= ($2 ->> 'due_before')::date$$],
    ['sector', $$exists (
      select from core.action_sector as link
      where link.plan = $1 and link.action = kept.number and link.sector = $2 ->> 'sector')$$],
    ['decision', $$kept.decision = ($2 ->> 'decision')::integer$$],
    ['meeting', $$kept.decision in (
      select d.number from core.decision as d where d.plan = $1 and d.meeting = ($2 ->> 'meeting')::integer)$$],
    ['lead', $$kept.decision in (
      select link.decision from core.decision_lead as link
      where link.plan = $1 and link.lead = ($2 ->> 'lead')::integer)$$],
    ['priority', $$kept.priority = ($2 ->> 'priority')::core.priority$$],
    ['search', $$kept.number in (select core.action_matching($1, $2 ->> 'search'))$$]],
  array[
    ['number', 'integer', ''], ['due', 'date', $$coalesce(kept.due_last, 'infinity')$$],
    ['priority', 'core.priority', 'kept.priority'], ['changed', 'bigint', 'kept.revision']],
  reach => 'core.action_reach($1)', standing => 'core.tally_standing(plan)');

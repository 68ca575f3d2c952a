-- SPDX-License-Identifier: MIT
-- A plan's policy of reminders: at what hour of their own people are written to, which rungs its ladder has, and in which
-- periods nothing is sent. A plan without a row here has the default.

select core.define_enum('told',
  '{{owner,"the owner","le pilote"},{supports,"those who support","les appuis"},
    {contact,"the organisation''s contact","le contact de l’organisme"},
    {secretary,"the secretary","le secrétariat"},{chair,"the chair","la présidence"}}');
select core.define_domain('rung_said', 'text',
  'a rung: working days from the deadline and who is told, such as "-14 owner" or "7 owner+secretary"',
  'un échelon : jours ouvrés depuis l’échéance et qui est prévenu, par exemple « -14 owner » ou « 7 owner+secretary »',
  pattern => '^[+-]?[0-9]{1,3} (owner|supports|contact|secretary|chair)(\+(owner|supports|contact|secretary|chair))*$');
select core.define_domain('quiet_said', 'text',
  'a quiet period: its first and last day, each year or once, and what it is, such as "08-01/08-31 summer" or "2014-12-22/2015-01-04 year''s end"',
  'une période calme : premier et dernier jour, chaque année ou une fois, et son nom, par exemple « 08-01/08-31 été » ou « 2014-12-22/2015-01-04 fin d’année »',
  pattern => '^([0-9]{4}-)?[0-1][0-9]-[0-3][0-9]/([0-9]{4}-)?[0-1][0-9]-[0-3][0-9] [^[:cntrl:]]*[^[:cntrl:][:space:]]$',
  max_length => 120);
select
  core.word('policy.rung_twice', 'each number of days once, twenty rungs at most', 'chaque nombre de jours une fois, vingt échelons au plus'),
  core.word('policy.quiet', 'days that exist, both with a year or both without, the last not before the first, and not the whole year',
    'des jours qui existent, tous deux avec ou sans année, le dernier pas avant le premier, et pas l’année entière'),
  core.word('policy.quiet_most', 'periods that together leave at least 60 days of each year on which something is sent, not ',
    'des périodes qui, ensemble, laissent chaque année au moins 60 jours où des messages partent, et non ');

create table if not exists core.policy (
  plan text primary key constraint policy_plan references core.plan (key),
  morning time not null default '08:00',
  revision bigint not null
);

-- Working days from the deadline (before it negative), and who is told then.
create table if not exists core.rung (
  plan text not null constraint rung_plan references core.plan (key),
  days integer not null constraint rung_days check (days between -999 and 999),
  told core.told[] not null constraint rung_told check (cardinality(told) > 0),
  revision bigint not null,
  constraint rung_pkey primary key (plan, days)
);

-- "08-01" to "08-31" is each year's (and "12-20" to "01-05" goes round its end), "2014-12-20" to "2015-01-05" one year's.
create table if not exists core.quiet (
  plan text not null constraint quiet_plan references core.plan (key),
  first text not null,
  last text not null,
  label text not null,
  revision bigint not null,
  constraint quiet_pkey primary key (plan, first, last),
  constraint quiet_days check (first ~ '^([0-9]{4}-)?[0-9]{2}-[0-9]{2}$' and last ~ '^([0-9]{4}-)?[0-9]{2}-[0-9]{2}$'
    and length(first) = length(last))
);

select
  core.keep('policy', plan => 'kept.plan', object => 'kept.plan', visible => core.in_plan()),
  core.keep('rung', plan => 'kept.plan', object => 'kept.plan', visible => core.in_plan()),
  core.keep('quiet', plan => 'kept.plan', object => 'kept.plan', visible => core.in_plan());

-- The hour at which a plan's people are written to, in their own zones.
create or replace function core.morning_of(plan text) returns time
language plpgsql stable
as $$
begin
  return coalesce((select p.morning from policy as p where p.plan = morning_of.plan), '08:00');
end;
$$;

-- The rungs of a plan: its own once it has a policy (even none), else the default.
create or replace function core.rungs_of(plan text) returns table (days integer, told core.told[])
language plpgsql stable rows 6
as $$
begin
  if exists (select from policy as p where p.plan = rungs_of.plan) then
    return query select r.days, r.told from rung as r where r.plan = rungs_of.plan order by r.days;
  else
    return query select d.days, d.told from default_rungs() as d;
  end if;
end;
$$;

create or replace function core.default_rungs() returns table (days integer, told core.told[])
language sql immutable parallel safe rows 6
as $$
  values (-14, '{owner}'::core.told[]), (-3, '{owner}'), (0, '{owner}'), (1, '{owner}'), (7, '{owner,secretary}'),
    (21, '{owner,secretary,chair}')
$$;

-- True for a day of a period, each year's or one year's.
create or replace function core.is_within(day date, first text, last text) returns boolean
language sql immutable parallel safe
as $$
  select case
    when length(first) = 10 then to_char(day, 'YYYY-MM-DD') collate "C" between first and last
    when first collate "C" <= last then to_char(day, 'MM-DD') collate "C" between first and last
    else to_char(day, 'MM-DD') collate "C" >= first or to_char(day, 'MM-DD') collate "C" <= last end
$$;

-- True in a period in which a plan sends no reminders.
create or replace function core.is_quiet(plan text, day date) returns boolean
language plpgsql stable
as $$
begin
  return exists (
    select from quiet as q where q.plan = is_quiet.plan and is_within(day, q.first, q.last));
end;
$$;

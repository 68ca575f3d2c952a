-- SPDX-License-Identifier: MIT
-- Indicators: figures with a baseline and a target; and measures, their values over time with their source.

select core.define_domain('figure', 'numeric(24,6)',
  'a number of at most 6 decimals, up to a million billions',
  'un nombre d’au plus 6 décimales, jusqu’à un million de milliards',
  minimum => -1000000000000000, maximum => 1000000000000000);
select core.define_domain('unit', 'text',
  'a unit of 1 to 40 characters, such as € or companies', 'une unité de 1 à 40 caractères, par exemple € ou entreprises',
  pattern => '^[^[:cntrl:]]*[^[:cntrl:][:space:]][^[:cntrl:]]*$', max_length => 40);
select core.define_domain('ordinal', 'integer',
  'a whole number from 1', 'un nombre entier à partir de 1', minimum => 1, maximum => 999999999);
select
  core.word('measure.on', 'a day that is not in the future', 'un jour qui n’est pas à venir');

create table if not exists core.indicator (
  plan text not null constraint indicator_plan references core.plan (key),
  number integer not null constraint indicator_number check (number > 0),
  title text not null,
  text text,
  unit text not null,
  baseline numeric(24,6),
  target numeric(24,6),
  baseline_label text,       -- what the baseline stands for, such as "200 M€ échappent aux entreprises"
  by_said text,              -- when the target is to be reached, as said and as reckoned
  by_edtf text,
  by_first_day date,
  by_last_day date,
  withdrawn boolean not null default false,
  created_at timestamptz not null,
  revision bigint not null,
  search tsvector generated always as (
    setweight(to_tsvector('core.french', title), 'A')
    || setweight(to_tsvector('core.french', coalesce(baseline_label, '') || ' ' || coalesce(text, '')), 'B')) stored,
  visibility core.visibility not null default 'committee',
  constraint indicator_pkey primary key (plan, number)
);
create index if not exists indicator_search on core.indicator using gin (search);

create table if not exists core.measure (
  plan text not null,
  indicator integer not null,
  number integer not null constraint measure_number check (number > 0),
  value numeric(24,6) not null,
  taken_on date not null,
  source text,
  note text,
  withdrawn boolean not null default false,
  created_at timestamptz not null,
  revision bigint not null,
  constraint measure_pkey primary key (plan, indicator, number),
  constraint measure_indicator foreign key (plan, indicator) references core.indicator (plan, number)
);
create index if not exists measure_latest on core.measure (plan, indicator, taken_on, number) where not withdrawn;

select core.keep('indicator', plan => 'kept.plan', object => $$kept.plan || '-I' || kept.number$$,
  visible => core.in_sight());
select core.keep('measure', plan => 'kept.plan', object => $$kept.plan || '-I' || kept.indicator$$,
  visible => core.in_whole('core.indicator_seen(plan, indicator)'));

select core.define_list('indicator',
  array[['search', $$kept.number in (select core.indicator_matching($1, $2 ->> 'search'))$$]],
  array[['number', 'integer', '']]);

select core.define_object('indicator', 'I');

-- How far a value is on the way from baseline (0 unless given) to target, in whole percents from 0 to 100; NULL
-- where there is no value or no way.
create or replace function core.percent_of_target(baseline numeric, target numeric, value numeric) returns integer
language plpgsql immutable parallel safe
as $$
declare
  start numeric := coalesce(baseline, 0);
  way numeric := floor(100 * (value - start) / nullif(target - start, 0));
begin
  return case when way is not null then least(greatest(way, 0), 100) end;
end;
$$;

-- What a caller reads of a measure.
create or replace function core.measure_json(measure core.measure) returns json
language plpgsql stable
as $$
begin
  return json_build_object('ref', measure.plan || '-I' || measure.indicator, 'number', measure.number,
    'value', trim_scale(measure.value), 'on', measure.taken_on, 'source', measure.source, 'note', measure.note,
    'withdrawn', measure.withdrawn, 'created_at', measure.created_at, 'revision', measure.revision);
end;
$$;

-- The last measure of an indicator by its day; a row of NULLs where there is none.
create or replace function core.measure_last(plan text, indicator integer) returns core.measure
language plpgsql stable
as $$
declare
  last_one measure;
begin
  select * into last_one from measure
  where measure.plan = measure_last.plan and measure.indicator = measure_last.indicator and not measure.withdrawn
  order by measure.taken_on desc, measure.number desc
  limit 1;
  return last_one;
end;
$$;

-- What a caller reads of an indicator.
create or replace function core.indicator_json(indicator core.indicator) returns json
language plpgsql stable
as $$
declare
  last_one measure := measure_last(indicator.plan, indicator.number);
begin
  return json_build_object('ref', indicator.plan || '-I' || indicator.number, 'plan', indicator.plan,
    'number', indicator.number, 'title', indicator.title, 'text', indicator.text, 'unit', indicator.unit,
    'baseline', trim_scale(indicator.baseline), 'baseline_label', indicator.baseline_label,
    'target', trim_scale(indicator.target),
    'by', case when indicator.by_last_day is not null then json_build_object(
      'said', indicator.by_said, 'edtf', indicator.by_edtf, 'first_day', indicator.by_first_day,
      'last_day', indicator.by_last_day) end,
    'last', case when last_one.number is not null then json_build_object(
      'number', last_one.number, 'value', trim_scale(last_one.value), 'on', last_one.taken_on,
      'source', last_one.source, 'note', last_one.note) end,
    'progress', percent_of_target(indicator.baseline, indicator.target, last_one.value),
    'measures', (
      select count(*) from measure
      where measure.plan = indicator.plan and measure.indicator = indicator.number and not measure.withdrawn),
    'visibility', indicator.visibility, 'withdrawn', indicator.withdrawn, 'created_at', indicator.created_at, 'revision', indicator.revision,
    'plan_revision', revision_of(indicator.plan));
end;
$$;

-- The numbers of a plan's indicators that say these words; definer, since full text loses its index under row
-- security.
create or replace function core.indicator_matching(plan text, words text) returns setof integer
language plpgsql stable security definer set search_path = core, pg_temp
as $$
begin
  return query
  select indicator.number from indicator
  where indicator.plan = indicator_matching.plan
    and (indicator.search @@ search_query(words)
      or indicator.plan || '-I' || indicator.number = upper(trim(words)));
end;
$$;

do $$
begin
  alter table core.action_indicator add constraint action_indicator_indicator
    foreign key (plan, indicator) references core.indicator (plan, number);
exception when duplicate_object then
  null;
end;
$$;

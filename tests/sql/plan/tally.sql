-- SPDX-License-Identifier: MIT
-- What plan.status reads off its counters equals plain counting, after a long random sequence of changes, undoings and
-- days that pass.
begin;
\ir ../setup.sql
select plan(6);

select setseed(0.42);
select null from test.admin('plan.create', '{"key":"LR","title":"Plateforme"}');
select null from unnest('{A,B,C}'::text[]) as key,
  test.admin('organisation.create', jsonb_build_object('key', 'ORG-' || key, 'name', 'Organisme ' || key, 'kind', 'other')) as made,
  test.admin('sector.create', jsonb_build_object('plan', 'LR', 'key', 'S' || key, 'name', key)) as also_made;
select null from unnest('{a,b}'::text[]) as name,
  test.admin('person.create', jsonb_build_object('email', name || '@example.org', 'name', 'Personne ' || name,
    'organisation', 'ORG-' || upper(name)));
select null from test.admin('person.create', '{"email":"c@example.org","name":"Personne c"}');
select null from generate_series(1, 6) as n,
  test.admin('lead.create', jsonb_build_object('plan', 'LR', 'title', 'Piste ' || n)) as made,
  test.admin('decision.create', jsonb_build_object('plan', 'LR', 'title', 'Décision ' || n)) as also_made;

create function test.any_of(variadic choices text[]) returns text
language sql volatile
as $$ select choices[1 + floor(random() * cardinality(choices))::integer] $$;
create function test.some(prefix text, most integer) returns text
language sql volatile
as $$ select prefix || 1 + floor(random() * most)::integer $$;

-- One random call; what is not possible just then is refused, and that is as good.
create function test.step() returns boolean
language plpgsql
as $$
declare
  method text := test.any_of('action.create', 'action.create', 'action.edit', 'action.edit', 'action.edit', 'action.start',
    'action.done', 'action.cancel', 'action.block', 'action.resume', 'action.reopen', 'action.accept',
    'action.postpone', 'action.postpone', 'action.postpone', 'journal.undo', 'journal.undo', 'decision.link', 'decision.unlink', 'decision.supersede',
    'lead.drop', 'lead.reopen', 'lead.create', 'decision.create', 'person.edit', 'day');
  owner text := test.any_of('ORG-A', 'ORG-B', 'ORG-C', 'a@example.org', 'b@example.org', 'c@example.org', null);
  sectors jsonb := jsonb_build_array(test.any_of('SA', 'SB', 'SC'), test.any_of('SA', 'SB', 'SC'));
  due date := date '2014-04-20' + floor(random() * 60)::integer;
  money jsonb := jsonb_build_object('expected', floor(random() * 100000), 'sectors', sectors, 'owner', owner);
  params jsonb;
begin
  if method = 'day' then
    perform test.at('2014-05-12 10:00:00+02'::timestamptz + floor(random() * 40 - 20) * interval '1 day');
    return true;
  end if;
  params := case method
    when 'action.create' then money || jsonb_build_object('plan', 'LR', 'title', 'Action',
      'state', test.any_of('open', 'open', 'proposed'), 'due', test.any_of(due::text, due::text, null),
      'decision', test.any_of(test.some('LR-D', 6), null))
    when 'action.edit' then money || jsonb_build_object('action', test.some('LR-', 40), 'recovered', floor(random() * 9),
      'decision', test.any_of(test.some('LR-D', 6), null), 'due', test.any_of(due::text, null),
      'clear', to_jsonb(string_to_array(test.any_of('owner', 'decision', 'due', 'expected', 'sectors', '', ''), ',')))
    when 'action.postpone' then jsonb_build_object('action', test.some('LR-', 40), 'due', due + 60, 'why', 'x')
    when 'journal.undo' then '{"plan":"LR"}'
    when 'decision.link' then jsonb_build_object('decision', test.some('LR-D', 6), 'lead', test.some('LR-L', 6))
    when 'decision.unlink' then jsonb_build_object('decision', test.some('LR-D', 6), 'lead', test.some('LR-L', 6))
    when 'decision.supersede' then jsonb_build_object('decision', test.some('LR-D', 6), 'by', test.some('LR-D', 6))
    when 'lead.drop' then jsonb_build_object('lead', test.some('LR-L', 6), 'why', 'x')
    when 'lead.reopen' then jsonb_build_object('lead', test.some('LR-L', 6))
    when 'lead.create' then '{"plan":"LR","title":"Piste"}'
    when 'decision.create' then jsonb_build_object('plan', 'LR', 'title', 'Décision', 'leads',
      jsonb_build_array(test.some('LR-L', 6)))
    when 'person.edit' then jsonb_build_object('person', 'a@example.org', 'organisation', test.any_of('ORG-A', 'ORG-C'))
    else jsonb_build_object('action', test.some('LR-', 40))
      || case when method in ('action.cancel', 'action.block') then '{"why":"x"}' else '{}' end::jsonb
  end;
  params := params - coalesce(params #>> '{clear,0}', '');
  perform test.admin(method, jsonb_strip_nulls(params));
  return true;
exception when others then
  if sqlstate not like 'CP%' then
    raise exception '% %: %', method, params, sqlerrm;
  end if;
  return false;
end;
$$;

-- The counters as status reads them, and the same by plain counting.
create function test.kept() returns setof text
language sql set search_path = core, public
as $$
  select format('%s %s %s %s %s %s %s %s %s %s %s %s %s %s %s %s %s', 'actions', t.dimension, t.key, t.proposed,
    t.open, t.in_progress, t.blocked, t.done, t.cancelled,
    t.postponed, t.late, t.without_owner, t.without_deadline,
    t.without_decision, trim_scale(t.expected), trim_scale(t.secured),
    trim_scale(t.recovered))
  from unnest('{plan,owner,sector}'::text[]) as wanted,
    core.tally_read('LR', wanted, (select day from core.tally_day where plan = 'LR'), core.today('LR')) as t
  where t.proposed + t.open + t.in_progress + t.blocked + t.done
    + t.cancelled > 0
  union all
  select format('%s %s', name, count) from core.tally_count where plan = 'LR' and count > 0
  union all
  select format('due %s %s %s %s', dimension, key, day, running) from core.tally_due where plan = 'LR'
$$;
create function test.plain() returns setof text
language sql set search_path = core, public
as $$
  with standing as (
    select action.*, core.is_running(state) as running, state not in ('done', 'cancelled') as unfinished
    from core.action where plan = 'LR' and not withdrawn
  ), counted as (
    select 'plan' as dimension, '' as key, standing.* from standing
    union all
    select 'owner', coalesce('o' || owner_organisation, 'p' || owner_person, ''), standing.* from standing
    union all
    select 'sector', link.sector, standing.*
    from standing join core.action_sector as link on link.plan = standing.plan and link.action = standing.number
  )
  select format('%s %s %s %s %s %s %s %s %s %s %s %s %s %s %s %s %s', 'actions', dimension, key,
    count(*) filter (where state = 'proposed'), count(*) filter (where state = 'open'),
    count(*) filter (where state = 'in_progress'), count(*) filter (where state = 'blocked'),
    count(*) filter (where state = 'done'), count(*) filter (where state = 'cancelled'),
    count(*) filter (where postponements > 0), count(*) filter (where running and due_last < core.today('LR')),
    count(*) filter (where unfinished and num_nonnulls(owner_organisation, owner_person) = 0),
    count(*) filter (where unfinished and due_last is null), count(*) filter (where unfinished and decision is null),
    trim_scale(coalesce(sum(expected) filter (where state <> 'cancelled'), 0)),
    trim_scale(coalesce(sum(secured) filter (where state <> 'cancelled'), 0)),
    trim_scale(coalesce(sum(recovered) filter (where state <> 'cancelled'), 0)))
  from counted group by dimension, key
  union all
  select format('due %s %s %s %s', dimension, key, due_last, count(*))
  from counted where running and due_last is not null group by dimension, key, due_last
  union all
  select format('lead.%s %s', core.lead_state_of(lead), count(*))
  from core.lead where plan = 'LR' and not withdrawn group by core.lead_state_of(lead)
  union all
  select format('decision.%s %s', is_now, count(*))
  from (
    select case
      when superseded_by is not null then 'superseded'
      when exists (
        select from standing where standing.decision = decision.number and standing.state <> 'cancelled') then 'served'
      else 'loose' end as is_now
    from core.decision where plan = 'LR' and not withdrawn) as decided
  group by is_now
$$;

create function test.steps(number integer) returns bigint
language sql
as $$ select count(*) filter (where test.step()) from generate_series(1, number) $$;

select cmp_ok(test.steps(300), '>', 100::bigint, 'many calls are made');
select set_eq('select test.kept()', 'select test.plain()', 'the counters are right');
select cmp_ok(test.steps(600), '>', 200::bigint, 'and many more');
select set_eq('select test.kept()', 'select test.plain()', 'they still are');
select test.at('2014-06-02 10:00:00+02');
select set_eq('select test.kept()', 'select test.plain()', 'and when days have passed without a write');
select is(
  (select jsonb_object_agg(key, value) from jsonb_each(test.admin('plan.loose', '{"plan":"LR"}') -> 'counts')),
  (select jsonb_object_agg(kind, jsonb_array_length(items)) from core.loose_kind, lateral (
    select test.admin('plan.loose', '{"plan":"LR"}') -> kind as items) as found_ones),
  'what hangs loose is counted as it is listed');

select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
-- Any row at any revision, as history keeps it, equals a replay of the journal up to that revision.
begin;
\ir ../setup.sql
select plan(4);

-- Every row of a kept table that stood at a revision: from the table and its history.
create function test.stood(relation text, place text, revision bigint) returns setof jsonb
language plpgsql
as $$
declare
  column_name text := case relation when 'plan' then 'key' else 'plan' end;
begin
  return query execute format(
    'select to_jsonb(r) - ''search'' from core.%1$I as r where %2$I = $1 and revision <= $2
     union all
     select to_jsonb(r) - ''search'' - ''until'' from core.%3$I as r
     where %2$I = $1 and revision <= $2 and until > $2',
    relation, column_name, relation || '_history') using place, revision;
end;
$$;

-- The same from the journal alone: each row's last image up to that revision.
create function test.replayed(relation text, place text, up_to bigint) returns setof jsonb
language sql
as $$
  select after
  from (
    select distinct on (key) key, after
    from (
      select revision, part, after, (
        select jsonb_agg(coalesce(after, before) -> name) from unnest(core.key_columns(replayed.relation)) as name) as key
      from core.journal
      where plan = place and relation = replayed.relation and revision <= up_to) as image
    order by key, revision desc, part desc) as last
  where after is not null
$$;

create function test.differing(place text) returns table (relation text, revision bigint, side text, image jsonb)
language sql
as $$
  with kept as (
    select distinct journal.relation from core.journal where plan = place
  ), moment as (
    select kept.relation, revision
    from kept, generate_series(1, (select max(revision) from core.journal where plan = place)) as revision
  )
  select moment.relation, moment.revision, 'history', image
  from moment, lateral (
    select test.stood(moment.relation, place, moment.revision)
    except all
    select test.replayed(moment.relation, place, moment.revision)) as missing (image)
  union all
  select moment.relation, moment.revision, 'journal', image
  from moment, lateral (
    select test.replayed(moment.relation, place, moment.revision)
    except all
    select test.stood(moment.relation, place, moment.revision)) as missing (image)
$$;

select test.admin('plan.create', '{"key":"LR","title":"Plateforme"}');
select test.admin('organisation.create', '{"key":"CCI-ALES","name":"CCI Alès","kind":"chamber"}');
select test.admin('sector.create', '{"plan":"LR","key":"NUC","name":"Nucléaire"}');
select test.admin('sector.create', '{"plan":"LR","key":"AERO","name":"Aéronautique"}');
select test.admin('committee.create', '{"plan":"LR","key":"COPIL","name":"Comité de pilotage"}');
select test.admin('meeting.create', '{"plan":"LR","committee":"COPIL","said":"d''ici l''été"}');
select test.admin('meeting.hold', '{"meeting":"LR-M1","date":"2014-04-07","attendance":["CCI-ALES"]}');
select test.admin('lead.create', '{"plan":"LR","title":"Qui travaille pour qui","meeting":"LR-M1","sectors":["NUC"]}');
select test.admin('decision.create', '{"plan":"LR","title":"Un annuaire","leads":["LR-L1"],"meeting":"LR-M1"}');

select test.admin('action.create', format('{"plan":"LR","title":"Action %s","decision":"LR-D1"}', number)::jsonb)
from generate_series(1, 12) as number;

-- A year of small acts, from one seed: each is done or refused, as it comes.
do $$
declare
  turn integer;
  draw integer;
  target text;
  asked text[];
begin
  perform setseed(0.42);
  for turn in 1 .. 300 loop
    draw := floor(random() * 14);
    target := 'LR-' || (1 + floor(random() * 12))::integer;
    asked := case draw
      when 0 then array['action.create', format('{"plan":"LR","title":"Action %s","decision":"LR-D1","owner":"CCI-ALES","sectors":["NUC"],"due":"2014-06"}', turn)]
      when 1 then array['action.create', format('{"plan":"LR","title":"Idée %s","state":"proposed"}', turn)]
      when 2 then array['action.edit', format('{"action":"%s","title":"Titre %s","sectors":["AERO"],"supports":["CCI-ALES"]}', target, turn)]
      when 3 then array['action.edit', format('{"action":"%s","clear":["owner","supports"]}', target)]
      when 4 then array['action.start', format('{"action":"%s"}', target)]
      when 5 then array['action.progress', format('{"action":"%s","percent":%s}', target, turn % 101)]
      when 6 then array['action.block', format('{"action":"%s","why":"en attente"}', target)]
      when 7 then array['action.resume', format('{"action":"%s"}', target)]
      when 8 then array['action.postpone', format('{"action":"%s","due":"2014-%s","why":"retard"}', target, lpad((7 + turn % 6)::text, 2, '0'))]
      when 9 then array['action.done', format('{"action":"%s","evidence":"compte rendu"}', target)]
      when 10 then array['action.reopen', format('{"action":"%s"}', target)]
      when 11 then array['action.depend', format('{"action":"%s","on":"LR-%s"}', target, 1 + turn % 12)]
      when 12 then array['note.create', format('{"object":"%s","text":"Note %s"}', target, turn)]
      else array['journal.undo', '{"plan":"LR"}']
    end;
    begin
      perform test.admin(asked[1], asked[2]::jsonb);
    exception when others then
      if sqlstate not like 'CP%' then
        raise;
      end if;
    end;
  end loop;
end;
$$;

select cmp_ok((select max(revision) from core.journal where plan = 'LR'), '>', 100::bigint,
  'the scenario wrote more than a hundred revisions');
select is((select count(distinct revision) from core.journal where plan = 'LR'),
  (select revision from core.revision where plan = 'LR'), 'every revision is in the journal');
select is_empty($$select * from test.differing('LR')$$, 'history and journal tell the same at every revision');
select is_empty($$
  select part, recorded_at from (
    select *, lag(recorded_at) over (order by revision, part) as before_it from core.journal where plan = 'LR') as row
  where recorded_at < before_it$$, 'recorded_at never goes backwards');

select * from finish();
rollback;

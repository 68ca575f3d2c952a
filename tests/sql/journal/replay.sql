-- SPDX-License-Identifier: MIT
-- Any row at any revision, as history keeps it, equals a replay of the journal up to that revision.
begin;
\ir ../setup.sql
\ir ../replay_functions.sql
select plan(6);

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
      when 0 then array['action.create', format('{"plan":"LR","title":"Action %s","decision":"LR-D1","owner":"CCI-ALES",
        "sectors":["NUC"],"due":"2014-06"}', turn)]
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
select is_empty($$select * from test.differing_versions('LR')$$, 'every version of a row stands in history and in the journal');
select is_empty($$
  select part, recorded_at from (
    select *, lag(recorded_at) over (order by revision, part) as before_it from core.journal where plan = 'LR') as row
  where recorded_at < before_it$$, 'recorded_at never goes backwards');

alter table core.action_history disable trigger append_only;
update core.action_history set title = title || '!'
where ctid = (select min(ctid) from core.action_history where until > revision);
select is((select count(*) from test.differing_versions('LR')), 2::bigint, 'a version that was tampered with is found');

select * from finish();
rollback;

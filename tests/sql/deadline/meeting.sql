-- SPDX-License-Identifier: MIT
-- A deadline that is a meeting follows it.
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(33);

create function pg_temp.due(ref text) returns jsonb
language sql
as $$
  select jsonb_build_array(a #> '{due,said}', a #> '{due,last_day}', a #> '{due,meeting}', a #> '{due,moves}',
    a #> '{first_due,last_day}', a -> 'postponements')
  from test.sec('action.get', jsonb_build_object('action', ref)) as a
$$;

create function pg_temp.meant(said text) returns integer
language sql set search_path = core, pg_temp
as $$ select (core.due_parse('LR', 'due', said)).meeting $$;

select null from test.sec('meeting.create', '{"plan":"LR","committee":"COPIL","said":"d''ici l''été"}');
select null from test.sec('meeting.create', '{"plan":"LR","committee":"COPIL"}');
select null from test.sec('meeting.create', '{"plan":"LR","date":"2014-05-20"}');

-- What people say.
select is(pg_temp.meant(said), meeting, said)
from (values ('prochain COPIL', 2), ('au prochain copil', 2), ('Next COPIL', 2), ('avant le prochain COPIL', 2),
  ('d’ici la prochaine séance du COPIL', 2), ('by the next COPIL meeting', 2), ('COPIL 3', 3), ('le 3e COPIL', 3),
  ('prochain comité de pilotage', 2), ('LR-M3', 3), ('pour lr-m2', 2), ('prochaine séance', 4)) as example (said, meeting);
select is(pg_temp.meant(said), null::integer, said || ' is no meeting')
from unnest('{fin juin,prochain trimestre,S2 2014,semaine prochaine}'::text[]) as said;
select test.refused('user:sec', 'action.create', '{"plan":"LR","title":"x","due":"LR-M9"}', 'not_found',
  '{"param":"due"}');
select test.refused('user:sec', 'action.create', '{"plan":"LR","title":"x","due":"PACA-M1"}', 'bad_value',
  '{"param":"due"}');
select null from test.sec('committee.create', '{"plan":"LR","key":"CT","name":"Comité technique"}');
select test.refused('user:sec', 'action.create', '{"plan":"LR","title":"x","due":"prochain CT"}', 'bad_value',
  '{"expected":"a meeting that is planned: this committee has none"}');

-- It follows.
select null from test.sec('action.create', '{"plan":"LR","title":"x","due":"prochain COPIL"}');
select is(pg_temp.due('LR-1'), '["prochain COPIL","2014-06-30","LR-M2",0,"2014-06-30",0]',
  'the last day of what was said of the meeting');
select null from test.sec('meeting.edit', '{"meeting":"LR-M2","date":"2014-06-20"}');
select is(pg_temp.due('LR-1'), '["prochain COPIL","2014-06-20","LR-M2",1,"2014-06-30",0]',
  'it follows, which is no postponement; the first day stays');
select is((select a.due_revision = m.revision from core.action as a join core.meeting as m on m.plan = a.plan
  and m.number = a.due_meeting where a.plan = 'LR' and a.number = 1), true, 'in the meeting''s own change');
select null from test.sec('meeting.edit', '{"meeting":"LR-M2","place":"Alès"}');
select is(pg_temp.due('LR-1') ->> 3, '1', 'another change of the meeting leaves it');
select test.sec('journal.undo', '{"plan":"LR"}') is null \g /dev/null
select test.sec('journal.undo', '{"plan":"LR"}') is null \g /dev/null
select is(pg_temp.due('LR-1'), '["prochain COPIL","2014-06-30","LR-M2",0,"2014-06-30",0]',
  'what is taken back is taken back of both');
select null from test.sec('meeting.edit', '{"meeting":"LR-M2","clear":["said"]}');
select is(pg_temp.due('LR-1'), '["prochain COPIL",null,"LR-M2",1,"2014-06-30",0]', 'no last day while the date is open');
select is((test.sec('action.get', '{"action":"LR-1"}') #>> '{due,overdue}'), 'false', 'nor is it late');
select null from test.sec('meeting.edit', '{"meeting":"LR-M2","date":"2014-07-01"}');
select null from test.sec('action.done', '{"action":"LR-1"}');
select null from test.sec('meeting.edit', '{"meeting":"LR-M2","date":"2014-07-08"}');
select is(pg_temp.due('LR-1') ->> 1, '2014-07-01', 'what is done stays where it was');
select null from test.sec('action.reopen', '{"action":"LR-1"}');
select is(pg_temp.due('LR-1'), '["prochain COPIL","2014-07-08","LR-M2",2,"2014-06-30",0]', 'and follows when it is taken up again');
select is((select a.due_revision = a.revision from core.action as a where a.plan = 'LR' and a.number = 1), true,
  'in the change that takes it up');
select null from test.sec('action.cancel', '{"action":"LR-1","why":"x"}');
select null from test.admin('meeting.edit', '{"meeting":"LR-M2","date":"2014-07-09"}');
select test.sec('journal.undo', '{"plan":"LR"}') is null \g /dev/null
select is(pg_temp.due('LR-1') ->> 1, '2014-07-09', 'nor is it left behind when its end is taken back');

-- An action given to a meeting without a date, then postponed to another.
select null from test.sec('action.create', '{"plan":"LR","title":"y","due":"COPIL 3","said":"quand il aura lieu"}');
select is(pg_temp.due('LR-2'), '["quand il aura lieu",null,"LR-M3",0,null,0]', 'said, and no day');
select null from test.sec('meeting.edit', '{"meeting":"LR-M3","date":"2014-09-30"}');
select is(pg_temp.due('LR-2'), '["quand il aura lieu","2014-09-30","LR-M3",0,"2014-09-30",0]',
  'the first day that it gets is the first deadline');
select is(test.sec('action.postpone', '{"action":"LR-2","due":"fin octobre","why":"x"}') #>> '{due,meeting}', null,
  'postponed to a day, it leaves the meeting');
select * from finish();
rollback;

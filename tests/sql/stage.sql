-- SPDX-License-Identifier: MIT
-- The people of people.sql, and what leads, decisions and actions are tested on: sectors NUC and CHI of LR, meeting
-- LR-M1 held on 7 April 2014, lead LR-L1 with decision LR-D1 from it, lead LR-L2, indicator LR-I1; in PACA one of each.

\ir people.sql
select test.admin('sector.create', '{"plan":"LR","key":"NUC","name":"Nucléaire"}') is null,
  test.admin('sector.create', '{"plan":"LR","key":"CHI","name":"Chimie"}') is null,
  test.admin('committee.create', '{"plan":"LR","key":"COPIL","name":"Comité de pilotage"}') is null,
  test.admin('meeting.create', '{"plan":"LR","committee":"COPIL","date":"2014-04-07"}') is null,
  test.admin('meeting.hold', '{"meeting":"LR-M1"}') is null,
  test.admin('lead.create',
    '{"plan":"LR","title":"Qui travaille pour qui","meeting":"LR-M1","sectors":["NUC"]}') is null,
  test.admin('lead.create', '{"plan":"LR","title":"Outils de ressources humaines"}') is null,
  test.admin('decision.create',
    '{"plan":"LR","title":"Cartographier la sous-traitance","meeting":"LR-M1","leads":["LR-L1"]}') is null,
  test.admin('indicator.create', '{"plan":"LR","title":"Valeur reconquise","unit":"M€"}') is null,
  test.admin('lead.create', '{"plan":"PACA","title":"Piste voisine"}') is null,
  test.admin('decision.create', '{"plan":"PACA","title":"Décision voisine"}') is null,
  test.admin('action.create', '{"plan":"PACA","title":"Action voisine"}') is null
\g /dev/null

-- A call of LR's secretary.
create function test.sec(method text, params jsonb default '{}') returns jsonb
language sql
as $$ select test.call('user:sec', method, params) $$;

-- The numbers in the references that a list answers.
create function test.refs(method text, params jsonb) returns text
language sql
as $$
  select coalesce(string_agg(substring(item ->> 'ref' from '[0-9]+$'), ' ' order by place), '')
  from jsonb_array_elements(test.call('user:sec', method, '{"plan":"LR"}' || params) -> 'items')
    with ordinality as listed (item, place)
$$;

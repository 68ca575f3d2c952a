-- SPDX-License-Identifier: MIT
-- Each kind of hanging loose is found, and found no more when it is tied up.
begin;
\ir ../setup.sql
select plan(19);
select null from test.admin('plan.create', '{"key":"LR","title":"Plateforme"}');
select null from test.admin('organisation.create', '{"key":"CCI-ALES","name":"CCI Alès","kind":"chamber"}');

create function test.loose(kind text) returns text
language sql
as $$
  select coalesce(string_agg(item ->> 'ref', ' '), '') || ' ' || (loose #>> array['counts', kind])
  from test.admin('plan.loose', '{"plan":"LR"}') as loose
  left join jsonb_array_elements(loose -> kind) as item on true
  group by loose
$$;
select is((select count(*) from core.loose_kind, test.admin('plan.loose', '{"plan":"LR"}') as loose
    where loose -> kind = '[]' and loose #> array['counts', kind] = '0'), 7::bigint,
  'in an empty plan nothing hangs loose, and each of the seven kinds is told');

select null from test.admin('lead.create', '{"plan":"LR","title":"Une piste"}');
select is(test.loose('leads_without_decision'), 'LR-L1 1', 'a lead without a decision');
select null from test.admin('decision.create', '{"plan":"LR","title":"Décider","leads":["LR-L1"]}');
select is(test.loose('leads_without_decision'), ' 0', 'decided');
select is(test.loose('decisions_without_action'), 'LR-D1 1', 'a decision without an action');
select null from test.admin('action.create', '{"plan":"LR","title":"Faire","decision":"LR-D1"}');
select is(test.loose('decisions_without_action'), ' 0', 'acted upon');
select is(test.loose('actions_without_owner'), 'LR-1 1', 'an action without an owner');
select is(test.loose('actions_without_deadline'), 'LR-1 1', 'without a deadline');
select null from test.admin('action.edit', '{"action":"LR-1","owner":"CCI-ALES","due":"2014-06"}');
select is(test.loose('actions_without_owner') || test.loose('actions_without_deadline'), ' 0 0', 'both given');
select null from test.admin('action.create', '{"plan":"LR","title":"Faire aussi","owner":"CCI-ALES","due":"2014-06"}');
select is(test.loose('actions_without_decision'), 'LR-2 1', 'an action without a decision');
select null from test.admin('action.done', '{"action":"LR-2"}');
select is(test.loose('actions_without_decision'), ' 0', 'once done, nobody asks');
select null from test.admin('action.cancel', '{"action":"LR-1","why":"trop cher"}');
select is(test.loose('decisions_without_action'), 'LR-D1 1', 'a cancelled action carries no decision out');
select null from test.admin('decision.create', '{"plan":"LR","title":"Décider mieux","supersedes":"LR-D1"}');
select is(test.loose('decisions_without_action'), 'LR-D2 1', 'a superseded decision needs no action');
select null from test.admin('indicator.create', '{"plan":"LR","title":"Valeur","unit":"€"}');
select is(test.loose('indicators_without_measure'), 'LR-I1 1', 'an indicator without a measure');
select null from test.admin('measure.add', '{"indicator":"LR-I1","value":1,"on":"2014-05-12"}');
select is(test.loose('indicators_without_measure'), ' 0', 'measured');
select null from test.admin('meeting.create', '{"plan":"LR","date":"2014-05-12"}');
select is(test.loose('meetings_without_minutes'), ' 0', 'a meeting to come needs no minutes');
select null from test.admin('meeting.hold', '{"meeting":"LR-M1"}');
select is(test.loose('meetings_without_minutes'), 'LR-M1 1', 'one that was held does');
select null from test.admin('meeting.edit', '{"meeting":"LR-M1","minutes":"Dit."}');
select is(test.loose('meetings_without_minutes'), ' 0', 'written');
select is(test.admin('plan.loose', '{"plan":"LR"}') #>> '{decisions_without_action,0,title}', 'Décider mieux',
  'with titles');
select test.refused('administrator', 'plan.loose', '{"plan":"NO"}', 'not_found');

select * from finish();
rollback;

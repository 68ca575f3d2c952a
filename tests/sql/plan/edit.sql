-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../people.sql
select plan(12);

select ok(test.call('user:sec', 'plan.edit', '{"plan":"LR","summary":"Accompagner la sous-traitance",
  "launched":"2013-10-01","zone":"Europe/London",
    "calendar":"fr-alsace-moselle"}')
  @> '{"ref":"LR","title":"Plateforme industrielle","summary":"Accompagner la sous-traitance","launched":"2013-10-01",
    "zone":"Europe/London",
    "calendar":"fr-alsace-moselle"}', 'a secretary edits the plan');
select ok(test.call('user:sec', 'plan.edit', '{"plan":"LR","title":"Industrie LR","clear":["summary","launched"]}')
  @> '{"title":"Industrie LR","summary":null,"launched":null,"zone":"Europe/London"}', 'clear empties');
select results_eq(
  $$select method, object, before ->> 'title', after ->> 'title' from core.journal where plan = 'LR'
    order by revision desc limit 1$$,
  $$values ('plan.edit', 'LR', 'Plateforme industrielle', 'Industrie LR')$$, 'with its journal row');
select is(answer ->> 'revision', answer ->> 'plan_revision', 'the revision is the plan''s last')
from test.call('user:sec', 'plan.edit', '{"plan":"LR","title":"Industrie"}') as answer;
select test.refused('user:sec', 'plan.edit', '{"plan":"LR","clear":["title"]}', 'bad_value', '{"param":"clear"}');
select test.refused('user:sec', 'plan.edit', '{"plan":"LR","zone":"Europe/Ales"}', 'bad_value', '{"param":"zone"}');
select test.refused('user:mem', 'plan.edit', '{"plan":"LR","title":"x"}', 'forbidden');
select test.refused('user:mem', 'plan.edit', '{"plan":"LR","title":"x"}', 'forbidden');
select test.refused('user:far', 'plan.edit', '{"plan":"LR","title":"x"}', 'not_found', '{"object":"LR"}');
select test.refused('administrator', 'plan.edit', '{"plan":"NONE","title":"x"}', 'not_found');
select test.refused('reader:sec@example.org', 'plan.edit', '{"plan":"LR","title":"x"}', 'read_only');
select is(test.admin('plan.get', '{"plan":"LR"}') ->> 'title', 'Industrie', 'refusals leave nothing');

select * from finish();
rollback;

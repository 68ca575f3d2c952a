-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(15);
select null from test.sec('lead.create', '{"plan":"LR","title":"Évaluer les compétences","source":"enquête"}');
select null from test.sec('lead.drop', '{"lead":"LR-L3","why":"x"}');
select is(test.refs('lead.list', '{}'), '1 2 3', 'by number');
select is(test.refs('lead.list', '{"sort":"-number"}'), '3 2 1', 'backwards');
select is(test.refs('lead.list', '{"sort":"title"}'), (select string_agg(number::text, ' ' order by title)
  from core.lead
  where plan = 'LR'), 'by title');
select is(test.refs('lead.list', '{"state":"open"}'), '2', 'open');
select is(test.refs('lead.list', '{"state":"decided"}'), '1', 'decided');
select is(test.refs('lead.list', '{"state":"dropped"}'), '3', 'dropped');
select is(test.refs('lead.list', '{"meeting":"LR-M1"}'), '1', 'raised at a meeting');
select is(test.refs('lead.list', '{"sector":"NUC"}'), '1', 'of a sector');
select is(test.refs('lead.list', '{"search":"evaluer"}'), '3', 'by words, without accents');
select is(test.refs('lead.list', '{"search":"LR-L2"}'), '2', 'by reference');
select is(test.sec('lead.list', '{"plan":"LR"}') ->> 'total', '3', 'how many');
create temporary table page as select test.sec('lead.list', '{"plan":"LR","limit":2,"sort":"-title"}') as p;
select is(jsonb_array_length(p -> 'items'), 2, 'a page') from page;
select is(test.refs('lead.list', jsonb_build_object('sort', '-title', 'cursor', p -> 'next')),
  (select number::text from core.lead where plan = 'LR' order by title limit 1), 'and the next') from page;
select test.refused('user:sec', 'lead.list', '{"plan":"LR","cursor":"WyJ4Il0="}', 'bad_value', '{"param":"cursor"}');
select test.refused('user:sec', 'lead.list', '{"plan":"PACA"}', 'not_found');
select * from finish();
rollback;

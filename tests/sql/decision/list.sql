-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(15);
select null from test.sec('decision.create',
  '{"plan":"LR","title":"Base de référencement","leads":["LR-L2"],"sectors":["CHI"],"supersedes":"LR-D1"}');
select null from test.sec('decision.create',
  '{"plan":"LR","title":"Aider les petites entreprises","text":"à répondre ensemble"}');
select is(test.refs('decision.list', '{}'), '1 2 3', 'by number');
select is(test.refs('decision.list', '{"sort":"-number"}'), '3 2 1', 'backwards');
select is(test.refs('decision.list', '{"sort":"title"}'), '3 2 1', 'by title');
select is(test.refs('decision.list', '{"meeting":"LR-M1"}'), '1', 'of a meeting');
select is(test.refs('decision.list', '{"lead":"LR-L2"}'), '2', 'from a lead');
select is(test.refs('decision.list', '{"sector":"CHI"}'), '2', 'of a sector');
select is(test.refs('decision.list', '{"superseded":true}'), '1', 'superseded');
select is(test.refs('decision.list', '{"superseded":false}'), '2 3', 'in force');
select is(test.refs('decision.list', '{"search":"repondre"}'), '3', 'by words, without accents');
select is(test.refs('decision.list', '{"search":"lr-d2"}'), '2', 'by reference');
create temporary table page as select test.sec('decision.list', '{"plan":"LR","limit":2}') as p;
select is(p ->> 'total', '3', 'how many') from page;
select is(test.refs('decision.list', jsonb_build_object('cursor', p -> 'next')), '3', 'the next page') from page;
select test.refused('user:sec', 'decision.list', '{"plan":"LR","cursor":"WyJ4Il0="}', 'bad_value',
  '{"param":"cursor"}');
select test.refused('user:sec', 'decision.list', '{"plan":"LR","lead":"LR-L9"}', 'not_found');
select test.refused('user:sec', 'decision.list', '{"plan":"PACA"}', 'not_found');
select * from finish();
rollback;

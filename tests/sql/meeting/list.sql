-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
select plan(15);
select null from test.admin('plan.create', '{"key":"LR","title":"Plateforme"}');
select null from test.admin('committee.create', '{"plan":"LR","key":"COPIL","name":"Comité de pilotage"}');
select null from test.admin('meeting.create', '{"plan":"LR","committee":"COPIL","date":"2014-04-07","place":"Baillargues"}');
select null from test.admin('meeting.create', '{"plan":"LR","objective":"Préparer les décisions"}');
select null from test.admin('meeting.create', '{"plan":"LR","committee":"COPIL","said":"d''ici l''été"}');
select null from test.admin('meeting.create', '{"plan":"LR","committee":"COPIL","date":"2014-01-20"}');
select null from test.admin('meeting.hold', '{"meeting":"LR-M4"}');

create function test.refs(params jsonb) returns text
language sql
as $$
  select string_agg(substr(item ->> 'ref', 5), ' ')
  from jsonb_array_elements(test.admin('meeting.list', '{"plan":"LR"}' || params) -> 'items') as item
$$;
select is(test.refs('{}'), '1 2 3 4', 'by number');
select is(test.refs('{"sort":"-number"}'), '4 3 2 1', 'backwards');
select is(test.refs('{"sort":"date"}'), '4 1 3 2', 'by date, open ones last');
select is(test.refs('{"committee":"COPIL"}'), '1 3 4', 'of a committee');
select is(test.refs('{"state":"held"}'), '4', 'in a state');
select is(test.refs('{"after":"2014-04-07"}'), '3', 'after a day');
select is(test.refs('{"before":"2014-04-07"}'), '4', 'before a day');
select is(test.refs('{"search":"preparer decision"}'), '2', 'by words, without accents');
select is(test.refs('{"search":"lr-m3"}'), '3', 'by reference');
select is(test.admin('meeting.list', '{"plan":"LR"}') ->> 'total', '4', 'all are counted');

create temporary table page as select test.admin('meeting.list', '{"plan":"LR","limit":3,"sort":"date"}') as p;
select is(jsonb_array_length(p -> 'items'), 3, 'a page holds what was asked for') from page;
select is(test.refs(jsonb_build_object('limit', 3, 'sort', 'date', 'cursor', p -> 'next')), '2',
  'the next page goes on') from page;
select is(test.admin('meeting.list', '{"plan":"LR","limit":4}') -> 'next', 'null', 'nothing follows the last page');
select test.refused('administrator', 'meeting.list', '{"plan":"LR","cursor":"WyJ4Il0="}', 'bad_value',
  '{"param":"cursor"}');
select test.refused('administrator', 'meeting.list', '{"plan":"NO"}', 'not_found');
select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(49);
select null from test.sec('decision.create', '{"plan":"LR","title":"Autre","leads":["LR-L2"]}');
select null from (select test.sec('action.create',
  '{"plan":"LR","title":"Réaliser l''annuaire des équipementiers","decision":"LR-D1",
    "owner":"CCI-ALES","due":"2014-06-30","sectors":["NUC","CHI"],"priority":"high"}'),
  test.sec('action.create', '{"plan":"LR","title":"Ouvrir la base","decision":"LR-D2","owner":"mem@example.org",
    "due":"2014-05-05","sectors":["CHI"]}'),
  test.sec('action.create', '{"plan":"LR","title":"Sans échéance","text":"pour l''annuaire aussi","priority":"low"}'),
  test.sec('action.create', '{"plan":"LR","title":"Proposition","state":"proposed","due":"2014-01-01"}'),
  test.sec('action.create', '{"plan":"LR","title":"Faite","owner":"CCI-ALES","due":"2014-04-01"}'),
  test.sec('action.create', '{"plan":"LR","title":"Retirée"}')) as made;
select null from test.sec('journal.undo', '{"plan":"LR"}');
select null from test.sec('action.done', '{"action":"LR-5"}');

select is(test.refs('action.list', '{}'), '1 2 3 4 5', 'all that is not withdrawn, by number');
select is(test.refs('action.list', '{"sort":"-number"}'), '5 4 3 2 1', 'backwards');
select is(test.refs('action.list', '{"sort":"due"}'), '4 5 2 1 3', 'by deadline, none last');
select is(test.refs('action.list', '{"sort":"-due"}'), '3 1 2 5 4', 'backwards');
select is(test.refs('action.list', '{"sort":"-priority"}'), '1 5 4 2 3', 'what matters most first');
select is(test.refs('action.list', '{"sort":"-changed"}'), '5 4 3 2 1', 'last changed first');
select is(test.refs('action.list', '{"owner":"CCI-ALES"}'), '1 5', 'of an organisation itself');
select is(test.refs('action.list', '{"owner":"chargée de mission"}'), '2', 'of a person');
select is(test.refs('action.list', '{"organisation":"cci ales"}'), '1 2 5', 'of an organisation or its persons');
select is(test.refs('action.list', '{"state":["open"]}'), '1 2 3', 'in a state');
select is(test.refs('action.list', '{"state":["done","proposed"]}'), '4 5', 'in one of two states');
select is(test.refs('action.list', '{"overdue":true}'), '2', 'late: neither what is proposed nor what is done');
select is(test.refs('action.list', '{"overdue":false}'), '1 3 4 5', 'not late');
select is(test.refs('action.list', '{"due_after":"2014-05-05"}'), '1 2', 'from a day on');
select is(test.refs('action.list', '{"due_before":"2014-05-05"}'), '2 4 5', 'up to a day');
select is(test.refs('action.list', '{"sector":"CHI"}'), '1 2', 'of a sector');
select is(test.refs('action.list', '{"decision":"LR-D2"}'), '2', 'of a decision');
select is(test.refs('action.list', '{"meeting":"LR-M1"}'), '1', 'of a meeting''s decisions');
select is(test.refs('action.list', '{"lead":"LR-L2"}'), '2', 'of a lead''s decisions');
select is(test.refs('action.list', '{"priority":"high"}'), '1', 'of a priority');
select is(test.refs('action.list', '{"search":"Equipementier"}'), '1', 'by a word without its accent');
select is(test.refs('action.list', '{"search":"annuaires"}'), '1 3', 'in title or text, whatever the ending');
select is(test.refs('action.list', '{"search":"annu"}'), '1 3', 'also unfinished');
select is(test.refs('action.list', '{"search":"lr-4"}'), '4', 'by reference');
select is(test.refs('action.list', '{"search":"4"}'), '4', 'by number');
select is(test.refs('action.list', '{"search":"''; drop table core.action; --"}'), '', 'whatever is typed');
select is(
  test.refs('action.list', '{"organisation":"CCI-ALES","state":["open"],"sector":"CHI","due_before":"2014-12-31",
  "priority":"high","search":"annuaire","decision":"LR-D1","meeting":"LR-M1","lead":"LR-L1","overdue":false,
    "sort":"due"}'),
  '1', 'all together');
select is(test.sec('action.list', '{"plan":"LR","overdue":true}') ->> 'total', '1', 'how many');
select is_empty($$select item from jsonb_array_elements(test.sec('action.list', '{"plan":"LR"}') -> 'items') as item
  where item <> test.sec('action.get', jsonb_build_object('action', item -> 'ref')) - '{acknowledged,asked}'::text[]$$,
  'each as action.get answers it, but for what its people say');

-- Pages: every action once, in every order, also where many have the same deadline.
select null from generate_series(1, 9) as n,
  test.sec('action.create', jsonb_build_object('plan', 'LR', 'title', 'x' || n, 'due', '2014-06-30'));
create function test.paged(sort text) returns text
language plpgsql
as $$
declare
  page jsonb := '{}';
  refs text := '';
begin
  loop
    page := test.sec('action.list', jsonb_build_object('plan', 'LR', 'sort', sort, 'limit', 3, 'cursor',
    page -> 'next'));
    refs := refs || (select string_agg(substring(i ->> 'ref' from '[0-9]+$'), ' ')
      from jsonb_array_elements(page -> 'items') as i) || ' ';
    exit when page -> 'next' = 'null';
  end loop;
  return rtrim(refs);
end;
$$;
select is(test.paged(sort::text), test.refs('action.list', jsonb_build_object('sort', sort, 'limit', 200)),
  'pages by ' || sort)
from unnest(enum_range(null::core.action_sort)) as sort;
select test.refused('user:sec', 'action.list', '{"plan":"LR","cursor":"bm9uc2Vuc2U="}', 'bad_value',
  '{"param":"cursor"}');
select test.refused('user:sec', 'action.list', jsonb_build_object('plan', 'LR', 'sort', 'due', 'cursor',
  core.cursor_pack('number', '1', '1')), 'bad_value', '{"param":"cursor"}', 'another sort''s cursor');
select test.refused('user:sec', 'action.list', jsonb_build_object('plan', 'LR', 'sort', 'due', 'cursor',
  core.cursor_pack('due', '2014-13-99', '1')), 'bad_value', '{"param":"cursor"}', 'a forged one');
select test.refused('user:sec', 'action.list', '{"plan":"PACA"}', 'not_found');
select test.refused('user:sec', 'action.list', '{"plan":"LR","owner":"nobody at all"}', 'not_found',
  '{"param":"owner"}');
select test.refused('user:sec', 'action.list', '{"plan":"LR","organisation":"mem@example.org"}', 'not_found');
select test.refused('user:sec', 'action.list', '{"plan":"LR","sector":"AERO"}', 'not_found', '{"param":"sector"}');
select test.refused('user:sec', 'action.list', '{"plan":"LR","decision":"LR-D9"}', 'not_found');
select is(test.call('user:both', 'action.list', '{"plan":"PACA"}') ->> 'total', '1', 'each plan has its own');

select core.act('administrator', null, null), core.begin_write('LR', 'action.create') \g /dev/null
insert into core.action (plan, number, title, created_at)
select 'LR', n, 'Action ' || n, core.now() from generate_series(101, 1100) as n;
select is(test.sec('action.list', '{"plan":"LR"}') -> 'total', 'null', 'beyond a thousand nobody counts');
select is(jsonb_array_length(test.sec('action.list', '{"plan":"LR"}') -> 'items'), 50, 'fifty a page');
select is(jsonb_array_length(test.sec('action.list', '{"plan":"LR","limit":200}') -> 'items'), 200,
  'or as many as asked');
select * from finish();
rollback;

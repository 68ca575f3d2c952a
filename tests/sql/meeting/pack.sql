-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(20);

create function pg_temp.refs(section text) returns text
language sql
as $$
  select coalesce(string_agg(substring(item ->> 'ref' from '-(.*)'), ' ' order by place), '')
  from jsonb_array_elements(test.sec('meeting.pack', '{"meeting":"LR-M2"}') #> array[section, 'items'])
    with ordinality as listed (item, place)
$$;
create function pg_temp.fails() returns text
language sql set search_path = core, pg_temp
as $$ select string_agg(core.notice_fails(r), ' ') from core.reminder as r where r.state = 'waiting' and r.kind = 'pack' $$;
create function pg_temp.fires() returns void
language sql set search_path = core, pg_temp
as $$ select core.agenda_pack('LR', 2) $$;
create function pg_temp.due() returns text
language sql
as $$ select string_agg(object || ' ' || day, ', ' order by object) from core.agenda where kind = 'pack' $$;

select test.sec('action.create', '{"plan":"LR","title":"Avant","due":"2014-06-30"}') is null,
  test.sec('action.create', '{"plan":"LR","title":"En retard","due":"2014-05-05"}') is null,
  test.sec('action.create', '{"plan":"LR","title":"Faite avant"}') is null,
  test.sec('action.create', '{"plan":"LR","title":"Faite depuis"}') is null,
  test.sec('action.postpone', '{"action":"LR-1","due":"2014-07-15","why":"x"}') is null,
  test.sec('action.done', '{"action":"LR-3"}') is null,
  test.sec('meeting.reopen', '{"meeting":"LR-M1"}') is null,
  test.sec('meeting.hold', '{"meeting":"LR-M1"}') is null
\g /dev/null
select test.at('2014-05-20 10:00:00+02') \g /dev/null
select test.sec('action.done', '{"action":"LR-4"}') is null,
  test.sec('action.create', '{"plan":"LR","title":"Nouvelle","due":"2014-06-30"}') is null,
  test.sec('action.create', '{"plan":"LR","title":"Deux fois","due":"2014-06-01"}') is null,
  test.sec('indicator.create', '{"plan":"LR","title":"Diagnostics","unit":"entreprises","baseline":0,"target":200}') is null,
  test.sec('indicator.create', '{"plan":"LR","title":"Atteint","unit":"x","baseline":0,"target":10}') is null
\g /dev/null
select test.sec('measure.add', '{"indicator":"LR-I2","value":162,"on":"2014-05-12"}') is null,
  test.sec('measure.add', '{"indicator":"LR-I3","value":10,"on":"2014-05-12"}') is null,
  test.sec('action.postpone', '{"action":"LR-6","due":"2014-06-02","why":"x"}') is null,
  test.sec('action.postpone', '{"action":"LR-6","due":"2014-06-03","why":"x"}') is null,
  test.sec('meeting.create', '{"plan":"LR","committee":"COPIL","date":"2014-06-20"}') is null
\g /dev/null

select is(test.sec('meeting.pack', '{"meeting":"LR-M2"}') #>> '{since,ref}', 'LR-M1', 'since the committee last met');
select is(pg_temp.refs('carried'), '1', 'carried over: there then, running, not late');
select is(pg_temp.refs('overdue'), '2', 'late');
select is(pg_temp.refs('postponed'), '6 1', 'postponed, most often first');
select is(pg_temp.refs('done'), '4', 'done since');
select is(pg_temp.refs('decisions'), 'D1', 'decisions without action');
select is(pg_temp.refs('gaps'), 'I1 I2', 'below the target, or never measured');
select is((test.sec('meeting.pack', '{"meeting":"LR-M2"}') #> '{gaps,items,1}') - 'title',
  '{"ref":"LR-I2","unit":"entreprises","baseline":0,"target":200,"by":null,"last":162,"on":"2014-05-12","progress":81}',
  'with the figures');
select is(test.sec('meeting.pack', '{"meeting":"LR-M2"}') #>> '{postponed,items,0,postponements}', '2', 'and how often');
select test.refused('user:par', 'meeting.pack', '{"meeting":"LR-M2"}', 'not_found');
select is(test.call('user:mem', 'meeting.pack', '{"meeting":"LR-M2"}') #>> '{done,total}', '1', 'for the whole committee');

-- When it is due.
select is(pg_temp.due(), '2 2014-06-13', 'a week before');
select null from test.sec('meeting.edit', '{"meeting":"LR-M2","date":"2014-06-16"}');
select is(pg_temp.due(), '2 2014-06-06', 'not on a day off: Whit Monday, so the Friday before');
select null from test.sec('meeting.edit', '{"meeting":"LR-M2","clear":["date"]}');
select is(pg_temp.due(), null, 'not while the date is open');
select null from test.sec('meeting.edit', '{"meeting":"LR-M2","date":"2014-05-23"}');
select is(pg_temp.due() || ' ' || (select at = core.now() from core.agenda where kind = 'pack'), '2 2014-05-16 true',
  'at once where a week is not left');
select pg_temp.fires() \g /dev/null
select is((select string_agg(concat_ws(' ', split_part(p.email, '@', 1), r.detail ->> 'date'), ', ' order by p.email)
  from core.reminder as r join core.person as p on p.id = r.person where r.kind = 'pack'),
  'both 2014-05-23, mem 2014-05-23, sec 2014-05-23', 'to all who see the plan whole');
select null from test.sec('meeting.edit', '{"meeting":"LR-M2","date":"2014-05-26"}');
select is((select count(*) from core.agenda where kind = 'pack'), 0::bigint, 'not again because it moved by days');
select null from test.sec('meeting.edit', '{"meeting":"LR-M2","date":"2014-09-26"}');
select is(pg_temp.due(), '2 2014-09-19', 'but by weeks');
select is(pg_temp.fails(),
  'postponed postponed postponed', 'and the one that had not left stays');
select null from test.sec('meeting.edit', '{"meeting":"LR-M2","date":"2014-05-20"}'),
  test.sec('meeting.hold', '{"meeting":"LR-M2"}') as held;
select is(pg_temp.due(), null, 'none once it was held');

select * from finish();
rollback;

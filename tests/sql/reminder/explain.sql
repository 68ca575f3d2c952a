-- SPDX-License-Identifier: MIT
-- What people read of reminders: the policy, what is to come, and why somebody was told or not.
begin;
\ir ../setup.sql
\ir ../stage.sql
\ir ../outbox_functions.sql
select plan(32);

create function pg_temp.coming(actor text, method text, params jsonb) returns text
language sql
as $$
  select string_agg(concat_ws(' ', item ->> 'days', split_part(item #>> '{person,key}', '@', 1), item ->> 'reason'), ', '
    order by (item ->> 'days')::integer, item #>> '{person,key}')
  from test.call(actor, method, params) as r,
    jsonb_array_elements(coalesce(r -> 'coming', r -> 'items')) as item
  where item ->> 'days' is not null
$$;
select test.sec('action.create', '{"plan":"LR","title":"Un","owner":"par@example.org","due":"2014-06-20",
    "visibility":"partners"}') is null,
  test.sec('action.create', '{"plan":"LR","title":"Deux","owner":"mem@example.org"}') is null
\g /dev/null

select is(pg_temp.coming('user:sec', 'reminder.explain', '{"object":"LR-1"}'),
  '-14 par, -3 par, 0 par, 1 par, 7 both, 7 par, 7 sec, 21 both, 21 par, 21 sec', 'the whole ladder is to come');
select is(pg_temp.coming('user:par', 'reminder.explain', '{"object":"LR-1"}'), '-14 par, -3 par, 0 par, 1 par, 7 par, 21 par',
  'a partner finds what is for him');
select is(pg_temp.coming('user:sec', 'reminder.explain', '{"object":"LR-1","person":"sec@example.org"}'), '7 sec, 21 sec',
  'of one person');
select is(test.sec('reminder.explain', '{"object":"LR-2"}') ->> 'why', 'it has no deadline', 'why nothing comes');
select is(test.sec('reminder.explain', '{"object":"LR-2"}') -> 'coming', '[]', 'then nothing does');
select test.refused('user:far', 'reminder.explain', '{"object":"LR-1"}', 'not_found');
select is(pg_temp.coming('user:sec', 'reminder.preview', '{"plan":"LR","days":20}'), '-14 par', 'the next twenty days');
select is(pg_temp.coming('user:sec', 'reminder.preview', '{"plan":"LR","days":40}'), '-14 par, -3 par, 0 par', 'the next forty');
select is(pg_temp.coming('user:obs', 'reminder.preview', '{"plan":"LR","days":40}'), null, 'an observer has none');
select is(test.sec('reminder.preview', '{"plan":"LR","days":40,"limit":1}') -> 'more', 'true', 'the list says that it was cut');
select is(test.sec('reminder.preview', '{"plan":"LR","days":40}') -> 'more', 'false', 'or not');
select test.refused('user:far', 'reminder.preview', '{"plan":"LR"}', 'not_found');

select test.call('user:par', 'action.acknowledge', '{"action":"LR-1"}') is null \g /dev/null
select is(pg_temp.coming('user:sec', 'reminder.preview', '{"plan":"LR","days":40}'),
  '-14 par acknowledged, -3 par acknowledged, 0 par acknowledged', 'acknowledged: not before the deadline');
select is(test.sec('reminder.explain', '{"object":"LR-1"}') #>> '{acknowledged,0,key}', 'par@example.org', 'and who said so');
select pg_temp.at('2014-05-30 08:00+02') \g /dev/null
select is(test.sec('reminder.explain', '{"object":"LR-1"}') #>> '{items,0,why}', 'the person has acknowledged',
  'each row of the ledger says why');
select is(test.call('user:sec', 'reminder.explain', '{"object":"LR-1"}', locale => 'fr') #>> '{items,0,why}',
  'la personne a accusé réception', 'in French too');
select test.sec('action.done', '{"action":"LR-1"}') is null \g /dev/null
select is(test.sec('reminder.explain', '{"object":"LR-1"}') ->> 'nothing_to_come', 'done', 'done: nothing to come');

-- The policy.
select is(test.call('user:obs', 'reminder.policy', '{"plan":"LR"}') ->> 'own', 'false', 'whoever has a part reads the policy');
select test.refused('user:mem', 'reminder.edit', '{"plan":"LR","morning":"09:00"}', 'forbidden');
select is(jsonb_path_query_array(test.sec('reminder.edit', '{"plan":"LR","rungs":["7 secretary+owner","-2 owner"]}'),
  '$.rungs[*].said'), '["-2 owner", "7 owner+secretary"]', 'rungs as people write them');
select test.refused('user:sec', 'reminder.edit', '{"plan":"LR","rungs":["7 owner","+7 chair"]}', 'bad_value', '{"param":"rungs"}');
select test.refused('user:sec', 'reminder.edit', '{"plan":"LR","quiet":["02-30/03-01 x"]}', 'bad_value', '{"param":"quiet"}');
select test.refused('user:sec', 'reminder.edit', '{"plan":"LR","quiet":["2014-08-02/2014-08-01 x"]}', 'bad_value', '{"param":"quiet"}');
create function pg_temp.refused(periods text[], locale text default 'en') returns text
language plpgsql
as $$
begin
  perform test.call('user:sec', 'reminder.edit', jsonb_build_object('plan', 'LR', 'quiet', to_jsonb(periods)), null, locale);
  return null;
exception when others then
  return sqlerrm;
end;
$$;
select is(pg_temp.refused('{01-15/08-10 un,08-01/12-31 deux}'), 'Parameter "quiet": expected periods that together leave '
  'at least 60 days of each year on which something is sent, not 01-15/08-10 un, 08-01/12-31 deux.', 'periods that leave too little');
select matches(pg_temp.refused('{03-01/12-20 un,2015-01-05/2015-02-28 deux}', 'fr'), 'des périodes qui, ensemble, laissent chaque '
  'année au moins 60 jours où des messages partent, et non 03-01/12-20 un, 2015-01-05/2015-02-28 deux',
  'in a year that is named');
select test.refused('user:sec', 'reminder.edit', '{"plan":"LR","quiet":["2014-12-01/2015-11-30 x","12-01/12-31 y"]}', 'bad_value', '{"param":"quiet"}',
  'or the next');
select isnt(pg_temp.refused('{01-01/06-30 un,07-01/11-02 deux}'), null, '59 days are too few');
select is(pg_temp.refused('{01-01/06-30 un,07-01/11-01 deux}'), null, '60 are enough');
select test.sec('journal.undo', '{"plan":"LR"}') is null \g /dev/null
select test.sec('journal.undo', '{"plan":"LR"}') is null \g /dev/null
select is(test.sec('reminder.policy', '{"plan":"LR"}') ->> 'own', 'false', 'a policy can be undone');
create function pg_temp.edited(params jsonb) returns text
language sql
as $$ select concat_ws(' ', r -> 'own', jsonb_array_length(r -> 'quiet')) from test.sec('reminder.edit', '{"plan":"LR"}' || params) as r $$;
select is(pg_temp.edited('{"quiet":["08-01/08-31 été"]}'), 'false 1', 'quiet periods leave hour and rungs the default');
select is(concat_ws(', ', pg_temp.edited('{"morning":"09:00"}'), pg_temp.edited('{"clear":["policy"]}')), 'true 1, false 1',
  'and stay where those become the default again');

-- Who is erased is erased from the outbox.
select test.sec('action.edit', '{"action":"LR-2","owner":"par@example.org"}') is null, pg_temp.at('2014-05-30 09:00+02') is null,
  test.sec('action.edit', '{"action":"LR-2","owner":"sec@example.org"}') is null,
  jsonb_array_length(pg_temp.claim()) is null
\g /dev/null
select core.outbox_forget(p.id) is null from core.person as p, core.act('administrator', null, null)
where p.email = 'par@example.org' \g /dev/null
select is_empty($$select m.id from core.message as m join core.person as p on p.id = m.person
  where p.email = 'par@example.org' and (m.content is not null or m.last_text is not null or m.ended_at is null)$$,
  'nothing of what was said is left');

select * from finish();
rollback;

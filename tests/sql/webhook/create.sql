-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../people.sql
alter table core.webhook alter column id restart;
select plan(54);
select null from test.admin('organisation.edit', '{"organisation":"CCI-ALES","contact":"sec@example.org"}');

-- Addresses.
select test.refused('user:mem', 'webhook.create', jsonb_build_object('url', url), '23514: value for domain webhook_url violates check constraint "pattern"',
  '{}', 'not ' || url)
from unnest('{http://hooks.example.org/,https://user@hooks.example.org/,https://user:x@hooks.example.org/,https://,
  https:///x,ftp://hooks.example.org/,https://hooks.example.org/#part,"https://hooks.example.org/ x",https://-x.org/,
  https://hooks.example.org:0/,"https://hooks.example.org\\@evil.example/",javascript:alert(1)}'::text[]) as url;
select test.refused('user:mem', 'webhook.create', '{"url":"https://hooks.example.org:65536/"}', 'bad_value',
  '{"param":"url"}');
select is(core.webhook_host(url), host, url)
from (values ('https://Hooks.example.org/x?y=1', 'hooks.example.org'), ('https://hooks.example.org', 'hooks.example.org'),
  ('https://hooks.example.org:8443/x', 'hooks.example.org'), ('https://[2001:db8::1]:443/x', '[2001:db8::1]'),
  ('https://192.0.2.1?x', '192.0.2.1')) as example (url, host)
where url::core.webhook_url is not null;

-- Whose.
select is(test.call('user:mem', 'webhook.create', '{"url":"https://hooks.example.org/mem"}')
  - '{created_at,revision,told}'::text[] #- '{party,organisation}', '{"ref":"webhook:1","webhook":1,"party":{"kind":"person",
    "key":"mem@example.org","name":"Chargée de mission"},"used":false,"url":"https://hooks.example.org/mem","state":"active","why":null,
    "generation":1,"overlap_until":null}', 'one''s own');
select is(test.call('user:sec', 'webhook.create', '{"url":"https://hooks.example.org/ales","organisation":"CCI-ALES"}')
  #>> '{party,key}', 'CCI-ALES', 'an organisation''s, by its contact');
select is(test.admin('webhook.create', '{"url":"https://hooks.example.org/par","person":"par@example.org"}')
  #>> '{party,key}', 'par@example.org', 'anybody''s, by administrators');
select test.refused('user:mem', 'webhook.create', '{"url":"https://x.example.org/","organisation":"CCI-ALES"}',
  'forbidden', '{}', 'not by others of the organisation');
select test.refused('user:sec', 'webhook.create', '{"url":"https://x.example.org/","person":"mem@example.org"}',
  'forbidden', '{}', 'nor for others, secretary or not');
select test.refused('administrator', 'webhook.create', '{"url":"https://x.example.org/"}', 'bad_value');
select test.refused('user:sec', 'webhook.create',
  '{"url":"https://x.example.org/","organisation":"CCI-ALES","person":"sec@example.org"}', 'bad_value');
select is(jsonb_path_query_array(test.call(actor, 'webhook.list'), '$.items[*].webhook'), ids::jsonb, actor || ' sees their own')
from (values ('user:mem', '[1]'), ('user:sec', '[2]'), ('user:par', '[3]'), ('user:far', '[]'),
  ('administrator', '[1,2,3]')) as example (actor, ids);
select ok(not exists (select from core.journal where after ? 'url' or before ? 'url'), 'no address is in the journal');

-- Who is told there, and whether.
select is((select jsonb_object_agg(w #>> '{told,key}', w -> 'used')
    from jsonb_array_elements(test.admin('webhook.list') -> 'items') as w),
  '{"mem@example.org":false,"sec@example.org":false,"par@example.org":false}', 'an organisation''s contact; mail goes on');
select null from unnest('{user:mem,user:sec}'::text[]) as actor, test.call(actor, 'preference.edit', '{"channel":"webhook"}');
select is((select jsonb_agg(w -> 'used') from jsonb_array_elements(test.admin('webhook.list') -> 'items') as w),
  '[true,true,false]', 'until their channel leads there');
select is(test.call('user:sec', 'webhook.create', '{"url":"https://hooks.example.org/sec"}') -> 'used', 'true',
  'a newer one of one''s own');
select is(jsonb_path_query_array(test.call('user:sec', 'webhook.list'), '$.items[*].used'), '[false,true]',
  'takes the place of the organisation''s');
savepoint gone;
set local search_path = core, pg_temp, public;
select webhook_disable(4, 'webhook.gone') \g /dev/null
reset search_path;
select is(jsonb_path_query_array(test.call('user:sec', 'webhook.list'), '$.items[*].used'), '[false,false]',
  'which is told nothing instead when one''s own is gone');
select is(test.call('user:sec', 'webhook.test', '{"webhook":2}') ->> 'state', 'active', 'but can be tried');
select is(core.outbox_claim('one', 'webhook', 100, 100, '{}', 60) #>> '{0,url}', 'https://hooks.example.org/ales', 'and is');
rollback to gone;
select null from test.call('user:sec', 'webhook.remove', '{"webhook":4}');
select null from unnest('{user:mem,user:sec}'::text[]) as actor, test.call(actor, 'preference.edit', '{"channel":"mail"}');

-- A message to see whether it arrives.
select is(test.call('user:mem', 'webhook.test', '{"webhook":1}') - 'message', '{"webhook":1,"state":"active"}', 'tried');
select is((select jsonb_build_array(content #> '{body,type}', content #> '{body,for,kind}', host, state) from core.message),
  '["webhook.test","person","hooks.example.org","waiting"]', 'it is in the outbox');
select is(test.call('user:mem', 'message.list') #>> '{items,0,shape_label}', 'trial of a webhook', 'named as what it is');
select test.refused('user:sec', 'webhook.test', '{"webhook":1}', 'not_found');

-- Rotation, and the end.
select is(jsonb_build_array(w -> 'generation', w -> 'overlap_until'),
  jsonb_build_array(2, core.now() + interval '1 day'), 'a new secret')
from test.call('user:mem', 'webhook.rotate', '{"webhook":1}') as w;
create function pg_temp.generations() returns integer[]
language sql set search_path = core, pg_temp
as $$ select core.webhook_generations(w) from core.webhook as w where id = 1 $$;
select is(pg_temp.generations(), '{2,1}', 'for a day both sign');
select test.at('2014-05-13 09:59:59+02');
select is(pg_temp.generations(), '{2,1}', 'to its last second');
select test.at('2014-05-13 10:00:00+02');
select is(pg_temp.generations(), '{2}', 'then the new one alone');
update core.webhook set url = url where false;
select test.refused('user:sec', 'webhook.rotate', '{"webhook":1}', 'not_found');
select test.refused('user:sec', 'webhook.remove', '{"webhook":1}', 'not_found');
select test.refused('user:sec', 'webhook.remove', '{"webhook":99}', 'not_found');
select test.refused('reader:mem@example.org', 'webhook.remove', '{"webhook":1}', 'read_only');
select is(test.call('user:mem', 'webhook.remove', '{"webhook":1}') -> 'removed', 'true', 'removed');
select is(test.call('user:mem', 'webhook.list') -> 'items', '[]', 'and no longer there');
select test.refused('user:mem', 'webhook.rotate', '{"webhook":1}', 'not_found');
select is(test.call('user:sec', 'webhook.list') #>> '{items,0,state}', 'active', 'others stay');

select * from finish();
rollback;

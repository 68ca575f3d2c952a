-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../people.sql
select plan(23);

create function pg_temp.wish(actor text, method text, params jsonb) returns jsonb
language sql
as $$
  select jsonb_build_array(w -> 'channel', w -> 'digest', w -> 'muted_until')
  from test.call(actor, 'preference.' || method, params) as w
$$;

select is(test.call('user:mem', 'preference.get') - 'person', '{"ref":"mem@example.org","channel":"mail",
  "digest":"weekly","muted_until":null,"locale":"fr","zone":"Europe/Paris","revision":0}',
  'mail and a digest each week unless one says otherwise');
select is(pg_temp.wish('user:mem', 'edit', '{"digest":"none","muted_until":"2014-06-01"}'),
  '["mail","none","2014-06-01"]', 'one says otherwise');
select is(pg_temp.wish('user:mem', 'edit', '{"channel":"none"}'), '["none","none","2014-06-01"]', 'bit by bit');
select is(pg_temp.wish('user:mem', 'edit', '{"channel":"mail","clear":["muted_until"]}'), '["mail","none",null]',
  'and empties what may be empty');
select is(pg_temp.wish('user:mem', 'edit', '{"muted_until":"2014-05-12"}') ->> 2, '2014-05-12', 'today counts');
select test.refused('user:mem', 'preference.edit', '{"muted_until":"2014-05-11"}', 'bad_value',
  '{"param":"muted_until"}', 'yesterday does not');
select test.refused('user:mem', 'preference.edit', '{"muted_until":"2016-05-11"}', 'bad_value');
select test.refused('user:mem', 'preference.edit', '{"clear":["channel"]}', 'bad_value', '{"param":"clear"}');
select test.refused('user:mem', 'preference.edit', '{"channel":"webhook"}', 'bad_value', '{"param":"channel"}',
  'a webhook must be there');
select null from test.call('user:mem', 'webhook.create', '{"url":"https://hooks.example.org/"}');
select is(pg_temp.wish('user:mem', 'edit', '{"channel":"webhook"}') ->> 0, 'webhook', 'then it may be the channel');

-- Of others.
select is(pg_temp.wish('user:sec', 'edit', '{"person":"mem@example.org","channel":"mail"}') ->> 0, 'mail',
  'a secretary for those known in the plan');
select is(pg_temp.wish('user:sec', 'get', '{"person":"mem@example.org"}'), '["mail","none","2014-05-12"]',
  'and reads it');
select is(pg_temp.wish('administrator', 'get', '{"person":"mem@example.org"}') ->> 1, 'none', 'as do administrators');
select test.refused('administrator', 'preference.get', '{}', 'bad_value', '{"param":"person"}', 'who must say whose');
select test.refused('user:far', 'preference.get', '{"person":"mem@example.org"}', 'not_found');
select test.refused('user:far', 'preference.edit', '{"person":"mem@example.org"}', 'not_found');
select test.refused('user:mem', 'preference.get', '{"person":"sec@example.org"}', 'forbidden');
select test.refused('user:par', 'preference.edit', '{"person":"sec@example.org","digest":"none"}', 'forbidden');
select test.refused('user:par', 'preference.edit', '{"person":"mem@example.org"}', 'not_found');
select is((select string_agg(method, ' ') from core.journal where plan = '' and relation = 'preference' and before is null),
  'preference.edit', 'it is in the journal of the register');

-- Who is erased has none.
select test.admin('person.erase', '{"person":"mem@example.org"}') is null \g /dev/null
select is_empty('select from core.preference', 'erased with the person');
select is((select string_agg(concat(url, removed), ' ') from core.webhook), 't', 'as is the address of the webhook');
select is((select string_agg(url, '') from core.webhook_history), null, 'in its history too');

select * from finish();
rollback;

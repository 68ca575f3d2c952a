-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../people.sql
select plan(25);

select ok(test.call('user:sec', 'person.edit', '{"person":"chargée","function":"chargée de mission industrie",
  "email":"mission@example.org"}')
  @> '{"email":"mission@example.org","name":"Chargée de mission","function":"chargée de mission industrie",
    "organisation":{"key":"CCI-ALES"}}', 'a secretary corrects a person of the plan');
select ok(test.call('user:sec', 'person.edit', '{"person":"mission@example.org","clear":["function","organisation"]}')
  @> '{"function":null,"organisation":null}', 'clear empties');
select ok(test.call('user:obs', 'person.edit', '{"person":"obs@example.org","locale":"en","zone":"Europe/London",
  "name":"Observer","function":"x"}')
  @> '{"locale":"en","zone":"Europe/London","name":"Observer","function":"x","login":"obs"}',
    'everybody says who they are');
select ok(test.call('user:lone', 'person.edit', '{"person":"lone@example.org","name":"Seule"}') @> '{"name":"Seule"}',
  'even those in no plan');
select test.refused('user:obs', 'person.edit', '{"person":"obs@example.org","email":"o@example.org"}', 'forbidden',
  '{}', 'but one''s own address is for those who write');
select test.refused('user:obs', 'person.edit', '{"person":"obs@example.org","organisation":"CCI-ALES"}', 'forbidden');
select test.refused('user:obs', 'person.edit', '{"person":"obs@example.org","clear":["organisation"]}', 'forbidden');
select test.refused('user:obs', 'person.edit', '{"person":"sec@example.org","name":"x"}', 'forbidden');
select test.refused('user:mem', 'person.edit', '{"person":"sec@example.org","name":"x"}', 'forbidden');
select test.refused('user:sec', 'person.edit', '{"person":"sec@example.org","login":"root"}', 'forbidden');
select test.refused('user:sec', 'person.edit', '{"person":"sec@example.org","clear":["login"]}', 'forbidden');
select test.refused('user:sec', 'person.edit', '{"person":"far@example.org","name":"x"}', 'not_found');
select test.refused('user:sec', 'person.edit', '{"person":"sec@example.org","email":"FAR@example.org"}',
  'already_exists', '{"object":"FAR@example.org"}');
select test.refused('administrator', 'person.edit', '{"person":"sec@example.org","login":"far"}', 'already_exists',
  '{"object":"far"}');
select test.refused('user:sec', 'person.edit', '{"person":"sec@example.org","clear":["email"]}', 'bad_value',
  '{"param":"clear"}');
select test.refused('user:sec', 'person.edit', '{"person":"sec@example.org","zone":"x"}', 'bad_value',
  '{"param":"zone"}');
select test.refused('user:sec', 'person.edit', '{"person":"obs@example.org","organisation":"CCI-NICE"}', 'not_found',
  '{"param":"organisation"}');
select test.refused('reader:sec@example.org', 'person.edit', '{"person":"sec@example.org","name":"x"}', 'read_only');

select is(test.admin('person.edit', '{"person":"obs@example.org","login":"observer"}') ->> 'login', 'observer',
  'a new login');
select is(test.call('user:observer', 'session.whoami') #>> '{person,key}', 'obs@example.org', 'is who one is');
select is(test.call('user:observer', 'session.whoami') ->> 'zone', 'Europe/London', 'and where');
select is(test.admin('session.whoami') ->> 'zone', 'Europe/Paris', 'administrators are where the plans are');
select null from test.admin('plan.create', '{"key":"REUNION","title":"La Réunion","zone":"Indian/Reunion"}');
select is(test.admin('session.whoami') -> 'zone', 'null', 'unless those are in several zones');
select test.refused('user:obs', 'session.whoami', '{}', 'unknown_user', '{"user":"obs"}', 'and the old one nobody');
select is(test.call('user:both', 'person.edit', '{"person":"sec@example.org","organisation":"CCI-NICE"}') ->> 'ref'
  || (test.call('user:sec', 'person.get', '{"person":"sec@example.org"}') #>> '{organisation,key}'),
    'sec@example.orgCCI-NICE',
  'a person''s new organisation becomes known where the person is');

select * from finish();
rollback;

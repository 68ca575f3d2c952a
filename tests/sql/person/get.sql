-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../people.sql
select plan(9);

select ok(test.call('user:mem', 'person.get', '{"person":"SEC@example.org"}')
  @> '{"ref":"sec@example.org","email":"sec@example.org","name":"Secrétariat COPIL","function":null,"locale":"fr",
    "zone":"Europe/Paris",
    "organisation":{"kind":"organisation","key":"CCI-ALES","name":"CCI Alès"},"login":null,
    "plans":[{"plan":"LR","role":"secretary"}]}',
  'by address; the login is not for everybody');
select is(test.call('user:sec', 'person.get', '{"person":"sec@example.org"}') ->> 'login', 'sec', 'one''s own login');
select is(test.admin('person.get', '{"person":"sec@example.org"}') ->> 'login', 'sec', 'and for administrators');
select is(test.call('user:mem', 'person.get', '{"person":"secretariat"}') ->> 'ref', 'sec@example.org',
  'by the beginning of a name');
select is(test.call('user:mem', 'person.get', '{"person":"both@example.org"}') -> 'plans',
  '[{"plan":"LR","role":"secretary"}]', 'only the plans that the caller sees');
select test.refused('administrator', 'person.get', '{"person":"secretariat"}', 'ambiguous', '{"param":"person"}');
select test.refused('user:mem', 'person.get', '{"person":"far@example.org"}', 'not_found');
select test.refused('user:mem', 'person.get', '{"person":"CCI-ALES"}', 'not_found', '{}',
  'an organisation is no person');
select is(test.call('user:lone', 'person.get', '{"person":"lone@example.org"}') ->> 'name', 'Sans plan',
  'one knows oneself');

select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../people.sql
select plan(18);

select ok(test.call('user:sec', 'person.create', '{"email":"Presidence@example.org","name":"Présidence CCI Alès",
    "organisation":"cci ales","function":"présidente","locale":"en","zone":"Europe/London"}')
  @> '{"ref":"Presidence@example.org","name":"Présidence CCI Alès","function":"présidente","locale":"en",
    "zone":"Europe/London",
    "organisation":{"key":"CCI-ALES"},"login":null,"plans":[]}', 'a secretary adds a person');
select is(test.call('user:mem', 'person.get', '{"person":"presidence@EXAMPLE.org"}') ->> 'name', 'Présidence CCI Alès',
  'who is known in the plan');
select test.refused('user:far', 'person.get', '{"person":"presidence@example.org"}', 'not_found');
select ok(test.call('user:far', 'person.create', '{"email":"x@example.org","name":"x"}')
  @> '{"locale":"fr","zone":"Europe/Paris"}',
  'French and Paris unless said');
select results_eq(
  $$select method, object ~ '^person:[0-9]+$', after ?| '{email,name,function,login}' from core.journal
    where plan = '' order by revision desc limit 1$$,
  $$values ('person.create', true, false)$$, 'the journal holds neither name nor address');
select test.refused('user:sec', 'person.create', '{"email":"PRESIDENCE@example.org","name":"x"}', 'already_exists',
  '{"object":"PRESIDENCE@example.org"}');
select test.refused('user:sec', 'person.create', '{"email":"far@example.org","name":"x"}', 'already_exists', '{}',
  'an address is taken even by whom one does not see');
select test.refused('administrator', 'person.create', '{"email":"new@example.org","name":"x","login":"sec"}',
  'already_exists', '{"object":"sec"}', 'a login is one person''s');
select test.refused('user:sec', 'person.create', '{"email":"new@example.org","name":"x","login":"new"}', 'forbidden',
  '{}', 'only administrators give a login');
select is(test.admin('person.create', '{"email":"new@example.org","name":"x","login":"new"}') ->> 'login', 'new',
  'they do');
select test.refused('user:sec', 'person.create', '{"email":"n2@example.org","name":"x","zone":"Moon/Sea"}',
  'bad_value', '{"param":"zone"}');
select test.refused('user:sec', 'person.create', '{"email":"n2@example.org","name":"x","organisation":"CCI-NICE"}',
  'not_found', '{"param":"organisation"}');
select test.refused('user:both', 'person.create', '{"email":"n2@example.org","name":"x"}', 'bad_value',
  '{"param":"plan"}');
select test.refused('user:mem', 'person.create', '{"email":"n2@example.org","name":"x","plan":"LR"}', 'forbidden');
select test.refused('user:lone', 'person.create', '{"email":"n2@example.org","name":"x"}', 'forbidden');
select test.refused('user:sec', 'person.create', '{"email":"n2@example.org","name":"x","plan":"PACA"}', 'not_found',
  '{"object":"PACA"}');
select test.refused('reader:sec@example.org', 'person.create', '{"email":"n2@example.org","name":"x"}', 'read_only');
select is((select count(*)::integer from core.person where email = 'n2@example.org'), 0, 'refusals leave nothing');

select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../people.sql
select plan(17);

select ok(test.call('user:sec', 'organisation.create',
    '{"key":"POLE","name":"Pôle formation","kind":"training_centre","city":"Baillargues","contact":"chargée"}')
    @> '{"ref":"POLE","key":"POLE","name":"Pôle formation","kind":"training_centre","city":"Baillargues",
      "contact":{"key":"mem@example.org"},"plans":[]}',
  'a secretary adds an organisation, its contact found by name');
select is(test.call('user:mem', 'organisation.get', '{"organisation":"POLE"}') ->> 'name', 'Pôle formation',
  'it is known in the plan of who added it');
select test.refused('user:far', 'organisation.get', '{"organisation":"POLE"}', 'not_found', '{"object":"POLE"}',
  'and nowhere else');
select results_eq(
  $$select method, object, person is not null, after ->> 'city' from core.journal where plan = ''
    order by revision desc limit 1$$,
  $$values ('organisation.create', 'POLE', true, 'Baillargues')$$, 'its making is in the register''s journal');
select test.refused('user:sec', 'organisation.create', '{"key":"POLE","name":"x","kind":"other"}', 'already_exists',
  '{"object":"POLE"}');
select test.refused('user:sec', 'organisation.create', '{"key":"CCI-NICE","name":"x","kind":"other"}', 'already_exists',
  '{"object":"CCI-NICE"}', 'a key is taken even by what one does not see');
select test.refused('user:both', 'organisation.create', '{"key":"O2","name":"x","kind":"other"}', 'bad_value',
  '{"param":"plan"}', 'who writes in several plans says in which');
select is(test.call('user:both', 'organisation.create', '{"key":"O2","name":"x","kind":"other","plan":"PACA"}')
  ->> 'key',
  'O2', 'and may');
select is(test.call('user:far', 'organisation.get', '{"organisation":"O2"}') ->> 'key', 'O2', 'then it is known there');
select test.refused('user:sec', 'organisation.get', '{"organisation":"O2"}', 'not_found');
select test.refused('user:sec', 'organisation.create', '{"key":"O3","name":"x","kind":"other","plan":"PACA"}',
  'not_found', '{"object":"PACA"}', 'not in a plan that one does not see');
select test.refused('user:mem', 'organisation.create', '{"key":"O3","name":"x","kind":"other"}', 'forbidden');
select test.refused('user:mem', 'organisation.create', '{"key":"O3","name":"x","kind":"other","plan":"LR"}',
  'forbidden');
select test.refused('user:lone', 'organisation.create', '{"key":"O3","name":"x","kind":"other"}', 'forbidden');
select test.refused('reader:sec@example.org', 'organisation.create', '{"key":"O3","name":"x","kind":"other"}',
  'read_only');
select test.refused('user:sec', 'organisation.create',
  '{"key":"O3","name":"x","kind":"other","contact":"far@example.org"}',
  'not_found', '{"param":"contact"}', 'a contact whom one does not know is not found');
select is(test.admin('organisation.create', '{"key":"O4","name":"x","kind":"other"}') ->> 'key', 'O4',
  'an administrator needs no plan');

select * from finish();
rollback;

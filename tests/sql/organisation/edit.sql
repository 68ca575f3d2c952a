-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../people.sql
select plan(13);

select ok(test.call('user:sec', 'organisation.edit', '{"organisation":"cci ales","city":"Alès (Gard)",
  "contact":"sec@example.org"}')
  @> '{"key":"CCI-ALES","name":"CCI Alès","kind":"chamber","city":"Alès (Gard)","contact":{"key":"sec@example.org"}}',
  'what is absent is left alone');
select ok(test.call('user:sec', 'organisation.edit', '{"organisation":"CCI-ALES","clear":["city","contact"],
  "kind":"federation"}')
  @> '{"city":null,"contact":null,"kind":"federation"}', 'clear empties');
select results_eq(
  $$select method, before ->> 'city', after ->> 'city' from core.journal where object = 'CCI-ALES'
    order by revision desc limit 1$$,
  $$values ('organisation.edit', 'Alès (Gard)', null)$$, 'before and after are in the journal');
select test.refused('user:sec', 'organisation.edit', '{"organisation":"CCI-ALES","clear":["name"]}', 'bad_value',
  '{"param":"clear"}');
select test.refused('user:sec', 'organisation.edit', '{"organisation":"CCI-NICE","name":"x"}', 'not_found');
select test.refused('user:mem', 'organisation.edit', '{"organisation":"CCI-ALES","name":"x"}', 'forbidden');
select test.refused('user:mem', 'organisation.edit', '{"organisation":"CCI-ALES","name":"x"}', 'forbidden');
select test.refused('reader:CCI-ALES', 'organisation.edit', '{"organisation":"CCI-ALES","name":"x"}', 'read_only');
select test.refused('user:sec', 'organisation.edit', '{"organisation":"CCI-ALES","contact":"CCI-ALES"}', 'not_found',
  '{"param":"contact"}', 'an organisation is no contact');

select is(test.call('user:sec', 'organisation.edit', '{"organisation":"CCI-ALES","name":"CCI Alès Cévennes"}')
  ->> 'name',
  'CCI Alès Cévennes', 'a new name');
select is(test.call('user:sec', 'organisation.edit', '{"organisation":"CCI-ALES","name":"CCI Alès Cévennes"}')
  ->> 'revision',
  (select max(revision)::text from core.journal where plan = ''), 'an edit that changes nothing is no change');
select is((select count(*)::integer from core.journal where object = 'CCI-ALES' and after
  ->> 'name' = 'CCI Alès Cévennes'), 1,
  'and leaves no journal row');
select is(test.call('user:far', 'organisation.edit', '{"organisation":"CCI-NICE","contact":"both@example.org"}')
  -> 'contact' ->> 'key', 'both@example.org', 'a contact of the neighbour');

select * from finish();
rollback;

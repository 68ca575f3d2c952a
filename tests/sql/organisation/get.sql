-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../people.sql
select plan(8);

select is(test.admin('member.add', '{"plan":"LR","party":"CCI-ALES","role":"partner"}') ->> 'ref', 'CCI-ALES',
  'a member');
select ok(test.call('user:mem', 'organisation.get', '{"organisation":"CCI-ALES"}')
  @> '{"ref":"CCI-ALES","name":"CCI Alès","kind":"chamber","city":"Alès","contact":null,"plans":[{"plan":"LR",
    "role":"partner"}]}',
  'by key');
select is(test.call('user:mem', 'organisation.get', '{"organisation":"ALES"}') ->> 'key', 'CCI-ALES',
  'by a word of its key');
select is(test.call('user:mem', 'organisation.get', '{"organisation":"cci alès"}') ->> 'key', 'CCI-ALES', 'by name');
select is(test.call('reader:CCI-ALES', 'organisation.get', '{"organisation":"cci alès"}') ->> 'key', 'CCI-ALES',
  'by one that acts for it');
select test.refused('user:mem', 'organisation.get', '{"organisation":"CCI-NICE"}', 'not_found',
  '{"object":"CCI-NICE"}');
select test.refused('administrator', 'organisation.get', '{"organisation":"cci"}', 'ambiguous',
  '{"param":"organisation","candidates":[{"ref":"CCI-ALES"},{"ref":"CCI-NICE"}]}');
select test.refused('user:mem', 'organisation.get', '{"organisation":"secrétariat"}', 'not_found', '{}',
  'a person is no organisation');

select * from finish();
rollback;

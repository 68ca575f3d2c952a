-- SPDX-License-Identifier: MIT
-- A person deactivated is nobody from the next call on; activated, somebody again.
begin;
\ir ../setup.sql
\ir ../people.sql
select plan(10);

select is(test.call('user:sec', 'plan.get', '{"plan":"LR"}') ->> 'ref', 'LR', 'somebody');
select is(test.admin('person.deactivate', '{"person":"sec@example.org"}') ->> 'active', 'false', 'is deactivated');
select test.refused('user:sec', 'plan.get', '{"plan":"LR"}', 'unknown_user', '{"user":"sec"}', 'and nobody now');
select test.refused('reader:sec@example.org', 'plan.get', '{"plan":"LR"}', 'unknown_user', '{}', 'as a reader, too');
select is(test.admin('person.deactivate', '{"person":"sec@example.org"}') ->> 'active', 'false', 'again is nothing');
select is(test.call('user:mem', 'person.get', '{"person":"sec@example.org"}') ->> 'active', 'false', 'others read it');
select test.refused('user:both', 'person.activate', '{"person":"sec@example.org"}', 'forbidden');
select test.refused('user:both', 'person.deactivate', '{"person":"mem@example.org"}', 'forbidden');
select is(test.admin('person.activate', '{"person":"sec@example.org"}') ->> 'active', 'true', 'is activated');
select is(test.call('user:sec', 'plan.get', '{"plan":"LR"}') ->> 'ref', 'LR', 'and somebody again');

select * from finish();
rollback;

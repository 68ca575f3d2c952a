-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
select plan(15);
select null from test.admin('plan.create', '{"key":"LR","title":"Plateforme"}');
select null from test.admin('organisation.create', '{"key":"CCI-ALES","name":"CCI Alès","kind":"chamber"}');
select null from test.admin('person.create',
  '{"email":"presidence@example.org","name":"Présidence CCI Alès","organisation":"CCI-ALES"}');
select null from test.admin('meeting.create', '{"plan":"LR","date":"2014-04-07","place":"Alès"}');
select null from test.admin('meeting.create', '{"plan":"LR","said":"d''ici l''été"}');
select null from test.admin('meeting.create', '{"plan":"LR","date":"2014-05-13"}');
select null from test.admin('meeting.create', '{"plan":"LR"}');

create temporary table held as
select test.admin('meeting.hold', '{"meeting":"LR-M1","place":"Baillargues","attendance":["cci ales","presidence@example.org"]}')
  as m;
select is((m ->> 'state') || ' ' || (m ->> 'date') || ' ' || (m ->> 'place'), 'held 2014-04-07 Baillargues',
  'held on the planned day') from held;
select is(m ->> 'held_revision', m ->> 'revision', 'the revision is remembered') from held;
select is((m ->> 'held_at')::timestamptz, '2014-05-12 10:00:00+02', 'and the instant') from held;
select is(jsonb_path_query_array(m, '$.attendance[*].party.key'), '["CCI-ALES","presidence@example.org"]',
  'with who was there') from held;
select is(m #>> '{attendance,0,presence}', 'present', 'as present') from held;
select is((
    select count(distinct revision) || ' ' || count(*) from core.journal where plan = 'LR' and object = 'LR-M1'),
  '2 4', 'one act, a row in the journal for each change');

select test.refused('administrator', 'meeting.hold', '{"meeting":"LR-M1"}', 'wrong_state',
  '{"state":"held","possible":["approve","reopen"]}');
select test.refused('administrator', 'meeting.hold', '{"meeting":"LR-M2"}', 'bad_value', '{"param":"date"}',
  'a date is needed where only something was said');
select test.refused('administrator', 'meeting.hold', '{"meeting":"LR-M3"}', 'bad_value', '{"param":"date"}',
  'not held tomorrow');
select test.refused('administrator', 'meeting.hold', '{"meeting":"LR-M2","date":"2014-05-13"}', 'bad_value');
select test.refused('administrator', 'meeting.hold', '{"meeting":"LR-M2","date":"2014-05-12","attendance":["nobody"]}',
  'not_found', '{"param":"attendance"}');
select test.refused('administrator', 'meeting.hold', '{"meeting":"LR-M8"}', 'not_found');
select is(test.admin('meeting.hold', '{"meeting":"LR-M2","date":"2014-05-12"}') ->> 'date', '2014-05-12',
  'held today, in place of "by summer"');
select ok(test.admin('meeting.hold', '{"meeting":"LR-M4"}') @> '{"state":"held","date":null}',
  'one of which no date was ever said may be held without');
select null from test.admin('journal.undo', '{"plan":"LR"}');
select is(test.admin('meeting.get', '{"meeting":"LR-M4"}') ->> 'state', 'planned', 'undone, it is planned again');

select * from finish();
rollback;

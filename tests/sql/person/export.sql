-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(26);

select test.sec('action.create', '{"plan":"LR","title":"Un","owner":"mem@example.org"}') is null,
  test.sec('action.create', '{"plan":"LR","title":"Deux","supports":["mem@example.org"]}') is null,
  test.sec('action.create', '{"plan":"LR","title":"Trois","owner":"sec@example.org"}') is null,
  test.sec('meeting.attend', '{"meeting":"LR-M1","present":["mem@example.org"]}') is null,
  test.call('user:mem', 'note.create', '{"object":"LR-1","text":"Vu"}') is null,
  test.call('user:mem', 'action.progress', '{"action":"LR-1","percent":10}') is null,
  test.admin('person.edit', '{"person":"mem@example.org","email":"new@example.org","function":"Chargée"}') is null,
  test.admin('organisation.edit', '{"organisation":"CCI-ALES","contact":"new@example.org"}') is null,
  test.sec('action.edit', '{"action":"LR-1","due":"2014-06-30"}') is null,
  test.call('user:mem', 'preference.edit', '{"digest":"daily"}') is null,
  test.call('user:mem', 'webhook.create', '{"url":"https://hooks.example.org/x"}') is null,
  test.call('user:mem', 'action.acknowledge', '{"action":"LR-1"}') is null,
  test.call('user:mem', 'postponement.request', '{"action":"LR-1","due":"2014-07","why":"Congés"}') is null
\g /dev/null
create temp table told as select test.admin('person.export', '{"person":"new@example.org"}') as all_of_it;

select ok(all_of_it -> 'person' @> '{"ref":"new@example.org","email":"new@example.org","name":"Chargée de mission",
  "function":"Chargée","login":"mem","locale":"fr","zone":"Europe/Paris","organisation":"CCI-ALES"}', 'the person')
from told;
select ok(all_of_it -> 'history' @> '[{"email":"mem@example.org","name":"Chargée de mission","function":null,
  "login":"mem"}]', 'what the person was before') from told;
select is(jsonb_array_length(all_of_it -> 'history'), 1, 'each version once') from told;
select is(all_of_it -> 'contact_of', '["CCI-ALES"]', 'whose contact') from told;
select is(all_of_it -> 'memberships', '[{"plan":"LR","role":"member"}]', 'memberships') from told;
select is(all_of_it -> 'known_in', '["LR"]', 'plans where it is known') from told;
select is(all_of_it -> 'owns', '["LR-1"]', 'actions owned') from told;
select is(all_of_it -> 'supports', '["LR-2"]', 'actions supported') from told;
select is(all_of_it -> 'notes', '["LR-N1"]', 'notes written') from told;
select is(all_of_it -> 'attendance', '[{"meeting":"LR-M1","presence":"present"}]', 'meetings') from told;
select is(jsonb_path_query_array(all_of_it, '$.acts[*].method'), '["preference.edit","webhook.create",
  "note.create","action.progress","action.acknowledge","postponement.request"]', 'acts') from told;
select is(all_of_it #> '{acts,3,objects}', '["LR-1"]', 'with what they were about') from told;
select is(all_of_it #> '{acts,2,plan}', '"LR"', 'and where') from told;
select is(all_of_it -> 'preference', '{"channel":"mail","digest":"daily","muted_until":null}', 'how to be told')
from told;
select ok(all_of_it -> 'webhooks' @> '[{"url":"https://hooks.example.org/x","removed":false}]', 'webhooks') from told;
select is(all_of_it -> 'acknowledged', '["LR-1"]', 'what was acknowledged') from told;
select ok(all_of_it -> 'asked' @> '[{"action":"LR-1","due":"2014-07","why":"Congés","state":"asked"}]',
  'what was asked for') from told;
select is(all_of_it -> 'answered', '[]', 'and answered') from told;
select ok(all_of_it -> 'reminders' @> '[{"plan":"LR","kind":"assigned","object":"LR-1","state":"waiting"}]', 'what is to be told')
from told;
select unalike(all_of_it::text, '%Un"%', 'and no title') from told;

-- Every table that knows persons is in it.
select set_eq($$
  select conrelid::regclass::text || '.' || attname
  from pg_constraint join pg_attribute on attrelid = conrelid and attnum = conkey[1]
  where contype = 'f' and confrelid = 'core.person'::regclass$$,
  $$values ('core.organisation.contact'), ('core.member.person'), ('core.action.owner_person'),
    ('core.action_support.person'), ('core.attendance.person'), ('core.note.person'),
    ('core.witness.person'), ('core.preference.person'), ('core.webhook.person'), ('core.acknowledgement.person'),
    ('core.postponement.person'), ('core.postponement.answered_by'), ('core.agenda.person'), ('core.reminder.person'),
    ('core.message.person'), ('core.unreachable.person')$$,
  'nothing else refers to persons: what does must join the export');

select is(test.call('user:mem', 'person.export', '{"person":"new@example.org"}'), all_of_it, 'oneself gets the same')
from told;
select test.refused('user:sec', 'person.export', '{"person":"new@example.org"}', 'forbidden');
select test.refused('user:far', 'person.export', '{"person":"new@example.org"}', 'not_found');
select test.refused('administrator', 'person.export', '{"person":"nobody@example.org"}', 'not_found');
select test.refused('administrator', 'person.export', '{"person":"secrétariat"}', 'ambiguous');

select * from finish();
rollback;

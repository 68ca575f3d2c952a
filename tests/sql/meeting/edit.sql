-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
select plan(21);
select null from test.admin('plan.create', '{"key":"LR","title":"Plateforme"}');
select null from test.admin('meeting.create', '{"plan":"LR","said":"d''ici l''été","place":"Alès"}');

select is(test.admin('meeting.edit', '{"meeting":"LR-M1","objective":"Décider"}') ->> 'place', 'Alès',
  'what is absent stays');
select ok(test.admin('meeting.edit', '{"meeting":"LR-M1","date":"2014-06-24"}')
    @> '{"date":"2014-06-24","said":"d''ici l''été","latest":"2014-06-24"}',
  'a date is fixed, what was said is kept');
select ok(test.admin('meeting.edit', '{"meeting":"LR-M1","clear":["date"]}')
    @> '{"date":null,"said":"d''ici l''été","latest":"2014-06-30"}',
  'a date is taken back, what was said counts again');
select ok(test.admin('meeting.edit', '{"meeting":"LR-M1","said":"fin juillet"}') @> '{"latest":"2014-07-31"}',
  'said otherwise, reckoned anew');
select ok(test.admin('meeting.edit', '{"meeting":"LR-M1","clear":["said","place","objective"]}')
    @> '{"said":null,"edtf":null,"latest":null,"place":null,"objective":null}', 'emptied');
select is(test.admin('meeting.edit', '{"meeting":"LR-M1","minutes":"Dit et décidé."}') ->> 'minutes',
  'Dit et décidé.', 'minutes are written');
select is(test.admin('meeting.edit', '{"meeting":"LR-M1","clear":["minutes"]}') -> 'minutes', 'null', 'and emptied');

create function pg_temp.hours(edit text) returns text
language sql
as $$
  select concat_ws(' ', m ->> 'starts', m ->> 'ends')
  from test.admin('meeting.edit', '{"meeting":"LR-M1"}'::jsonb || edit::jsonb) as m
$$;
select is(pg_temp.hours('{"starts":"14:00","ends":"17:00"}'), '14:00 17:00', 'hours');
select is(pg_temp.hours('{"ends":"18:00"}'), '14:00 18:00', 'one stays where the other changes');
select is(pg_temp.hours('{"date":"2014-05-02"}'), '14:00 18:00', 'both where the day does');
select is(pg_temp.hours('{"clear":["date"]}'), '14:00 18:00', 'and where it is open again');
select test.refused('administrator', 'meeting.edit', '{"meeting":"LR-M1","starts":"19:00"}', 'bad_value',
  '{"param":"ends"}', 'it does not begin after its end');
select is(pg_temp.hours('{"starts":"19:00","clear":["ends"]}'), '19:00', 'unless that is not known any more');
select is(pg_temp.hours('{"ends":"19:30"}') || pg_temp.hours('{"clear":["starts"]}'), '19:00 19:30',
  'without a beginning there is no end');
select test.refused('administrator', 'meeting.edit', '{"meeting":"LR-M1","ends":"20:00"}', 'bad_value', '{"param":"ends"}');
select test.refused('administrator', 'meeting.edit', '{"meeting":"LR-M1","clear":["state"]}', 'bad_value',
  '{"param":"clear"}');
select test.refused('administrator', 'meeting.edit', '{"meeting":"LR-M9","place":"x"}', 'not_found');
select throws_like($$select test.call('administrator', 'meeting.edit', '{"meeting":"LR-M1","place":"x"}', 1)$$,
  '%changed meanwhile%', 'not when it has moved on');
select null from test.admin('meeting.hold', '{"meeting":"LR-M1","date":"2014-05-05"}');
select test.refused('administrator', 'meeting.edit', '{"meeting":"LR-M1","date":"2014-05-13"}', 'bad_value',
  '{"param":"date"}');
select test.refused('administrator', 'meeting.edit', '{"meeting":"LR-M1","clear":["date"]}', 'bad_value',
  '{"param":"date"}');
select is(test.admin('meeting.edit', '{"meeting":"LR-M1","date":"2014-05-06"}') ->> 'date', '2014-05-06',
  'the date of a meeting held may be corrected');

select * from finish();
rollback;

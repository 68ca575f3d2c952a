-- SPDX-License-Identifier: MIT
-- What the daemon witnessed: writes refused, and what partners read.
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(17);

-- As the daemon tells it.
create function test.witness(counts jsonb) returns void
language plpgsql
as $$
begin
  perform set_config('search_path', 'core, pg_temp', true);
  set local role copild_serve;
  perform core.witness_add(counts);
  reset role;
  perform set_config('search_path', 'public', true);
end;
$$;
select test.admin('member.add', '{"plan":"LR","party":"CCI-ALES","role":"partner"}') is null,
  test.witness('[
    {"hour":1399881600,"actor":"user:obs","method":"action.start","place":"LR-1","kind":"forbidden","calls":2},
    {"hour":1399881600,"actor":"user:obs","method":"person.edit","place":"sec@example.org","kind":"forbidden","calls":1},
    {"hour":1399881600,"actor":"user:nobody","method":"plan.create","place":null,"kind":"unknown_user","calls":7},
    {"hour":1399881600,"actor":"reader:CCI-ALES","method":"action.start","place":"LR-1","kind":"read_only","calls":1},
    {"hour":1399881600,"actor":"user:par","method":"action.list","place":"LR","kind":"read","calls":40},
    {"hour":1399881600,"actor":"user:mem","method":"action.list","place":"LR","kind":"read","calls":3},
    {"hour":1399881600,"actor":"reader:CCI-ALES","method":"action.get","place":"LR-1","kind":"read","calls":4},
    {"hour":1399881600,"actor":"reader:CCI-ALES","method":"action.get","place":"LR-2","kind":"read","calls":5},
    {"hour":1399881600,"actor":"user:obs","method":"action.list","place":"LR","kind":"read","calls":50},
    {"hour":1399881600,"actor":"user:far","method":"action.list","place":"PACA","kind":"read","calls":60}]') is null
\g /dev/null

create function test.told(answer jsonb) returns setof text
language sql
as $$
  select concat_ws(' ', item #>> '{who,key}', item ->> 'method', item ->> 'object', item ->> 'kind', item ->> 'calls')
  from jsonb_array_elements(answer -> 'items') as item
$$;
select set_eq($$select test.told(test.admin('journal.refusals', '{"plan":"LR"}'))$$,
  $$values ('obs@example.org action.start LR-1 forbidden 2'), ('CCI-ALES action.start LR-1 read_only 1')$$,
  'refused writes, with who, what, why and how often');
select set_eq($$select test.told(test.admin('journal.refusals'))$$,
  $$values ('obs@example.org action.start LR-1 forbidden 2'), ('CCI-ALES action.start LR-1 read_only 1'),
    ('obs@example.org person.edit forbidden 1'), ('plan.create unknown_user 7')$$,
  'those about the register are for administrators; addresses are not kept');
select set_eq($$select test.told(test.admin('journal.reads', '{"plan":"LR"}'))$$,
  $$values ('par@example.org action.list read 40'), ('CCI-ALES action.get read 9'),
    ('mem@example.org action.list read 3')$$,
  'what partners read, and who belongs to one; objects are not told');
select test.witness('[{"hour":1399882000,"actor":"user:obs","method":"action.start","place":"LR-1","kind":"forbidden",
  "calls":5}]') is null \g /dev/null
select set_eq($$select test.told(test.call('user:sec', 'journal.refusals', '{"plan":"LR"}'))$$,
  $$values ('obs@example.org action.start LR-1 forbidden 7'), ('CCI-ALES action.start LR-1 read_only 1')$$,
  'the same hour is the same row');
select test.witness('[{"hour":1399886000,"actor":"user:obs","method":"action.start","place":"LR-1","kind":"forbidden",
  "calls":1}]') is null \g /dev/null
select is(jsonb_array_length(test.call('user:both', 'journal.refusals', '{"plan":"LR"}') -> 'items'), 3,
  'another hour is another');
select is(item ->> 'hour', '2014-05-12T09:00:00+00:00', 'the newest first')
from jsonb_path_query(test.admin('journal.refusals', '{"plan":"LR"}'), '$.items[0]') as item;
select set_eq($$
    select test.told(page) from test.admin('journal.refusals', '{"plan":"LR","limit":2}') as page
    union all
    select test.told(test.admin('journal.refusals',
      jsonb_build_object('plan', 'LR', 'limit', 2, 'cursor', page -> 'next')))
    from test.admin('journal.refusals', '{"plan":"LR","limit":2}') as page$$,
  $$select test.told(test.admin('journal.refusals', '{"plan":"LR"}'))$$, 'page after page');

select test.refused(actor, method, '{"plan":"LR"}', kind)
from unnest('{journal.refusals,journal.reads}'::text[]) as method,
  (values ('user:mem', 'forbidden'), ('user:par', 'forbidden'), ('user:far', 'not_found')) as caller (actor, kind);
select test.refused('user:sec', 'journal.refusals', '{}', 'not_found', '{}', 'a secretary names a plan');
select test.refused('administrator', 'journal.reads', '{"plan":"LR","cursor":"AAAA"}', 'bad_value');
select set_config('copild.agent', '', true) is null, set_config('copild.person', '', true) is null \g /dev/null
set local role copild_serve;
set local search_path = core, public, pg_temp;
select is((select count(*) from witness), 0::bigint, 'and nobody reads it without rights');
reset role;
set local search_path = public;
select is(jsonb_path_query_array(test.admin('person.export', '{"person":"obs@example.org"}'),
    '$.witnessed[*] ? (@.object == "LR-1").calls'), '[7, 1]',
  'what is known of a person has it');

select * from finish();
rollback;

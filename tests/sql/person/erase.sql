-- SPDX-License-Identifier: MIT
-- A person is erased: no trace of the name in any column of any table, and the chain is whole.
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(34);

select test.admin('person.create', '{"email":"zephyrine@example.org","name":"Zéphyrine Canari","login":"zeph",
    "function":"fonction canari","organisation":"CCI-ALES"}') is null,
  test.admin('person.edit', '{"person":"zephyrine@example.org","email":"canari@example.org"}') is null,
  test.admin('member.add', '{"plan":"LR","party":"canari@example.org","role":"secretary"}') is null,
  test.admin('member.add', '{"plan":"PACA","party":"canari@example.org","role":"observer"}') is null,
  test.sec('action.create', '{"plan":"LR","title":"Un","owner":"canari@example.org","supports":["sec@example.org"]}')
    is null,
  test.sec('action.create', '{"plan":"LR","title":"Deux","supports":["Zéphyrine"]}') is null,
  test.sec('meeting.attend', '{"meeting":"LR-M1","excused":["canari@example.org"]}') is null,
  test.call('user:zeph', 'note.create', '{"object":"LR-1","text":"Vu"}') is null,
  test.call('user:zeph', 'decision.create', '{"plan":"LR","title":"Une décision"}') is null
\g /dev/null
create temp table subject as select id from core.person where login = 'zeph';

-- Every column of every table in which a word stands, whatever its type.
create function test.traces(word text) returns setof text
language plpgsql
as $$
declare
  place record;
  number bigint;
begin
  for place in
    select c.oid::regclass as relation, a.attname
    from pg_class as c join pg_attribute as a on a.attrelid = c.oid
    where c.relkind in ('r', 'm', 'p') and a.attnum > 0 and not a.attisdropped
      and c.relnamespace in ('core'::regnamespace, 'api'::regnamespace, 'public'::regnamespace)
  loop
    execute format('select count(*) from %s where %I::text ilike $1', place.relation, place.attname)
    into number using '%' || word || '%';
    if number > 0 then
      return next place.relation || '.' || place.attname;
    end if;
  end loop;
end;
$$;
select set_eq($$select test.traces('canari')$$, $$values ('core.person.email'), ('core.person.name'),
  ('core.person.function'), ('core.person_history.name'), ('core.person_history.function')$$,
  'the name stands in the person and its history alone');

-- Refused while something is to be done.
select test.refused('administrator', 'person.erase', '{"person":"canari@example.org"}', 'in_use',
  '{"object":"canari@example.org","actions":["LR-1"],"organisations":[]}');
select test.admin('organisation.edit', '{"organisation":"CCI-ALES","contact":"canari@example.org"}') is null \g /dev/null
select test.refused('administrator', 'person.erase', '{"person":"canari@example.org"}', 'in_use',
  '{"actions":["LR-1"],"organisations":["CCI-ALES"],"by":"CCI-ALES, LR-1"}');
select test.sec('action.done', '{"action":"LR-1"}') is null \g /dev/null
select test.refused('administrator', 'person.erase', '{"person":"canari@example.org"}', 'in_use',
  '{"actions":[],"organisations":["CCI-ALES"]}');
select test.admin('organisation.edit', '{"organisation":"CCI-ALES","clear":["contact"]}') is null \g /dev/null
select test.refused('user:sec', 'person.erase', '{"person":"canari@example.org"}', 'forbidden');
select test.refused('user:zeph', 'person.erase', '{"person":"canari@example.org"}', 'forbidden');
select test.refused('user:far', 'person.erase', '{"person":"mem@example.org"}', 'forbidden');
select test.refused('reader:sec@example.org', 'person.erase', '{"person":"canari@example.org"}', 'read_only');
select test.refused('administrator', 'person.erase', '{"person":"nobody@example.org"}', 'not_found');

-- Erased.
create temp table erased as select test.admin('person.erase', '{"person":"canari@example.org"}') as answer;
select is(answer - 'revision', jsonb_build_object('ref', 'person:' || id, 'erased_at', '2014-05-12T08:00:00+00:00'),
  'the answer has no name') from erased, subject;
select is_empty(format('select test.traces(%L)', word), 'no trace of ' || word)
from unnest('{canari,zephyrine,Zéphyrine,zeph}'::text[]) as word;
select is(test.admin('journal.verify', jsonb_build_object('plan', plan)) -> 'ok', 'true', 'the chain of '
  || coalesce(plan, 'the register') || ' is whole')
from (values (null), ('LR'), ('PACA')) as place (plan);
select is((
  select json_build_array(j.method, j.object, j.after ? 'erased_at', j.after ?| '{email,name,function,login}')::text
  from core.journal as j
  where plan = '' order by revision desc limit 1), format('["person.erase", "person:%s", true, false]', id),
  'it is journaled without the name') from subject;

-- What the person did stays, under a name that says nobody.
select is(test.sec('action.get', '{"action":"LR-1"}') -> 'owner', jsonb_build_object('kind', 'person',
  'key', 'person:' || id, 'name', 'erased person', 'organisation', 'CCI-ALES'), 'as owner') from subject;
select is(test.call('user:sec', 'action.get', '{"action":"LR-2"}', locale => 'fr') #>> '{supports,0,name}',
  'personne effacée', 'as support, in French');
select is(test.sec('journal.list', jsonb_build_object('plan', 'LR', 'object', 'LR-D2')) #>> '{items,0,who,name}',
  'erased person', 'in the journal');
select unalike(test.sec('member.list', '{"plan":"LR"}')::text, '%erased%', 'but no more as a member');
select results_eq(format($$select plan, method, relation, after from core.journal
    where before ->> 'person' = '%s' and relation = 'member' order by plan$$, id),
  $$values ('LR', 'person.erase', 'member', null::jsonb), ('PACA', 'person.erase', 'member', null)$$,
  'which each plan''s journal tells') from subject;
select is_empty($$select * from test.traces('canari')$$, 'reading leaves no trace');
select ok(test.sec('plan.status', '{"plan":"LR"}') -> 'by_organisation' @> '[{"organisation":{"key":"CCI-ALES"}}]',
  'its actions still count');

-- Nobody is that person any more.
select test.refused('user:zeph', 'session.whoami', '{}', 'unknown_user');
select test.refused('reader:canari@example.org', 'session.whoami', '{}', 'unknown_user');
select test.refused('user:sec', 'person.get', '{"person":"canari@example.org"}', 'not_found');
select test.refused('user:sec', 'action.edit', jsonb_build_object('action', 'LR-2', 'owner', word), 'not_found',
  '{"param":"owner"}', 'nor meant by ' || word)
from subject, unnest(array['Zéphyrine', 'erased', 'person:' || id]) as word;
select unalike(test.admin('person.list')::text, '%erased%', 'nor listed');
select test.refused('administrator', 'journal.undo', '{"plan":"PACA"}', 'not_undoable', '{}',
  'nor can it be undone: the act before is what undoing meets');
select ok(test.admin('person.create', '{"email":"canari@example.org","name":"Une autre","login":"zeph"}') is not null,
  'the address and the login are free again');

select * from finish();
rollback;

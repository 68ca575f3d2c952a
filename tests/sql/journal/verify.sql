-- SPDX-License-Identifier: MIT
-- The chain of the journal: whatever is done to it is found, and the row that was touched is named.
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(47);

alter table core.journal disable trigger append_only;

-- What journal.verify says in short, after a statement that is then taken back.
create function test.after(tampering text, about text default '{"plan":"LR"}') returns text
language plpgsql
as $$
declare
  said jsonb;
  found text;
begin
  execute tampering;
  said := test.admin('journal.verify', about::jsonb);
  found := case when (said ->> 'ok')::boolean then 'ok'
    else format('%s@%s %s', said #>> '{first_broken,revision}', said #>> '{first_broken,part}',
      said #>> '{first_broken,what}') end;
  raise exception 'taken back' using errcode = 'TB000';
exception when sqlstate 'TB000' then
  return found;
end;
$$;

-- The hash that a row should have where it stands, for those who forge it.
create function test.forged(at bigint, number integer) returns bytea
language sql
as $$
  select core.journal_hash((
    select j.hash from core.journal as j
    where j.plan = 'LR' and (j.revision, j.part) < (entry.revision, entry.part)
    order by j.revision desc, j.part desc limit 1), entry)
  from core.journal as entry where entry.plan = 'LR' and entry.revision = at and entry.part = number
$$;

-- A plan with acts of several rows: LR@15 has three.
select test.sec('action.create', '{"plan":"LR","title":"Un","decision":"LR-D1","due":"2014-06","supports":["CCI-ALES"],
    "sectors":["NUC"]}') is null,
  test.sec('action.create', '{"plan":"LR","title":"Deux"}') is null,
  test.sec('action.block', '{"action":"LR-1","why":"attend la liste"}') is null,
  test.sec('action.edit', '{"action":"LR-2","title":"Deux bis"}') is null,
  test.sec('journal.undo', '{"plan":"LR"}') is null
\g /dev/null
create temp table several as
select max(revision) as revision, (select max(revision) from core.journal where plan = 'LR') as last
from core.journal where plan = 'LR' and part = 3;
select isnt((select revision from several), null, 'an act of three rows');

-- Whole.
select is(answer - 'head', jsonb_build_object('plan', 'LR', 'ok', true, 'first_broken', null,
    'rows', (select count(*) from core.journal where plan = 'LR'), 'revision', (select last from several)),
  'a plan that nobody touched is whole')
from test.sec('journal.verify', '{"plan":"LR"}') as answer;
select is(test.admin('journal.verify') - '{rows,revision,head}'::text[], '{"plan":null,"ok":true,"first_broken":null}',
  'and the register');
select is(test.admin('journal.verify', '{"plan":"PACA"}') -> 'ok', 'true', 'and the other plan');
select is(test.sec('plan.status', '{"plan":"LR"}') -> 'fingerprint', test.sec('journal.verify', '{"plan":"LR"}') -> 'head',
  'a status carries the fingerprint');
select matches(test.sec('plan.status', '{"plan":"LR"}') ->> 'fingerprint', '^[0-9a-f]{16}$', 'of 16 hex digits');
create temp table printed as select test.sec('plan.status', '{"plan":"LR"}') as status;
select lives_ok($$select test.sec('action.start', '{"action":"LR-2"}')$$, 'the plan goes on');
select isnt(test.sec('plan.status', '{"plan":"LR"}') -> 'fingerprint', status -> 'fingerprint', 'and its fingerprint')
from printed;
select is(answer -> 'head', status -> 'fingerprint', 'a printed status is found again by its revision')
from printed, test.sec('journal.verify', jsonb_build_object('plan', 'LR', 'to', status -> 'revision')) as answer;

-- Any column of any row.
select is(test.after(format('update core.journal set %I = %s where plan = ''LR'' and revision = 5', name, value)),
  '5@1 changed', 'an edited ' || name || ' is found')
from (values
  ('recorded_at', 'recorded_at + interval ''1 microsecond'''), ('person', '999'), ('agent', '''x'''),
  ('method', 'method || ''x'''), ('object', 'object || ''x'''), ('relation', '''lead'''),
  ('before', '''{}'''), ('after', 'after || ''{"x": 1}'''), ('why', '''parce que'''), ('undoes', '1'),
  ('hash', 'sha256(hash)')) as edited (name, value);
select set_eq($$select attname::text from pg_attribute
  where attrelid = 'core.journal'::regclass and attnum > 0 and not attisdropped$$,
  $$values ('plan'), ('revision'), ('part'), ('recorded_at'), ('person'), ('agent'), ('method'), ('object'), ('relation'),
    ('before'), ('after'), ('why'), ('undoes'), ('hash')$$, 'those are all columns: a new one must join the hash');
select is(test.after(format('update core.journal set why = ''x'' where plan = ''LR'' and (revision, part) = (%s, %s)',
  revision, part)), revision || '@' || part || ' changed', 'an edit is found at ' || revision || '@' || part)
from core.journal where plan = 'LR' and (revision = 1 or revision = (select max(revision) from core.journal
  where plan = 'LR') or part = 2 and revision = (select revision from several));
select is(test.after($$update core.journal set why = 'x' where plan = 'LR' and revision in (4, 7)$$), '4@1 changed',
  'of two edits the first is named');
select is(test.after($$update core.journal set plan = 'PACA', revision = 900 where plan = 'LR' and revision = 5$$),
  '5@1 missing', 'a row that was moved to another plan is missing');

-- Missing.
select is(test.after($$delete from core.journal where plan = 'LR' and revision = 5$$), '5@1 missing',
  'a deleted act is missing');
select is(test.after($$delete from core.journal where plan = 'LR' and revision = 1$$), '1@1 missing', 'the first too');
select is(test.after(format('delete from core.journal where plan = ''LR'' and revision = %s and part = 2', revision)),
  revision || '@2 missing', 'one row of an act') from several;
select is(test.after($$delete from core.journal where plan = 'LR' and revision > 6$$), '7@1 missing', 'the end');
select is(test.after($$delete from core.journal where plan = 'LR'$$), '1@1 missing', 'everything');
select is(test.after(format($$delete from core.journal where plan = 'LR' and (revision = %1$s and part = 3
    or revision > %1$s)$$, revision)), revision + 1 || '@1 missing', 'the end, from within an act') from several;

-- Inserted.
create function test.inserted(at bigint, number integer) returns text
language sql
as $$
  select format('insert into core.journal (plan, revision, part, recorded_at, method, object, relation, hash)
      select plan, %1$s, %2$s, recorded_at, ''x.y'', ''LR-1'', ''action'', ''x''
      from core.journal where plan = ''LR'' and revision = least(%1$s, 5) and part = 1;
    update core.journal set hash = coalesce(test.forged(%1$s, %2$s), hash)
    where plan = ''LR'' and revision = %1$s and part = %2$s', at, number)
$$;
select is(test.after(test.inserted(5, 2)), '5@2 inserted', 'an inserted row is found, though it forged its hash');
select is(test.after(test.inserted(5, 2) || $$; update core.journal set hash = 'x' where plan = 'LR' and revision = 5
    and part = 2$$), '5@2 inserted', 'or did not');
select is(test.after(test.inserted(5, 9)), '5@9 inserted', 'whatever its number');
select is(test.after(test.inserted(last + 2, 1)), last + 2 || '@1 inserted', 'and at the end') from several;
select is(test.after(test.inserted(last + 1, 2)), last + 1 || '@2 inserted', 'or within the last act') from several;

-- Swapped.
select is(test.after($$with pair as (
    select revision, after, object from core.journal where plan = 'LR' and revision in (4, 6))
  update core.journal as j set after = pair.after, object = pair.object
  from pair where j.plan = 'LR' and pair.revision = 10 - j.revision$$), '4@1 changed', 'swapped contents');
select is(test.after($$update core.journal set revision = 1000 where plan = 'LR' and revision = 4;
  update core.journal set revision = 4 where plan = 'LR' and revision = 6;
  update core.journal set revision = 6 where plan = 'LR' and revision = 1000$$), '4@1 changed', 'swapped numbers');

-- The head.
select is(test.after($$update core.revision set head = sha256(head) where plan = 'LR'$$), (select max(revision)
  from core.journal where plan = 'LR') || '@1 changed', 'a head that is not the last row''s');
select is(test.after(format($$update core.journal set why = 'x' where plan = 'LR' and revision = %1$s;
  update core.journal set hash = test.forged(%1$s, 1) where plan = 'LR' and revision = %1$s$$, last + 1)),
  last + 1 || '@1 changed', 'or a last row that forged its hash') from several;
select is(test.after('update core.journal set why = ''x'' where plan = ''LR'' and revision = 5', about), said, about)
from (values ('{"plan":"LR","to":4}', 'ok'), ('{"plan":"LR","from":7}', 'ok'),
  ('{"plan":"LR","from":5,"to":5}', '5@1 changed'), ('{"plan":"PACA"}', 'ok')) as span (about, said);

-- Who may ask.
select test.refused('user:far', 'journal.verify', '{"plan":"LR"}', 'not_found', '{"object":"LR"}');
select test.refused('user:sec', 'journal.verify', '{}', 'forbidden', '{}', 'the register is for administrators');

select * from finish();
rollback;

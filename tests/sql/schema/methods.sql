-- SPDX-License-Identifier: MIT
-- What holds of every method: its name, its types, and a comment that says all that people and programs read.
begin;
\ir ../setup.sql
select plan(16);

create temp table method as
select proc.oid, proc.proname::text as name, obj_description(proc.oid, 'pg_proc') as comment, proc.provolatile,
  coalesce(proc.proargnames[1:proc.pronargs], '{}')::text[] as params, proc.proargtypes::oid[] as types, proc.pronargs,
  proc.pronargdefaults, proc.prorettype, proc.prolang, proc.prosecdef,
  core.comment_parts(obj_description(proc.oid, 'pg_proc'), coalesce(proc.proargnames[1:proc.pronargs],
    '{}')::text[]) as words
from pg_proc as proc
where proc.pronamespace = 'api'::regnamespace;

select isnt_empty('select from method', 'there are methods');
select is_empty($$select name from method where name !~ '^[a-z]+_[a-z]+$'$$, 'a name is noun_verb');
select is_empty('select name from method group by name having count(*) > 1', 'no method is overloaded');
select is_empty($$select name, format_type(prorettype, null) from method where prorettype <> 'json'::regtype$$,
  'every method answers json');
select is_empty($$select name from method join pg_language as l on l.oid = prolang where lanname <> 'plpgsql'$$,
  'every method is PL/pgSQL');
select is_empty('select name from method where prosecdef', 'no method acts as the owner');
select is_empty($$select name, param from method, unnest(params) as param
  where coalesce(param, '') !~ '^[a-z][a-z_]*$'$$,
  'every parameter has a name');
select is_empty($$select name from method join pg_proc as p on p.oid = method.oid
  where p.pronargdefaults > 0 and exists (
    select from regexp_split_to_table(pg_get_expr(p.proargdefaults, 0), ', ') as given where given !~ '^NULL::')$$,
  'every optional parameter is null unless given');

-- Comments.
select is_empty($$select name from method where coalesce(words ->> 'summary', '') !~ '^[A-Z].*[.]$'$$,
  'a comment opens with a sentence');
select is_empty($$select name, param from method, unnest(params) as param
  where coalesce(words -> 'params' ->> param, '') = ''$$,
  'describes every parameter');
select is_empty($$select name, line
  from method, regexp_split_to_table(regexp_replace(comment, '^.*\n\n', ''), '\n') as line
  where line ~ '^[a-z_]+: ' and not split_part(line, ':', 1) = any (params)$$, 'and no other');
select is_empty($$select name from method where coalesce(words ->> 'returns', '') = ''$$, 'says what is returned');
select is_empty($$select name, kind from method, jsonb_array_elements_text(words -> 'errors') as named (kind)
  where not exists (select from core.error where error.kind = named.kind)$$, 'and names only refusals that exist');

-- Words in both languages for what the caller may be told.
select is_empty($$
  select distinct format_type(one.oid, null)
  from method, unnest(types) as given, pg_type as t, pg_type as one
  where t.oid = given and one.oid = case when t.typcategory = 'A' then t.typelem else t.oid end
    and not exists (
      select from core.wording
      where key = 'type.' || case when one.typtype = 'b' then format_type(one.oid, null) else one.typname end)$$,
  'every type of a parameter has its words');
select is_empty($$
  select kind from core.error where en = '' or fr = ''
    or (select array_agg(slot[1] order by slot) from regexp_matches(en, '%\(([a-z_]+)\)s', 'g') as slot)
      is distinct from (select array_agg(slot[1] order by slot) from regexp_matches(fr, '%\(([a-z_]+)\)s',
        'g') as slot)$$,
  'every refusal says the same in both languages');
select is_empty($$
  select method ->> 'name', parameter ->> 'name'
  from json_array_elements(core.catalog() -> 'methods') as method, json_array_elements(method -> 'params') as parameter
  where parameter #>> '{expected,fr}' is null or parameter #>> '{expected,en}' is null or parameter
    ->> 'description' is null$$,
  'the method table is whole');

select * from finish();
rollback;

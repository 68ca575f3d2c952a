-- SPDX-License-Identifier: MIT
-- The stamp of the method table: the same while nothing changed, another after each kind of change that the table shows.
begin;
\ir ../setup.sql
select plan(10);

create temp table seen as select core.catalog_stamp() as stamp;
grant all on seen to public;

-- Another than the last time.
create function pg_temp.moved() returns boolean
language plpgsql
as $$
declare
  before text;
begin
  select stamp into strict before from seen;
  update seen set stamp = core.catalog_stamp();
  return before <> core.catalog_stamp();
end;
$$;

select ok(not pg_temp.moved(), 'the same while nothing changed');
select is(core.catalog() ->> 'stamp', core.catalog_stamp(), 'the method table carries it');
create function api.stamp_try() returns json language sql stable as 'select null::json';
select ok(pg_temp.moved(), 'a method was added');
comment on function api.stamp_try is 'Tries.';
select ok(pg_temp.moved(), 'a comment was changed');
drop function api.stamp_try;
select ok(pg_temp.moved(), 'a method was dropped');
alter domain core.title add constraint stamp_try check (value <> 'stamp');
select ok(pg_temp.moved(), 'a type was narrowed');
select core.word('type.title', 'a title indeed', 'un titre vraiment');
select ok(pg_temp.moved(), 'the words for a type were changed');
update core.error set en = en where kind = 'cycle';
select ok(pg_temp.moved(), 'a refusal was changed');
update core.clock set shift = '1 day';
select ok(pg_temp.moved(), 'the clock was shifted');
update core.schema set version = version + 1;
select ok(pg_temp.moved(), 'a migration ran');

select * from finish();
rollback;

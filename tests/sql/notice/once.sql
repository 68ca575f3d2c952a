-- SPDX-License-Identifier: MIT
-- What happens in a short time is told once, as it came out.
begin;
\ir ../setup.sql
\ir ../stage.sql
\ir ../outbox_functions.sql
\ir ../told_functions.sql
select plan(1);

create function pg_temp.sec(method text, params text) returns void
language sql
as $$ select test.call('user:sec', method, params::jsonb) $$;
create function pg_temp.admin(method text, params text) returns void
language sql
as $$ select test.call('administrator', method, params::jsonb) $$;
select pg_temp.told('2014-05-12 11:00:00+02') \g /dev/null

-- An organisation without a contact hides nobody who helps or owns.
select test.at('2014-05-13 10:00:00+02'), pg_temp.sec('action.create',
  '{"plan":"LR","title":"Trois","owner":"par@example.org","supports":["CCI-ALES"]}') \g /dev/null
select pg_temp.told('2014-05-13 10:08:00+02'), pg_temp.sec('action.edit', '{"action":"LR-1","owner":"obs@example.org"}') \g /dev/null
select is(pg_temp.told('2014-05-13 10:20:00+02'), 'obs news assigned LR-1', 'who has it no longer is not told of it');

select * from finish();
rollback;

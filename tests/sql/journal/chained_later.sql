-- SPDX-License-Identifier: MIT
-- A journal that was written before there was a chain is chained when the schema is brought up to date.
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(4);

create temp table before as
select place.key as plan, test.admin('journal.verify', jsonb_build_object('plan', place.key)) as answer
from (values (null), ('LR'), ('PACA')) as place (key);
alter table core.journal disable trigger append_only;
alter table core.journal alter hash drop not null;
update core.journal set hash = null;
update core.revision set parts = 0, head = '';

set search_path = core, pg_temp;
\ir ../../../sql/core/evidence.sql
\set QUIET on
set search_path = public;
select is(test.admin('journal.verify', jsonb_build_object('plan', plan)), answer,
  'as if it had always been, in ' || coalesce(plan, 'the register'))
from before;
select test.sec('lead.edit', '{"lead":"LR-L2","title":"Autre piste"}') is null \g /dev/null
select is(test.admin('journal.verify', '{"plan":"LR"}') -> 'ok', 'true', 'and it goes on');

select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
-- What the serving roles may touch. Row security decides which rows; the journal, the history, revisions and
-- counters are written by definer functions alone.

revoke all on schema core, api from public;
grant usage on schema core, api to copild_serve, copild_read;

do $$
declare
  own regprocedure;
begin
  for own in
    select oid from pg_proc
    where pronamespace in ('core'::regnamespace, 'api'::regnamespace) and proowner = 'copild_owner'::regrole
  loop
    execute format('revoke all on function %s from public', own);
    execute format('grant execute on function %s to copild_serve, copild_read', own);
  end loop;
end;
$$;

revoke all on all tables in schema core from copild_serve, copild_read;
grant select on all tables in schema core to copild_serve, copild_read;

do $$
declare
  kept text;
begin
  for kept in
    select tgrelid::regclass from pg_trigger
    where tgname = 'kept' and not tgisinternal
  loop
    execute format('grant insert, update, delete on %s to copild_serve', kept);
  end loop;
end;
$$;

-- What installs, keeps or counts is not for those who serve.
revoke execute on function
  core.keep, core.guard, core.define_domain, core.define_enum, core.word, core.note_change, core.only_append
from copild_serve, copild_read;

-- SPDX-License-Identifier: MIT
-- The roles and what they may do to this database. Run once, by a superuser, in the database that copild is to
-- use; running it again is harmless. `copild migrate` does all the rest.
--
--   copild_owner    owns every object; nobody logs in as it
--   copild_migrate  logs in to install and upgrade, acting as the owner
--   copild_serve    the daemon's writes: under row security, no right to change the schema or the journal
--   copild_read     the daemon's reads: the same rows, in read-only transactions

do $$
declare
  wanted record;
begin
  for wanted in
    select *
    from (values
      ('copild_owner', 'nologin'), ('copild_migrate', 'login noinherit'),
      ('copild_serve', 'login'), ('copild_read', 'login')) as role (name, options)
  loop
    if not exists (select from pg_roles where rolname = wanted.name) then
      execute format('create role %I %s', wanted.name, wanted.options);
    end if;
  end loop;
end;
$$;

grant copild_owner to copild_migrate;

do $$
begin
  execute format('grant create, connect, temporary on database %I to copild_owner', current_database());
  execute format('grant connect on database %I to copild_migrate, copild_serve, copild_read', current_database());
  execute format('alter role copild_serve in database %I set search_path = core, pg_temp', current_database());
  execute format('alter role copild_read in database %I set search_path = core, pg_temp', current_database());
  execute format('alter role copild_read in database %I set default_transaction_read_only = on', current_database());
end;
$$;

revoke create on schema public from public;

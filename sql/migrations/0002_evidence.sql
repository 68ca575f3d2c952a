-- SPDX-License-Identifier: MIT
-- The journal becomes a chain (its hashes are filled in by core/evidence.sql), and a person can be erased.

alter table core.journal add column hash bytea;
alter table core.revision
  add column parts integer not null default 0,
  add column head bytea not null default '';

alter table core.person
  alter email drop not null,
  alter name drop not null,
  add column erased_at timestamptz,
  add constraint person_erased check (case
    when erased_at is null then num_nulls(email, name) = 0
    else num_nonnulls(email, name, function, login) = 0 end);
alter table core.person_history
  alter email drop not null,
  alter name drop not null;

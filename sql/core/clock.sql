-- SPDX-License-Identifier: MIT
-- The one source of time in SQL. Test and demonstration clusters shift it; nothing else may read the clock.

-- How far copild's clock is from the machine's: one row, zero unless the owner of the cluster says otherwise.
create table if not exists core.clock (
  shift interval not null,
  single boolean primary key default true constraint clock_single check (single)
);
insert into core.clock (shift) values ('0') on conflict do nothing;

-- The instant of the present transaction, shifted.
create or replace function core.now() returns timestamptz
language plpgsql stable parallel safe
as $$
begin
  return transaction_timestamp() + (select shift from core.clock);
end;
$$;

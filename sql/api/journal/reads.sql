-- SPDX-License-Identifier: MIT
create function api.journal_reads(
  plan core.plan_key,
  "limit" core.page_limit default null,
  cursor core.page_cursor default null
) returns json
language plpgsql stable
as $$
begin
  if not may_audit((plan_get(plan)).key) then
    perform refuse('forbidden');
  end if;
  return witness_page(plan, true, page_size("limit"), cursor);
end;
$$;

comment on function api.journal_reads is $$Lists what partners read of a plan, hour by hour, the newest first.

For administrators and the plan's secretaries and chairs. An hour is told when it is over, or when the server stops.

plan: the plan's key
limit: how many at most; 50 unless given
cursor: the "next" of the page before
Returns: items, each with hour, who, method and calls, and next
Errors: not_found, forbidden, bad_value$$;

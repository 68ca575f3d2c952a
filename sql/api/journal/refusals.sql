-- SPDX-License-Identifier: MIT
create function api.journal_refusals(
  plan core.plan_key default null,
  "limit" core.page_limit default null,
  cursor core.page_cursor default null
) returns json
language plpgsql stable
as $$
begin
  if not (plan is null and administrator() or may_audit((plan_get(plan)).key)) then
    perform refuse('forbidden');
  end if;
  return witness_page(plan, false, page_size("limit"), cursor);
end;
$$;

comment on function api.journal_refusals is $$Lists the writes that were refused for who asked them, the newest first.

For administrators, and in a plan for its secretaries and chairs. The calls of one hour by one caller on one object are
one item; they appear within seconds. `who` is null for administrators and for those whom copild does not know.

plan: the plan's key; needed by all but administrators, to whom every plan and the register are listed without it
limit: how many at most; 50 unless given
cursor: the "next" of the page before
Returns: items, each with hour, plan, who, administrator, method, object, kind (why) and calls, and next
Errors: not_found, forbidden, bad_value$$;

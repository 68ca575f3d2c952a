-- SPDX-License-Identifier: MIT
create function api.reminder_explain(
  object core.object_ref,
  person core.party default null,
  "limit" core.page_limit default null,
  cursor core.page_cursor default null
) returns json
language plpgsql stable
as $$
begin
  perform object_get(object);
  return explain_json(object, (person_find('person', person)).id, page_size("limit"), (cursor_numbers(cursor, 1))[1]);
end;
$$;

comment on function api.reminder_explain is $$Says why somebody was written to about an object, will be, or will not.

Every row of the ledger stands with its state and reason, and what the ladder still brings. Whoever sees the plan in part
finds their own rows.

object: the reference, such as LR-12
person: what concerns that person alone
limit: how many rows of the ledger at most; 50 unless given
cursor: the "next" of the page before
Returns: object, nothing_to_come and why (where the ladder has ended), acknowledged (who said so of this deadline), coming,
  items (the ledger, the latest first), next, plan_revision
Errors: not_found, ambiguous, bad_value$$;

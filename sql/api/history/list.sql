-- SPDX-License-Identifier: MIT
create function api.history_list(
  object core.object_ref,
  "limit" core.page_limit default null,
  cursor core.page_cursor default null
) returns json
language plpgsql stable
as $$
declare
  parts record := object_parse(object);
begin
  if not object_seen(parts.plan, parts.kind, parts.number) then
    perform refuse('not_found', jsonb_build_object('object', object));
  end if;
  return api.journal_list(parts.plan, object, null, null, "limit", cursor);
end;
$$;

comment on function api.history_list is $$Lists all that happened to one object, the newest first.

object: its reference, such as LR-12
limit: acts on a page; 50 unless given
cursor: the page before's `next`
Returns: items, each as journal.get reads it, and next
Errors: not_found, bad_value$$;

-- SPDX-License-Identifier: MIT
create function api.journal_get(plan core.plan_key, revision bigint) returns json
language plpgsql stable
as $$
declare
  place text := (plan_get(plan)).key;
begin
  if not exists (
    select from journal where journal.plan = place and journal.revision = journal_get.revision)
  then
    perform refuse('not_found', jsonb_build_object('object', place || '@' || revision));
  end if;
  return act_json(place, revision);
end;
$$;

comment on function api.journal_get is $$Reads one act: who, when, what, why, and each field before and after.

plan: the plan's key
revision: the act's revision
Returns: the act
Errors: not_found$$;

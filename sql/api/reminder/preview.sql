-- SPDX-License-Identifier: MIT
create function api.reminder_preview(
  plan core.plan_key,
  days core.days_ahead default null,
  person core.party default null,
  "limit" core.page_limit default null
) returns json
language plpgsql stable
as $$
declare
  home plan := plan_get(plan);
begin
  return preview_json(home.key, today(home.key) + coalesce(days, 14), (person_find('person', person)).id,
    page_size("limit"));
end;
$$;

comment on function api.reminder_preview is $$Says who will be sent what in the next days, as things stand.

What waits already, and what the ladders of running actions, the packs of meetings and digests bring, by the hour; what will
not leave says why. A digest stands for the morning on which it is due: it leaves where there is something to say. Whoever
sees the plan in part finds their own; the digests of others are for those who may read their preferences.

plan: the plan's key
days: how many days ahead; 14 unless given
person: for that person alone
limit: how many at most; 50 unless given
Returns: until, items (each with kind, object (null for a digest), person, day, at, reason and why), more (true where the
  list was cut), plan_revision
Errors: not_found, ambiguous, bad_value$$;

-- SPDX-License-Identifier: MIT
create function api.postponement_refuse(action core.action_ref, why core.prose) returns json
language plpgsql
as $$
declare
  asked postponement;
begin
  perform begin_write(action, 'postponement.refuse', why);
  asked := postponement_take(action);
  perform postponement_answered(asked, 'refuse', why);
  select * into asked from postponement as p where p.plan = asked.plan and p.number = asked.number;
  return postponement_json(asked);
end;
$$;

comment on function api.postponement_refuse is $$Refuses the later deadline that an action's owner asked for; the present one stands.

Whoever asked is told.

action: the action's reference
why: the reason
Returns: ref (the action's), number, due, why, state, by, asked_at, answered_by, answer, answered_at, revision
Errors: not_found, nothing_asked, reason_missing, moved_on, forbidden$$;

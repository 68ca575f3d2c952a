-- SPDX-License-Identifier: MIT
create function api.postponement_accept(action core.action_ref, why core.prose default null) returns json
language plpgsql
as $$
declare
  asked postponement;
  changed action;
begin
  perform begin_write(action, 'postponement.accept');
  asked := postponement_take(action);
  changed := action_move(action, 'postpone', asked.why, 'postponement.accept');
  if asked.due_meeting is not null then
    select m.latest, m.latest, m.latest into asked.due_edtf, asked.due_first, asked.due_last
    from meeting as m where m.plan = asked.plan and m.number = asked.due_meeting;
  end if;
  if asked.due_last <= changed.due_last then
    perform refuse_value('due', 'action.due_earlier');
  end if;
  perform postponement_answered(asked, 'accept', why);
  changed.postponements := changed.postponements + 1;
  changed := action_due_set(changed, asked.due_said, asked.due_edtf, asked.due_first, asked.due_last,
    asked.due_meeting);
  return action_put(changed);
end;
$$;

comment on function api.postponement_accept is $$Accepts that an action's deadline moves to the later day that its owner asked for.

It is a postponement like those by action.postpone: the first deadline is kept, and it is counted; its reason is the
owner's. Whoever asked is told.

action: the action's reference
why: a word to whoever asked
Returns: the action
Errors: not_found, nothing_asked, wrong_state, bad_value, moved_on, forbidden$$;

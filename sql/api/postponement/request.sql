-- SPDX-License-Identifier: MIT
create function api.postponement_request(
  action core.action_ref,
  due core.deadline,
  why core.prose
) returns json
language plpgsql
as $$
declare
  late action;
  wanted record;
  asked postponement;
begin
  perform begin_write(action, 'postponement.request', why);
  late := action_take(action);
  perform move('action', action, late.state::text, 'postpone', why);
  wanted := due_parse(late.plan, 'due', due);
  if late.due_last is null then
    perform refuse_value('due', 'action.due_first');
  elsif wanted.last_day <= late.due_last then
    perform refuse_value('due', 'action.due_earlier');
  end if;
  asked := postponement_asked(late.plan, late.number);
  if asked.number is null then
    insert into postponement (plan, number, action, due_said, due_edtf, due_first, due_last, due_meeting, why, person,
      organisation, created_at)
    values (late.plan, next_number(late.plan, 'postponement'), late.number, wanted.said, wanted.edtf, wanted.first_day,
      wanted.last_day, wanted.meeting, why, own_person(), case when own_person() is null then own_organisation() end,
      core.now())
    returning * into asked;
  else
    update postponement as p
    set due_said = wanted.said, due_edtf = wanted.edtf, due_first = wanted.first_day, due_last = wanted.last_day,
      due_meeting = wanted.meeting, why = postponement_request.why, person = own_person(),
      organisation = case when own_person() is null then own_organisation() end
    where p.plan = asked.plan and p.number = asked.number
    returning p.* into asked;
  end if;
  return postponement_json(asked);
end;
$$;

comment on function api.postponement_request is $$Asks for more time for an action of one's own, with a reason.

For the owner, and the people of the organisation that owns it. The plan's secretaries and chairs are told, and accept
or refuse; until then the deadline stands. Asked again, it takes the place of what was asked before, and they are told
again if it says something else. A request ends when the action does, or gets another deadline.

action: the action's reference
due: the deadline asked for, as people say it
why: the reason
Returns: ref (the action's), number, due, why, state, by, asked_at, answered_by, answer, answered_at, revision
Errors: not_found, wrong_state, reason_missing, bad_value, moved_on, forbidden$$;

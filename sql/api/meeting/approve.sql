-- SPDX-License-Identifier: MIT
create function api.meeting_approve(meeting core.meeting_ref) returns json
language plpgsql
as $$
declare
  approved meeting;
begin
  perform begin_write(meeting, 'meeting.approve');
  approved := meeting_take(meeting);
  approved.state := move('meeting', meeting, approved.state::text, 'approve')::meeting_state;
  if not says_something(approved.minutes) then
    perform refuse('minutes_missing', jsonb_build_object('object', meeting));
  end if;
  update meeting as m
  set state = approved.state, approved_at = core.now()
  where m.plan = approved.plan and m.number = approved.number
  returning m.* into approved;
  return meeting_json(approved);
end;
$$;

comment on function api.meeting_approve is $$Notes that the minutes of a meeting that was held are approved.

meeting: the meeting's reference
Returns: the meeting
Errors: not_found, wrong_state, minutes_missing, moved_on, forbidden$$;

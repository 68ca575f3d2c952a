-- SPDX-License-Identifier: MIT
create function api.meeting_convene(meeting core.meeting_ref) returns json
language plpgsql
as $$
declare
  convened meeting;
begin
  perform begin_write(meeting, 'meeting.convene');
  convened := meeting_take(meeting);
  perform move('meeting', meeting, convened.state::text, 'convene');
  if convened.date is null or convened.date < today(convened.plan) then
    perform refuse_value('meeting', 'meeting.date_convened');
  end if;
  update meeting as m set convened_at = core.now()
  where m.plan = convened.plan and m.number = convened.number
  returning m.* into convened;
  return meeting_json(convened);
end;
$$;

comment on function api.meeting_convene is $$Calls people to a meeting: all who see the plan whole are sent an invitation for their calendar.

Its date must be fixed. When date, hours or place change afterwards, they are sent the change; when the date becomes open again
or the convening is undone, that it does not take place. Convened again, all are sent it again.

meeting: the meeting's reference
Returns: the meeting
Errors: not_found, wrong_state, bad_value, moved_on, forbidden$$;

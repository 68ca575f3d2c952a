-- SPDX-License-Identifier: MIT
create function api.meeting_reopen(meeting core.meeting_ref) returns json
language plpgsql
as $$
declare
  reopened meeting;
begin
  perform begin_write(meeting, 'meeting.reopen');
  reopened := meeting_take(meeting);
  reopened.state := move('meeting', meeting, reopened.state::text, 'reopen')::meeting_state;
  update meeting as m
  set state = reopened.state, approved_at = null,
    held_revision = case when reopened.state = 'held' then m.held_revision end,
    held_at = case when reopened.state = 'held' then m.held_at end
  where m.plan = reopened.plan and m.number = reopened.number
  returning m.* into reopened;
  return meeting_json(reopened);
end;
$$;

comment on function api.meeting_reopen is $$Takes a meeting one step back: approved minutes are open again, a held meeting is planned again.

meeting: the meeting's reference
Returns: the meeting
Errors: not_found, wrong_state, moved_on, forbidden$$;

-- SPDX-License-Identifier: MIT
create function api.meeting_attend(
  meeting core.meeting_ref,
  present core.party[] default null,
  excused core.party[] default null
) returns json
language plpgsql
as $$
declare
  attended meeting;
begin
  perform begin_write(meeting, 'meeting.attend');
  attended := meeting_take(meeting);
  perform
    attend(attended.plan, attended.number, 'present', present, 'present'),
    attend(attended.plan, attended.number, 'excused', excused, 'excused');
  return meeting_json(meeting_get(meeting));
end;
$$;

comment on function api.meeting_attend is $$Notes who was present at a meeting and who was excused; who was noted otherwise before is corrected.

meeting: the meeting's reference
present: organisations and persons who were there
excused: organisations and persons who were excused
Returns: the meeting
Errors: not_found, ambiguous, moved_on, forbidden$$;

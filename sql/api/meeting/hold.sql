-- SPDX-License-Identifier: MIT
create function api.meeting_hold(
  meeting core.meeting_ref,
  date date default null,
  place core.title default null,
  attendance core.party[] default null
) returns json
language plpgsql
as $$
declare
  held meeting;
begin
  perform begin_write(meeting, 'meeting.hold');
  held := meeting_take(meeting);
  held.state := move('meeting', meeting, held.state::text, 'hold')::meeting_state;
  held := meeting_dated(held, coalesce(date, held.date), held.said);
  if held.date is null and held.said is not null or held.date > today(held.plan) then
    perform refuse_value('date', 'meeting.date_held');
  end if;
  update meeting as m
  set state = held.state, date = held.date, latest = held.latest, place = coalesce(meeting_hold.place, m.place),
    held_revision = advance(held.plan), held_at = core.now()
  where m.plan = held.plan and m.number = held.number;
  perform attend(held.plan, held.number, 'attendance', attendance, 'present');
  return meeting_json(meeting_get(meeting));
end;
$$;

comment on function api.meeting_hold is $$Marks a meeting as held, with the day, the place and who was there.

The revision at which it was marked is what "as known at that meeting" means. A meeting of which nothing was said of a
date may be held without one: its day is then not known.

meeting: the meeting's reference
date: the day; the planned one unless given; needed where only something like "by summer" was said
place: where; the planned place unless given
attendance: organisations and persons who were present
Returns: the meeting
Errors: not_found, wrong_state, bad_value, ambiguous, moved_on, forbidden$$;

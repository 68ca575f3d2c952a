-- SPDX-License-Identifier: MIT
create function api.meeting_edit(
  meeting core.meeting_ref,
  date date default null,
  said core.deadline default null,
  place core.title default null,
  objective core.prose default null,
  minutes core.prose default null,
  clear text[] default null,
  starts core.hour default null,
  ends core.hour default null
) returns json
language plpgsql
as $$
declare
  edited meeting;
begin
  perform begin_write(meeting, 'meeting.edit');
  edited := meeting_take(meeting);
  perform clear_known(clear, '{date,starts,ends,said,place,objective,minutes}');
  if date is not null or said is not null or clear && '{date,said}' then
    edited := meeting_dated(edited,
      coalesce(date, case when not coalesce('date' = any (clear), false) then edited.date end),
      coalesce(said, case when not coalesce('said' = any (clear), false) then edited.said end));
  end if;
  if edited.state <> 'planned'
    and (date > today(edited.plan) or date is null and 'date' = any (clear))
  then
    perform refuse_value('date', 'meeting.date_of_held');
  end if;
  edited.starts := coalesce(starts::time, case when not 'starts' = any (coalesce(clear, '{}')) then edited.starts end);
  edited.ends := coalesce(ends::time,
    case when edited.starts is not null and not 'ends' = any (coalesce(clear, '{}')) then edited.ends end);
  perform meeting_hours_fit(edited.starts, edited.ends);
  update meeting as m
  set date = edited.date, said = edited.said, edtf = edited.edtf, first_day = edited.first_day,
    last_day = edited.last_day, latest = edited.latest, starts = edited.starts, ends = edited.ends,
    place = coalesce(meeting_edit.place, case when not 'place' = any (coalesce(clear, '{}')) then m.place end),
    objective = coalesce(meeting_edit.objective,
      case when not 'objective' = any (coalesce(clear, '{}')) then m.objective end),
    minutes = coalesce(meeting_edit.minutes,
      case when not 'minutes' = any (coalesce(clear, '{}')) then m.minutes end)
  where m.plan = edited.plan and m.number = edited.number
  returning m.* into edited;
  return meeting_json(edited);
end;
$$;

comment on function api.meeting_edit is $$Changes a meeting: its date, hours, place, objective or minutes. Minutes may be corrected at any time.

meeting: the meeting's reference
date: the day
said: what was said of the date, such as "d'ici l'été"; reckoned to a last day while the date is open
place: where it takes place
objective: what it is for
minutes: what was said there
clear: names of fields to empty: date, starts, ends, said, place, objective, minutes
starts: the hour at which it starts, in the plan's zone; stays while the date is open
ends: the hour at which it ends, on the same day; goes with that of the start
Returns: the meeting
Errors: not_found, bad_value, moved_on, forbidden$$;

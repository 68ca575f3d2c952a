-- SPDX-License-Identifier: MIT
create function api.meeting_create(
  plan core.plan_key,
  committee core.key default null,
  date date default null,
  said core.deadline default null,
  place core.title default null,
  objective core.prose default null,
  starts core.hour default null,
  ends core.hour default null
) returns json
language plpgsql
as $$
declare
  made meeting;
begin
  perform begin_write(plan, 'meeting.create');
  if committee is not null then
    perform committee_get(plan, committee);
  end if;
  made.plan := plan;
  made.committee := committee;
  made := meeting_dated(made, date, said);
  perform meeting_hours_fit(starts::time, ends::time);
  if committee is not null then
    made.sitting := coalesce((
      select max(m.sitting) from meeting as m
      where m.plan = meeting_create.plan and m.committee = meeting_create.committee and not m.withdrawn), 0) + 1;
  end if;
  insert into meeting (plan, number, committee, sitting, date, said, edtf, first_day, last_day, latest, place,
    objective, starts, ends, created_at)
  values (plan, next_number(plan, 'meeting'), committee, made.sitting, made.date, made.said, made.edtf,
    made.first_day, made.last_day, made.latest, place, objective, starts::time,
    ends::time, core.now())
  returning * into made;
  return meeting_json(made);
end;
$$;

comment on function api.meeting_create is $$Plans a meeting, whose date may still be open.

plan: the plan's key
committee: the committee that sits; none for a meeting that is no committee's
date: the day, once it is fixed
said: what was said of the date, such as "d'ici l'été"; reckoned to a last day while the date is open
place: where it takes place
objective: what it is for
starts: the hour at which it starts, in the plan's zone
ends: the hour at which it ends, on the same day; calendars show two hours without it
Returns: the meeting
Errors: not_found, bad_value, forbidden$$;

-- SPDX-License-Identifier: MIT
-- Who is called to a meeting, and what they were told of it: an invitation for calendars, whose number grows with each
-- change told. That numbers never go back is why this is in no journal: what is taken back is told as a change.

create table if not exists core.convening (
  plan text not null,
  meeting integer not null,
  uid uuid not null default gen_random_uuid(),  -- the calendar's name for it, for ever
  sequence integer not null default 0,
  convened_at timestamptz not null,             -- these: as last told
  date date not null,
  place text,
  cancelled boolean not null default false,
  starts time,
  ends time,
  zone text,                                    -- of the hours; null for a whole day
  constraint convening_pkey primary key (plan, meeting)  -- no foreign key: it would keep a meeting from being undone
);
select core.guard('convening', core.in_whole());

-- True for who knows that a meeting takes place: was told, is about to be by what is on its way, or called people to it;
-- what is last in the ledger says so.
create or replace function core.convening_known(told core.convening, person integer) returns boolean
language plpgsql stable
as $$
declare
  last reminder;
begin
  select r.* into last from reminder as r
  where r.plan = told.plan and r.object = told.plan || '-M' || told.meeting and r.kind = 'convened'
    and r.person = convening_known.person
  order by r.id desc
  limit 1;
  return last.id is null or last.state = 'sent' or (last.detail ->> 'update')::boolean
    or last.state = 'bound' and exists (
      select from message as m where m.id = last.message and m.frozen_at is not null);
end;
$$;

-- Tells all who see the plan whole. Who was never told that it takes place is not told that it changed, nor that it
-- does not.
create or replace function core.convening_tell(told core.convening, revision bigint, is_update boolean) returns void
language plpgsql
as $$
declare
  ref text := told.plan || '-M' || told.meeting;
  person integer;
  known boolean;
begin
  for person in select whole_hearers(told.plan) loop
    known := is_update and convening_known(told, person);
    if told.cancelled and not known then
      perform reminders_end(told.plan, ref, 'cancelled', 'convened', person);
    elsif person = own_person() then
      -- Who says that it takes place knows it, though an invitation of before was never sent.
      update reminder as r set detail = jsonb_set(r.detail, '{update}', 'true')
      where r.plan = told.plan and r.object = ref and r.kind = 'convened' and r.person = own_person() and r.state = 'void'
        and not told.cancelled;
    else
      perform notice('convened', told.plan, ref, person, revision, jsonb_build_object(
        'update', known, 'cancelled', told.cancelled));
    end if;
  end loop;
end;
$$;

-- Compares what was told of a meeting with what it is, and tells what is new.
create or replace function core.convening_settle(meeting core.meeting) returns void
language plpgsql
as $$
declare
  told convening;
  home text := case when meeting.starts is not null then (select p.zone from plan as p where p.key = meeting.plan) end;
  calls boolean := meeting.convened_at is not null and not meeting.withdrawn and meeting.date is not null;
begin
  if meeting.state <> 'planned' then
    return;
  end if;
  select * into told from convening as c where c.plan = meeting.plan and c.meeting = meeting.number;
  if not found then
    if calls then
      insert into convening (plan, meeting, convened_at, date, place, starts, ends, zone)
      values (meeting.plan, meeting.number, meeting.convened_at, meeting.date, meeting.place, meeting.starts,
        meeting.ends, home)
      returning * into told;
      perform convening_tell(told, revision_of(meeting.plan), false);
    end if;
    return;
  elsif calls and (told.convened_at, told.date, told.place, told.starts, told.ends, told.zone, told.cancelled)
      is not distinct from (meeting.convened_at, meeting.date, meeting.place, meeting.starts, meeting.ends, home,
        false)
    or not calls and told.cancelled
  then
    return;
  end if;
  update convening as c
  set sequence = c.sequence + 1, cancelled = not calls, convened_at = coalesce(meeting.convened_at, c.convened_at),
    date = coalesce(case when calls then meeting.date end, c.date),
    place = case when calls then meeting.place else c.place end,
    starts = case when calls then meeting.starts else c.starts end,
    ends = case when calls then meeting.ends else c.ends end,
    zone = case when calls then home else c.zone end
  where c.plan = told.plan and c.meeting = told.meeting
  returning c.* into told;
  perform convening_tell(told, revision_of(meeting.plan), true);
end;
$$;

-- A meeting changed: its invitation, its minutes, and when its pack is due.
create or replace function core.meeting_told() returns trigger
language plpgsql security definer set search_path = core, pg_temp
as $$
begin
  perform pack_settle(new);
  if tg_op = 'INSERT' then
    return null;
  end if;
  perform convening_settle(new);
  if new.state = 'approved' and old.state <> 'approved' then
    perform notice('minutes', new.plan, new.plan || '-M' || new.number, told, new.revision)
    from whole_hearers(new.plan) as told;
  elsif old.state = 'approved' and new.state <> 'approved' then
    perform reminders_end(new.plan, new.plan || '-M' || new.number, 'cancelled', 'minutes');
  end if;
  return null;
end;
$$;
create or replace trigger told after insert or update on core.meeting
  for each row execute function core.meeting_told();

-- The plan went to another zone: what is convened for an hour is at another instant.
create or replace function core.plan_told() returns trigger
language plpgsql security definer set search_path = core, pg_temp
as $$
begin
  perform convening_settle(m) from meeting as m where m.plan = new.key and m.convened_at is not null and m.date >= today(new.key);
  return null;
end;
$$;
create or replace trigger told after update of zone on core.plan
  for each row execute function core.plan_told();

-- The invitation as the daemon makes a calendar of it; NULL where nobody was called.
create or replace function core.convening_calendar(about core.meeting) returns jsonb
language plpgsql stable
as $$
begin
  return (
    select jsonb_build_object('uid', c.uid, 'sequence', c.sequence,
      'method', case when c.cancelled then 'CANCEL' else 'REQUEST' end, 'cancelled', c.cancelled,
      'date', c.date, 'time', hour_text(c.starts), 'zone', c.zone,
      'minutes', (extract(epoch from (c.date + c.ends) at time zone c.zone - (c.date + c.starts) at time zone c.zone)
        / 60)::integer,
      'summary', meeting_title(about),
      'location', c.place, 'description', c.plan || '-M' || c.meeting || coalesce(E'\n' || about.objective, ''))
    from convening as c where c.plan = about.plan and c.meeting = about.number);
end;
$$;

-- Why an invitation or a pack no longer holds: the meeting was held meanwhile or its day is past, or it moved by a week or
-- more, and another pack is for that day; NULL while it does.
create or replace function core.meeting_notice_fails(reminder core.reminder, number integer) returns text
language plpgsql stable
as $$
declare
  about meeting;
begin
  select * into about from meeting as m where m.plan = reminder.plan and m.number = meeting_notice_fails.number;
  if about.state <> 'planned' or about.date < today(about.plan) or reminder.kind = 'pack' and about.withdrawn then
    return case when about.withdrawn then 'cancelled' else 'held' end;
  elsif reminder.kind = 'pack' and coalesce(abs(about.date - (reminder.detail ->> 'date')::date) >= 7, true) then
    return 'postponed';
  end if;
  return null;
end;
$$;

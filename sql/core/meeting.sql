-- SPDX-License-Identifier: MIT
-- Meetings: the sittings of committees, whose date may still be open, and who was there. References count per plan
-- (LR-M2); `sitting` counts within the committee.

select core.define_enum('meeting_state',
  '{{planned,planned,prévue},{held,held,tenue},{approved,"minutes approved","compte rendu approuvé"}}');
select core.define_enum('meeting_sort',
  '{{number,"by number","par numéro"},{-number,"last number first","dernier numéro d’abord"},
    {date,"by date, open dates last","par date, dates à fixer en dernier"},
    {-date,"latest date first","date la plus lointaine d’abord"}}');
select core.define_enum('presence', '{{present,present,présent},{excused,excused,excusé}}');
select
  core.word('meeting.ends', 'an hour after that at which it starts', 'une heure après celle du début'),
  core.word('meeting.date_held', 'the day on which it was held, not in the future',
    'le jour où elle s’est tenue, qui n’est pas à venir'),
  core.word('meeting.date_convened', 'a meeting whose date is fixed, today or later',
    'une séance dont la date est fixée, aujourd’hui ou plus tard'),
  core.word('meeting.date_of_held', 'a date: a meeting that was held keeps one, and not in the future',
    'une date : une séance tenue en garde une, qui n’est pas à venir');

insert into core.error (kind, code, sqlstate, en, fr)
values ('minutes_missing', 1020, 'CP020',
  '%(object)s has no minutes to approve.',
  '%(object)s n’a pas de compte rendu à approuver.')
on conflict (kind) do update
set code = excluded.code, sqlstate = excluded.sqlstate, en = excluded.en, fr = excluded.fr;

select
  core.word('verb.convene', 'convene', 'convoquer'),
  core.word('verb.hold', 'hold', 'tenir'),
  core.word('verb.approve', 'approve the minutes', 'approuver le compte rendu'),
  core.word('verb.reopen', 'reopen', 'rouvrir');
select core.define_transitions('meeting', '{{planned,convene,planned,""},{planned,hold,held,""},
  {held,approve,approved,""},
  {approved,reopen,held,""},{held,reopen,planned,""}}');

create table if not exists core.meeting (
  plan text not null constraint meeting_plan references core.plan (key),
  number integer not null constraint meeting_number check (number > 0),
  committee text,
  sitting integer constraint meeting_sitting check (sitting > 0),  -- the n-th of its committee
  date date,                 -- null while it is open
  said text,                 -- what was said of the date, such as "d'ici l'été"
  edtf text,                 -- what was said, as ISO 8601-2 writes it
  first_day date,
  last_day date,             -- the last day of what was said
  latest date,               -- the date, or that last day
  place text,
  objective text,
  minutes text,
  state core.meeting_state not null default 'planned',
  held_revision bigint,      -- the plan's revision at which it was marked held
  held_at timestamptz,
  approved_at timestamptz,
  withdrawn boolean not null default false,
  created_at timestamptz not null,
  revision bigint not null,
  search tsvector generated always as (
    setweight(to_tsvector('core.french', coalesce(objective, '') || ' ' || coalesce(place, '')), 'A')
    || setweight(to_tsvector('core.french', coalesce(minutes, '')), 'B')) stored,
  convened_at timestamptz,   -- when its people were called to it: see convening.sql
  starts time,               -- the hours, in the plan's zone; they may be known while the date is open
  ends time,
  constraint meeting_pkey primary key (plan, number),
  constraint meeting_committee foreign key (plan, committee) references core.committee (plan, key),
  constraint meeting_latest check (latest is not distinct from coalesce(date, last_day)),
  constraint meeting_held check ((state = 'planned') = (held_revision is null)),
  constraint meeting_hours check (case when starts is null then ends is null else ends is null or ends > starts end)
);
create index if not exists meeting_latest on core.meeting (plan, latest, number);
create index if not exists meeting_search on core.meeting using gin (search);

create table if not exists core.attendance (
  plan text not null,
  meeting integer not null,
  organisation integer constraint attendance_organisation references core.organisation (id),
  person integer constraint attendance_person references core.person (id),
  presence core.presence not null,
  revision bigint not null,
  constraint attendance_meeting foreign key (plan, meeting) references core.meeting (plan, number),
  constraint attendance_party check (num_nonnulls(organisation, person) = 1),
  constraint attendance_once unique nulls not distinct (plan, meeting, organisation, person)
);

select core.keep('meeting', plan => 'kept.plan', object => $$kept.plan || '-M' || kept.number$$,
  visible => core.in_whole());
select core.keep('attendance', plan => 'kept.plan', object => $$kept.plan || '-M' || kept.meeting$$,
  visible => core.in_whole());

select core.define_list('meeting', array[
    ['committee', $$kept.committee = $2 ->> 'committee'$$],
    ['state', $$kept.state = ($2 ->> 'state')::core.meeting_state$$],
    ['after', $$kept.latest > ($2 ->> 'after')::date$$],
    ['before', $$coalesce(kept.date, kept.first_day) < ($2 ->> 'before')::date$$],
    ['search', $$kept.number in (select core.meeting_matching($1, $2 ->> 'search'))$$]],
  array[['number', 'integer', ''], ['date', 'date', $$coalesce(kept.latest, 'infinity')$$]]);

select core.define_object('meeting', 'M');

-- Notes who was present or excused; a party that was noted otherwise is corrected. `param` is for refusals.
create or replace function core.attend(plan text, meeting integer, param text, parties text[],
  presence core.presence) returns void
language plpgsql
as $$
declare
  typed text;
  party record;
begin
  foreach typed in array coalesce(parties, '{}') loop
    party := party_find(param, typed);
    update attendance set presence = attend.presence
    where attendance.plan = attend.plan and attendance.meeting = attend.meeting
      and attendance.organisation is not distinct from party.organisation
      and attendance.person is not distinct from party.person;
    if not found then
      insert into attendance (plan, meeting, organisation, person, presence)
      values (attend.plan, attend.meeting, party.organisation, party.person, attend.presence);
      perform acquaint(attend.plan, party.organisation, party.person);
    end if;
  end loop;
end;
$$;

-- A committee as others show it; NULL for NULL.
create or replace function core.committee_party(plan text, key text) returns json
language plpgsql stable
as $$
begin
  return (
    select json_build_object('key', committee.key, 'name', committee.name)
    from committee where committee.plan = committee_party.plan and committee.key = committee_party.key);
end;
$$;

-- A meeting as a title: "COPIL 2", or its reference where it is no committee's, with its objective.
create or replace function core.meeting_title(meeting core.meeting) returns text
language plpgsql stable
as $$
begin
  return coalesce(meeting.committee || ' ' || meeting.sitting, meeting.plan || '-M' || meeting.number)
    || coalesce(' – ' || meeting.objective, '');
end;
$$;

-- A meeting in a list or in another object: all but its minutes and attendance. NULL for NULL.
create or replace function core.meeting_summary(meeting core.meeting) returns json
language plpgsql stable
as $$
begin
  if meeting.number is null then
    return null;
  end if;
  return json_build_object('ref', meeting.plan || '-M' || meeting.number, 'number', meeting.number,
    'committee', committee_party(meeting.plan, meeting.committee), 'sitting', meeting.sitting,
    'date', meeting.date, 'starts', hour_text(meeting.starts), 'ends', hour_text(meeting.ends),
    'said', meeting.said, 'latest', meeting.latest, 'place', meeting.place, 'objective', meeting.objective,
    'state', meeting.state, 'has_minutes', coalesce(meeting.minutes ~ '[^[:space:]]', false), 'revision', meeting.revision);
end;
$$;

-- The meeting of that number, in short; NULL for NULL.
create or replace function core.meeting_brief(plan text, number integer) returns json
language plpgsql stable
as $$
begin
  return (
    select meeting_summary(meeting)
    from meeting where meeting.plan = meeting_brief.plan and meeting.number = meeting_brief.number);
end;
$$;

-- What a caller reads of a meeting.
create or replace function core.meeting_json(meeting core.meeting) returns json
language plpgsql stable
as $$
begin
  return json_build_object('ref', meeting.plan || '-M' || meeting.number, 'plan', meeting.plan,
    'number', meeting.number, 'committee', committee_party(meeting.plan, meeting.committee),
    'sitting', meeting.sitting, 'date', meeting.date, 'starts', hour_text(meeting.starts),
    'ends', hour_text(meeting.ends), 'said', meeting.said, 'latest', meeting.latest, 'edtf', meeting.edtf,
    'place', meeting.place, 'objective', meeting.objective, 'minutes', meeting.minutes,
    'state', meeting.state, 'convened_at', meeting.convened_at, 'held_at', meeting.held_at,
    'held_revision', meeting.held_revision, 'approved_at', meeting.approved_at,
    'attendance', coalesce((
      select json_agg(json_build_object(
        'party', party_json(attendance.organisation, attendance.person), 'presence', attendance.presence)
        order by attendance.presence, attendance.organisation, attendance.person)
      from attendance
      where attendance.plan = meeting.plan and attendance.meeting = meeting.number), '[]'),
    'withdrawn', meeting.withdrawn, 'created_at', meeting.created_at, 'revision', meeting.revision,
    'plan_revision', revision_of(meeting.plan));
end;
$$;

-- The numbers of a plan's meetings that say these words; definer, since full text loses its index under row security.
create or replace function core.meeting_matching(plan text, words text) returns setof integer
language plpgsql stable security definer set search_path = core, pg_temp
as $$
begin
  return query
  select meeting.number from meeting
  where meeting.plan = meeting_matching.plan
    and (meeting.search @@ search_query(words)
      or meeting.plan || '-M' || meeting.number = upper(trim(words)));
end;
$$;

-- Sets what was said of a meeting's date and what is reckoned from it; with a date, `said` is only kept. `param` is
-- for refusals.
create or replace function core.meeting_dated(meeting core.meeting, date date, said text) returns core.meeting
language plpgsql stable
as $$
declare
  reckoned record;
begin
  meeting.date := meeting_dated.date;
  if said is null then
    meeting.said := null;
    meeting.edtf := null;
    meeting.first_day := null;
    meeting.last_day := null;
  elsif date is null then
    reckoned := deadline_parse(meeting.plan, 'said', said);
    meeting.said := reckoned.said;
    meeting.edtf := reckoned.edtf;
    meeting.first_day := reckoned.first_day;
    meeting.last_day := reckoned.last_day;
  else
    meeting.said := said;
  end if;
  meeting.latest := coalesce(meeting.date, meeting.last_day);
  return meeting;
end;
$$;

-- Refuses hours that make no meeting: an end alone, or before the beginning.
create or replace function core.meeting_hours_fit(starts time, ends time) returns void
language plpgsql stable
as $$
begin
  if ends is not null and (starts is null or ends <= starts) then
    perform refuse_value('ends', 'meeting.ends');
  end if;
end;
$$;

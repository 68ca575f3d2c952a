-- SPDX-License-Identifier: MIT
-- How the ledger is read: each row with its reason, and what is still to come, reckoned as the ring will.

select
  core.word('coming.no_deadline', 'it has no deadline', 'elle n’a pas d’échéance'),
  core.word('coming.open_deadline', 'its deadline is a meeting whose day is open', 'son échéance est une séance dont la date n’est pas fixée'),
  core.word('coming.passed', 'its last reminder is past', 'sa dernière relance est passée'),
  core.word('coming.no_rungs', 'the plan sends no reminders', 'le plan ne prévoit aucune relance'),
  core.word('coming.muted', 'the person is away until then', 'la personne est absente jusque-là');

-- What a caller reads of a row of the ledger.
create or replace function core.reminder_json(reminder core.reminder) returns json
language plpgsql stable
as $$
begin
  return json_build_object('ref', 'reminder:' || reminder.id, 'kind', reminder.kind,
    'kind_label', say('reminder_kind.' || reminder.kind), 'plan', reminder.plan, 'object', reminder.object,
    'person', person_party(reminder.person), 'days', case when reminder.kind = 'rung' then reminder.days end,
    'day', reminder.day, 'due_at', reminder.due_at, 'channel', reminder.channel, 'state', reminder.state,
    'state_label', say('reminder_state.' || reminder.state), 'late', reminder.late, 'reason', reminder.reason,
    'why', say('void.' || reminder.reason), 'message', reminder.message, 'made_at', reminder.made_at,
    'ended_at', reminder.ended_at);
end;
$$;

-- Why nothing is to come of an action's ladder: a key of core.wording; NULL where something is. Definer: that there is more
-- to come is for whoever sees the action, whom it is for is not.
create or replace function core.ladder_ends(action core.action) returns text
language plpgsql stable security definer set search_path = core, pg_temp
as $$
begin
  return case
    when action.withdrawn then 'void.withdrawn'
    when action.state in ('done', 'cancelled', 'proposed') then 'void.' || action.state
    when action.due_said is null then 'coming.no_deadline'
    when action.due_last is null then 'coming.open_deadline'
    when not exists (select from rungs_of(action.plan)) then 'coming.no_rungs'
    when not exists (
      select from agenda as a where a.kind = 'rung' and a.plan = action.plan and a.object = action.number)
      and not exists (
      select from reminder as r
      where r.plan = action.plan and r.object = action.plan || '-' || action.number and r.kind = 'rung'
        and r.state in ('waiting', 'bound')) then 'coming.passed' end;
end;
$$;

-- What the ladder of one action will still bring to whom, each with why it will not, if so; without what is in the
-- ledger already. NULL for a person where its owner is an organisation without anybody to write to. Of what comes
-- together on the first morning after somebody was away, the latest alone leaves. Definer, since it asks for persons what
-- the ring will ask; callers join it with what they see.
create or replace function core.ladder_coming(action core.action)
returns table (person integer, days integer, day date, at timestamptz, reason text)
language plpgsql stable security definer set search_path = core, pg_temp
as $$
declare
  nobody constant boolean := action.owner_organisation is not null and hearer(action.owner_organisation, null) is null;
  home constant text := (select p.zone from plan as p where p.key = action.plan);
  next agenda;
begin
  select * into next from agenda as a
  where a.kind = 'rung' and a.plan = action.plan and a.object = action.number;
  return query
  with coming as (
    select p.id, rung.days, rung.day, greatest(morning.at, muted.until) as at,
      coalesce(case
        when channel_of(p.id) = 'none' then 'unwanted'
        when rung.days <= 0 and exists (
          select from acknowledgement as k
          where k.plan = action.plan and k.action = action.number and k.person = p.id
            and k.due_revision = action.due_revision) then 'acknowledged' end,
        person_fails(p, channel_of(p.id)),
        case when not hears_action(p.id, action) then
          case when sight_of(p.id, action.plan) is null then 'no_part' else 'not_seen' end end) as reason
    from ladder(action.plan, action.due_last) as rung
    cross join lateral rung_recipients(action, rung.told) as told (id)
    left join core.person as p on p.id = told.id
    cross join lateral (select morning_at(action.plan, rung.day, coalesce(p.zone, home)) as at) as morning
    cross join lateral (
      select case when rung.day <= (preference_of(p.id)).muted_until then
        morning_at(action.plan, (preference_of(p.id)).muted_until + 1, p.zone) end as until) as muted
    where next.id is not null and rung.days > coalesce(next.passed, -9999) and rung.day is not null
      and morning.at > next.since and (told.id is not null or nobody and 'owner' = any (rung.told)))
  select c.id, c.days, c.day, c.at, case
      when c.reason is null and c.days < max(c.days) filter (where c.reason is null) over (partition by c.id, c.at)
      then 'overtaken' else c.reason end
  from coming as c;
end;
$$;

-- What a caller reads of one thing to come.
create or replace function core.coming_json(kind core.agenda_kind, object text, title text, person integer, days integer,
  day date, at timestamptz, reason text) returns json
language plpgsql stable
as $$
begin
  return json_build_object('kind', kind, 'kind_label', say('agenda_kind.' || kind), 'object', object, 'title', title,
    'person', person_party(person), 'days', days, 'day', day, 'at', at, 'reason', reason, 'why', say('void.' || reason));
end;
$$;

-- The reminders about one object, the latest first, and what is to come of them.
create or replace function core.explain_json(ref text, only_person integer, size integer, before bigint) returns json
language plpgsql stable
as $$
declare
  place record := object_parse(ref);
  about action;
  ends text;
begin
  if place.kind = 'action' then
    select * into about from action as a where a.plan = place.plan and a.number = place.number;
    ends := ladder_ends(about);
  end if;
  return (
    with page as (
      select r as row, r.id from reminder as r
      where r.plan = place.plan and r.object = ref and (only_person is null or r.person = only_person)
        and (before is null or r.id < before)
      order by r.id desc
      limit size + 1),
    kept as (select * from page order by id desc limit size)
    select json_build_object('object', ref,
      'nothing_to_come', case when place.kind = 'action' then split_part(ends, '.', 2) end, 'why', say(ends),
      'acknowledged', case when place.kind = 'action' then coalesce((
        select json_agg(person_party(k.person) order by k.person) from acknowledgement as k
        where k.plan = about.plan and k.action = about.number and k.due_revision = about.due_revision), '[]') end,
      'coming', coalesce((
        select json_agg(coming_json('rung', ref, about.title, c.person, c.days, c.day, c.at, c.reason)
          order by c.days, c.person)
        from ladder_coming(about) as c
        where ends is null and place.kind = 'action' and (only_person is null or c.person = only_person)
          and (sees_whole(about.plan) or is_self(c.person))), '[]'),
      'items', coalesce((select json_agg(reminder_json(k.row) order by k.id desc) from kept as k), '[]'),
      'next', case when (select count(*) from page) > size then cursor_pack((select min(k.id) from kept as k)::text) end,
      'plan_revision', revision_of(place.plan)));
end;
$$;

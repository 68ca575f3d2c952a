-- SPDX-License-Identifier: MIT
-- The digest: what is of interest to a person at a glance, each working day or each Monday in the morning, and only if
-- there is something to say. Of everybody one's own actions; of plans that one sees whole what was done besides, and what
-- waits for one's answer.

-- The mornings within so many days on which a person is to have a digest; none for one who wants none or may not act.
create or replace function core.digest_mornings(person integer, days integer) returns setof timestamptz
language plpgsql stable
as $$
declare
  rhythm digest_rhythm := (preference_of(person)).digest;
begin
  return query
  select morning.at
  from core.person as p
  cross join lateral generate_series(0, days) as ahead (days)
  cross join lateral (select (core.now() at time zone p.zone)::date + ahead.days as of) as day
  cross join lateral (select morning_at(null, day.of, p.zone) as at) as morning
  where p.id = digest_mornings.person and p.deactivated_at is null and p.erased_at is null and morning.at > core.now()
    and case rhythm when 'daily' then extract(isodow from day.of) < 6 when 'weekly' then extract(isodow from day.of) = 1
      else false end;
end;
$$;

-- The next of them; NULL for none.
create or replace function core.digest_next(person integer) returns timestamptz
language plpgsql stable
as $$
begin
  return (select min(m) from digest_mornings(person, 7) as m);
end;
$$;

-- Keeps the agenda's row for a person's digest.
create or replace function core.digest_settle(person integer) returns void
language plpgsql
as $$
declare
  next timestamptz := digest_next(person);
begin
  if next is null then
    delete from agenda as a where a.kind = 'digest' and a.person = digest_settle.person;
    return;
  end if;
  update agenda as a set at = next, day = next::date
  where a.kind = 'digest' and a.person = digest_settle.person;
  if not found then
    insert into agenda (kind, person, day, at) values ('digest', person, next::date, next);
  end if;
end;
$$;

create or replace function core.person_digested() returns trigger
language plpgsql security definer set search_path = core, pg_temp
as $$
begin
  perform digest_settle(new.id);
  return null;
end;
$$;
create or replace trigger digested after insert or update of zone, deactivated_at, erased_at on core.person
  for each row execute function core.person_digested();

create or replace function core.preference_digested() returns trigger
language plpgsql security definer set search_path = core, pg_temp
as $$
begin
  perform digest_settle(case when tg_op = 'DELETE' then old.person else new.person end);
  return null;
end;
$$;
create or replace trigger digested after insert or update or delete on core.preference
  for each row execute function core.preference_digested();

-- Who was there before there were digests.
select core.digest_settle(p.id) from core.person as p
where not exists (select from core.agenda as a where a.kind = 'digest' and a.person = p.id);

-- True where a reminder tells a person of an action this very morning: it has, it is about to leave, or it is due.
create or replace function core.digest_reminded(person integer, action core.action) returns boolean
language plpgsql stable
as $$
begin
  return exists (
    select from reminder as r
    where r.plan = action.plan and r.object = action.plan || '-' || action.number and r.kind = 'rung'
      and r.person = digest_reminded.person and (r.state = 'bound'
        or r.state = 'waiting' and r.due_at <= core.now() + interval '1 hour'
        or r.state = 'sent' and r.ended_at > core.now() - interval '12 hours'));
end;
$$;

-- A person's own running actions with a deadline in the next two weeks, and those done since, in the plans that the person
-- has a part in; and what others did in the plans that the person sees whole. Own are those that one is told of: owned or
-- helped with, by oneself or an organisation that one is the contact of.
create or replace function core.digest_actions(person integer, since timestamptz)
returns table (action core.action, section text)
language plpgsql stable
as $$
begin
  return query
  select a, case when a.state = 'done' then 'done' when is_overdue(a.state, a.due_last, today(a.plan)) then 'overdue'
    else 'soon' end
  from action as a
  where not a.withdrawn and (is_running(a.state) and a.due_last <= today(a.plan) + 14
      or a.state = 'done' and a.closed_at > since)
    and (a.plan, a.number) in (
      select o.plan, o.number from action as o where o.owner_person = digest_actions.person
      union all
      select o.plan, o.number from organisation as g join action as o on o.owner_organisation = g.id
      where g.contact = digest_actions.person
      union all
      select s.plan, s.action from action_support as s where s.person = digest_actions.person
      union all
      select s.plan, s.action from organisation as g join action_support as s on s.organisation = g.id
      where g.contact = digest_actions.person)
    and sight_of(digest_actions.person, a.plan) is not null
    and not digest_reminded(digest_actions.person, a)
  union all
  select a, 'done'
  from member as m join action as a on a.plan = m.plan
  where m.person = digest_actions.person and sight_of(m.person, m.plan) = 'committee' and a.state = 'done'
    and a.closed_at > since and not a.withdrawn and not m.person in (select action_hearers(a));
end;
$$;

-- The requests that wait for a person's answer.
create or replace function core.digest_requests(person integer) returns setof core.postponement
language plpgsql stable
as $$
begin
  return query
  select p.* from member as m join postponement as p on p.plan = m.plan
  where m.person = digest_requests.person and m.role in ('secretary', 'chair') and p.state = 'asked' and not p.withdrawn
  order by p.plan, p.number;
end;
$$;

-- Since when a digest tells: the last one that was sent, a month ago at most.
create or replace function core.digest_since(person integer) returns timestamptz
language plpgsql stable
as $$
begin
  return greatest(core.now() - interval '31 days', coalesce((
    select max(r.made_at) from reminder as r
    where r.person = digest_since.person and r.kind = 'digest' and r.state in ('sent', 'bound')),
    core.now() - case (preference_of(person)).digest when 'daily' then interval '1 day' else interval '7 days' end));
end;
$$;

-- True where a digest would say something.
create or replace function core.digest_speaks(person integer, since timestamptz) returns boolean
language plpgsql stable
as $$
begin
  return exists (select from digest_actions(person, since))
    or exists (select from digest_requests(person));
end;
$$;

-- A digest's morning has come: a row of the ledger if there is something to say, and the next morning. While a person is
-- muted there is none.
create or replace function core.agenda_digest(person integer) returns void
language plpgsql
as $$
declare
  wish preference := preference_of(person);
  since timestamptz := digest_since(person);
  today date := (select (core.now() at time zone p.zone)::date from person as p where p.id = agenda_digest.person);
begin
  if not coalesce(wish.muted_until >= today, false) and sight_anywhere(person) and digest_speaks(person, since) then
    perform ledger_add('digest', null, null, person, today - '2000-01-01'::date, core.now(),
      jsonb_build_object('since', since));
  end if;
  perform digest_settle(person);
end;
$$;

-- True for who may act and has a part in some plan.
create or replace function core.sight_anywhere(person integer) returns boolean
language plpgsql stable
as $$
begin
  return exists (
    select from person as p
    join member as m on m.person = p.id or m.organisation = p.organisation
    where p.id = sight_anywhere.person and p.deactivated_at is null and p.erased_at is null);
end;
$$;

-- SPDX-License-Identifier: MIT
-- Binding: rows of the ledger that have come due end, wait on, or join a message, one for each person, channel and shape.

-- The shape of the message for a kind of reminder; what is not of one object gathers.
create or replace function core.shape_of(kind core.reminder_kind) returns core.message_shape
language plpgsql immutable parallel safe
as $$
begin
  return case
    when kind in ('convened', 'minutes', 'pack', 'digest') then kind::text
    when kind in ('unreachable', 'undelivered') then 'alert'
    else 'news' end;
end;
$$;

-- The day by which somebody is to act on what a row of the ledger says: the day of the action or the meeting. What names no
-- day is given a week, what is further off than two months counts as that, so that nothing is overtaken for ever; what is
-- late already, and that somebody could not be told, is of the day on which it came due.
create or replace function core.act_by(reminder core.reminder) returns date
language plpgsql stable
as $$
declare
  came constant date := (reminder.due_at at time zone 'UTC')::date;
  deadline date;
begin
  if reminder.kind in ('rung', 'assigned', 'moved', 'requested', 'answered') then
    select a.due_last into deadline from action as a
    where a.plan = reminder.plan and a.number = ref_number(reminder.object);
  elsif reminder.kind in ('convened', 'pack') then
    select m.date into deadline from meeting as m
    where m.plan = reminder.plan and m.number = ref_number(reminder.object);
  elsif reminder.kind in ('unreachable', 'undelivered') then
    deadline := came;
  end if;
  return greatest(came, least(coalesce(deadline, came + 7), came + 60));
end;
$$;

-- The open message for that person, channel, shape and object, locked, made if there is none; it is to say what concerns
-- those plans, by that day. NULL where another transaction has it in hand: nobody waits for anybody, the next ring comes
-- soon.
create or replace function core.message_open(person integer, channel core.channel, shape core.message_shape, object text,
  plans text[], act_by date) returns bigint
language plpgsql
as $$
#variable_conflict use_column
declare
  hook webhook;
  found_one bigint;
begin
  select m.id into found_one from message as m
  where m.person = message_open.person and m.channel = message_open.channel and m.shape = message_open.shape
    and coalesce(m.object, '') = coalesce(message_open.object, '') and m.state = 'waiting' and m.frozen_at is null
  for update skip locked;
  if found then
    update message as m
    set plans = array(select distinct key from unnest(m.plans || message_open.plans) as key order by key),
      act_by = least(m.act_by, message_open.act_by)
    where m.id = found_one and (m.act_by > message_open.act_by or not m.plans @> message_open.plans);
    return found_one;
  end if;
  if message_open.channel = 'webhook' then
    hook := webhook_of(message_open.person);
  end if;
  insert into message (person, channel, webhook, host, shape, object, plans, next_at, made_at, act_by)
  values (message_open.person, message_open.channel, hook.id, coalesce(webhook_host(hook.url), 'smtp'), message_open.shape,
    message_open.object, message_open.plans, core.now(), core.now(), message_open.act_by)
  on conflict (person, channel, shape, (coalesce(object, ''))) where state = 'waiting' and frozen_at is null do nothing
  returning id into found_one;
  return found_one;
end;
$$;

-- True while something is due for a person that is not bound yet.
create or replace function core.person_awaits(person integer) returns boolean
language plpgsql stable
as $$
begin
  return exists (
    select from reminder as r
    where r.person = person_awaits.person and r.message is null and r.ended_at is null and r.due_at <= core.now());
end;
$$;

-- The first morning after the last day on which a person wants to hear nothing; NULL if that is past or none.
create or replace function core.muted_to(person core.person, plan text) returns timestamptz
language plpgsql stable
as $$
declare
  muted constant timestamptz := morning_at(plan, (preference_of(person.id)).muted_until + 1, person.zone);
begin
  return case when muted > core.now() then muted end;
end;
$$;

-- Rows of the ledger have come due: what no longer holds ends, what is for somebody who is away waits on, the others join
-- messages; persons in order, so that two rings do not wait for each other.
create or replace function core.reminders_bind(chosen bigint[]) returns void
language plpgsql
as $$
declare
  away record;
begin
  perform reminders_end_failing(chosen);
  -- Row by row: a plan made while little was due would go through everybody's rows for each.
  for away in
    select due.id, muted_to((select p from person as p where p.id = due.person), due.plan) as until
    from reminders_of(chosen) as due
    where due.state = 'waiting'
  loop
    continue when away.until is null;
    update reminder as r set due_at = away.until where r.id = away.id;
  end loop;
  with open as materialized (
    select message_open(due.person, due.channel, due.shape, due.object, due.plans, due.act_by) as message, due.reminders
    from (
      select r.person, r.channel, shape.of as shape, about.object, array_agg(r.id) as reminders,
        coalesce(array_agg(distinct r.plan) filter (where r.plan is not null), '{}') as plans, min(act_by(r)) as act_by
      from reminders_of(chosen) as r
      cross join lateral shape_of(r.kind) as shape (of)
      cross join lateral (select case when shape.of not in ('news', 'alert') then r.object end) as about (object)
      where r.state = 'waiting' and r.due_at <= core.now()
      group by r.person, r.channel, shape.of, about.object
      order by r.person, r.channel, shape.of, about.object) as due)
  update reminder as r set state = 'bound', message = open.message
  from open cross join lateral unnest(open.reminders) as gathered (id)
  where r.id = gathered.id and open.message is not null;
end;
$$;

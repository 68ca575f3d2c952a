-- SPDX-License-Identifier: MIT
-- Reasons: why a row of the ledger no longer holds, or is not for its person. Asked when it is bound to a message, and once
-- more before that leaves.

-- Why a person cannot be written to; NULL if one can.
create or replace function core.person_fails(person core.person, channel core.channel) returns text
language plpgsql stable
as $$
begin
  return case
    when person.id is null then 'no_contact'
    when person.erased_at is not null or person.deactivated_at is not null then 'left'
    when channel = 'webhook' then case when not webhook_ready(person.id) then 'unreachable' end
    when coalesce(person.email, '') = '' then 'no_address'
    when exists (
      select from unreachable as u where u.person = person_fails.person.id) then 'unreachable' end;
end;
$$;

-- Why a rung no longer holds for its person, who sees that of the plan (core.sight_of); NULL while it does. It tells those
-- `told` (NULL: the ladder has no such rung any more), by core.rung_recipients; asked first who are soonest found.
create or replace function core.rung_fails(rung core.reminder, told core.told[], sees core.visibility) returns text
language plpgsql stable
as $$
declare
  about action;
begin
  select * into about from action as a where a.plan = rung.plan and a.number = ref_number(rung.object);
  return case
    when about.withdrawn or about.state = 'cancelled' then 'cancelled'
    when about.state = 'done' then 'done'
    when about.due_revision is distinct from rung.due_revision then 'postponed'
    when sees is null then 'no_part'
    when not coalesce(hears(sees, about.visibility) or hears_as_own(rung.person, about), false) then 'not_seen'
    when exists (
      select from reminder as later
      where later.plan = rung.plan and later.object = rung.object and later.kind = 'rung'
        and later.person = rung.person and later.due_revision = rung.due_revision
        and later.days > rung.days and later.state in ('waiting', 'bound', 'sent') and later.due_at <= core.now())
      then 'overtaken'
    when rung.days <= 0 and exists (
      select from acknowledgement as k
      where k.plan = rung.plan and k.action = about.number and k.person = rung.person
        and k.due_revision = rung.due_revision)
      then 'acknowledged'
    when told is null then 'policy'
    when 'owner' = any (told) and about.owner_person = rung.person then null
    when exists (
      select from member as m
      where m.plan = rung.plan and m.person = rung.person and m.role::text = any (told::text[])) then null
    when exists (
      select from rung_hearers(about, told) as hearer where hearer = rung.person) then null
    else 'owner_changed' end;
end;
$$;

-- Why a row of the ledger is not for its person, by what it is about (`told`: whom it tells if it is a rung) or by who that
-- is (`unfit`: why one cannot be written to, or wants nothing); NULL if it is. Who left has no part in anything: that they
-- left says more.
create or replace function core.reminder_fails(reminder core.reminder, told core.told[], sees core.visibility, unfit text)
returns text
language plpgsql stable
as $$
declare
  fails text;
begin
  if reminder.person is not null then
    fails := case reminder.kind when 'rung' then rung_fails(reminder, told, sees) else notice_fails(reminder) end;
  end if;
  return case when fails is null or fails = 'no_part' then coalesce(unfit, fails) else fails end;
end;
$$;

-- Rows of the ledger by their numbers. No query has another condition beside these: the planner may take its index.
create or replace function core.reminders_of(chosen bigint[]) returns setof core.reminder
language plpgsql stable rows 100
as $$
begin
  return query select * from reminder as r where r.id = any (chosen);
end;
$$;

-- Those of some rows of the ledger that are to end, with the reason. What is so of a person or a rung in a plan is asked
-- once.
create or replace function core.reminders_failing(chosen bigint[]) returns table (id bigint, reason text)
language plpgsql stable
as $$
begin
  return query
  select one.id, fails.reason
  from (
    select array_agg(r) as rows, sight_of(r.person, r.plan) as sees,
      case when r.person is not null and channel_of(r.person) = 'none' then 'unwanted'
        else person_fails((select p from person as p where p.id = r.person), r.channel) end as unfit,
      case when r.days is not null then (
        select rung.told from rungs_of(r.plan) as rung where rung.days = r.days) end as told
    from reminders_of(chosen) as r
    group by r.person, r.plan, r.channel, r.days) as alike
  cross join lateral unnest(alike.rows) as one
  cross join lateral reminder_fails(one, alike.told, alike.sees, alike.unfit) as fails (reason)
  where fails.reason is not null
  order by one.person, one.id;
end;
$$;

-- Ends a row of the ledger. When nobody can be written to, or an action is somebody's who has no part in its plan, that is
-- told (core.alert_hearers), once for each person and reason until something about the person changes.
create or replace function core.reminder_end(ended core.reminder, reason text) returns void
language plpgsql
as $$
begin
  update reminder as r
  set state = 'void', reason = reminder_end.reason, ended_at = core.now()
  where r.id = ended.id;
  if reason not in ('left', 'no_address', 'unreachable', 'no_contact')
      and not (reason = 'no_part' and action_is_for(ended.plan, ended.object, ended.person))
    or ended.kind = 'digest'
  then
    return;
  elsif ended.kind in ('unreachable', 'undelivered') then
    perform alert_hand_on(ended);
    return;
  end if;
  perform ledger_add('unreachable', ended.plan, case when ended.person is null then ended.object
      else 'person:' || ended.person || ':' || reminder_end.reason end, told,
    coalesce((select p.revision from person as p where p.id = ended.person), ended.due_revision), core.now(),
    jsonb_build_object('person', ended.person, 'reason', reminder_end.reason, 'object', ended.object))
  from alert_hearers(ended.plan, ended.person) as told;
end;
$$;

-- Ends those of some rows of the ledger that are to end.
create or replace function core.reminders_end_failing(chosen bigint[]) returns void
language plpgsql
as $$
declare
  failing record;
begin
  for failing in
    select r as row, f.reason from reminders_failing(chosen) as f join reminder as r on r.id = f.id
  loop
    perform reminder_end(failing.row, failing.reason);
  end loop;
end;
$$;

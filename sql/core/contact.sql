-- SPDX-License-Identifier: MIT
-- Another person answers for an organisation: what the one before was still to be told for it, or could not be told, the
-- new contact is told in that place. What was sent is not sent again.

-- True where a rung tells an organisation's contact of an action: as the owner's, a helper's, or the contact of its owner.
create or replace function core.rung_tells(told core.told[], action core.action, organisation integer) returns boolean
language plpgsql stable
as $$
begin
  return 'owner' = any (told) and action.owner_organisation = organisation
    or 'supports' = any (told) and exists (
      select from action_support as s
      where s.plan = action.plan and s.action = action.number and s.organisation = rung_tells.organisation)
    or 'contact' = any (told) and organisation = coalesce(action.owner_organisation, (
      select p.organisation from person as p where p.id = action.owner_person));
end;
$$;

-- The rungs of running ladders that a contact was to be told for an organisation: what waits, and the last one of each
-- where it is a reason of that person's that it was not sent, and nobody was told in that place since. `open`: their
-- messages that have not left.
create or replace function core.contact_rungs(organisation integer, contact integer, open bigint[])
returns setof core.reminder
language plpgsql stable
as $$
begin
  return query
  select r.*
  from reminder as r
  join action as a on a.plan = r.plan and a.number = ref_number(r.object) and a.due_revision = r.due_revision
  join lateral rungs_of(r.plan) as rung on rung.days = r.days
  where (r.person = contact or contact is null and r.person is null) and r.kind = 'rung'
    and is_running(a.state) and not a.withdrawn and rung_tells(rung.told, a, organisation)
    and (r.state = 'waiting' or r.state = 'bound' and r.message = any (open)
      or r.reason in ('unwanted', 'no_contact', 'no_address', 'left', 'unreachable', 'no_part', 'not_seen', 'undelivered')
        and not exists (
          select from reminder as later
          where later.plan = r.plan and later.object = r.object and later.kind = 'rung' and later.due_revision = r.due_revision
            and (later.days > r.days and later.person is not distinct from r.person
              or later.days = r.days and later.made_at > r.ended_at)));
end;
$$;

-- A rung of somebody else's falls for that person (NULL for nobody), on the person's own morning or at once where that is
-- past. What the person was told already, or acknowledged, or does not want, is left as it is.
create or replace function core.rung_pass_on(rung core.reminder, person integer) returns void
language plpgsql
as $$
declare
  due constant timestamptz := greatest(morning_at(rung.plan, rung.day, zone_of(person, rung.plan)), core.now());
  told constant channel := case when person is null then 'mail' else channel_of(person) end;
begin
  update reminder as r
  set state = 'waiting', reason = null, ended_at = null, message = null, due_at = due, made_at = core.now()
  where r.plan = rung.plan and r.object = rung.object and r.kind = 'rung' and r.person = rung_pass_on.person
    and r.days = rung.days and r.due_revision = rung.due_revision and r.reason = 'owner_changed';
  if found or told = 'none'
    or exists (
      select from reminder as r
      where r.plan = rung.plan and r.object = rung.object and r.kind = 'rung' and r.days = rung.days
        and r.due_revision = rung.due_revision and r.person is not distinct from rung_pass_on.person)
    or rung.days <= 0 and exists (
      select from acknowledgement as k
      where k.plan = rung.plan and k.action = ref_number(rung.object) and k.person = rung_pass_on.person
        and k.due_revision = rung.due_revision)
  then
    return;
  end if;
  insert into reminder (plan, kind, object, person, days, due_revision, channel, day, due_at, made_at)
  values (rung.plan, 'rung', rung.object, person, rung.days, rung.due_revision, told, rung.day, due, core.now());
end;
$$;

-- The news that a contact was still to be told for an organisation: of its actions, of the decisions that they hang on, of
-- the answers to what it asked.
create or replace function core.contact_news(organisation integer, contact integer, open bigint[])
returns setof core.reminder
language plpgsql stable
as $$
begin
  return query
  select r.*
  from reminder as r
  where r.person = contact and (r.state = 'waiting' or r.state = 'bound' and r.message = any (open))
    and case r.kind
      when 'answered' then (content_request(r)).organisation = contact_news.organisation
      when 'decided' then exists (
        select from action as a
        where a.plan = r.plan and a.decision = ref_number(r.object) and is_running(a.state) and not a.withdrawn
          and rung_tells('{owner,supports}', a, contact_news.organisation))
      else r.kind in ('assigned', 'moved') and exists (
        select from action as a
        where a.plan = r.plan and a.number = ref_number(r.object)
          and rung_tells('{owner,supports}', a, contact_news.organisation)) end
  order by r.id;
end;
$$;

-- An organisation has another contact, or none any more. By what the two are told may be another now too: its webhooks are
-- the new one's.
create or replace function core.contact_settle() returns trigger
language plpgsql security definer set search_path = core, pg_temp
as $$
declare
  open bigint[];
  due reminder;
begin
  -- Waits for the rings that are at what is due: they may have told the contact of before.
  perform from agenda as a where a.kind = 'rung' and a.at <= core.now() order by a.id for update;
  open := array(
    select m.id from message as m
    where m.person = old.contact and m.state = 'waiting' and m.frozen_at is null
    order by m.id for update);
  for due in select * from contact_rungs(new.id, old.contact, open) loop
    perform rung_pass_on(due, new.contact);
    perform reminders_settle(a) from action as a where a.plan = due.plan and a.number = ref_number(due.object);
  end loop;
  for due in select * from contact_news(new.id, old.contact, open) loop
    -- Also to who has just made themselves the contact: the news is no doing of theirs.
    perform ledger_add(due.kind, due.plan, due.object, new.contact, due.due_revision,
      case when is_gathering(due) then due.due_at else core.now() end, due.detail)
    where new.contact is not null and (notice_untold(due.kind, due.plan, due.object, new.contact)).id is null;
  end loop;
  perform channel_settle(told) from unnest(array[old.contact, new.contact]) as told where told is not null;
  return null;
end;
$$;
create or replace trigger contact_settled after update on core.organisation
  for each row when (old.contact is distinct from new.contact)
  execute function core.contact_settle();

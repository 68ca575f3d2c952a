-- SPDX-License-Identifier: MIT
-- News of actions: who is told that one is theirs to do or to help with, that its deadline moved, which decision it hangs
-- on; of one that is taken up again, what is new since it last ran, and what its end kept from being told.

-- Whom one writes to about an action: its owner's and its supports' people, each once.
create or replace function core.action_hearers(action core.action) returns setof integer
language plpgsql stable
as $$
begin
  return query
  select h from (
    select hearer(action.owner_organisation, action.owner_person)
    union
    select hearer(s.organisation, s.person) from action_support as s
    where s.plan = action.plan and s.action = action.number) as every (h)
  where h is not null;  -- an organisation without a contact
end;
$$;

-- True where an action, by its reference, is a person's to do or to help with.
create or replace function core.action_is_for(plan text, ref text, person integer) returns boolean
language plpgsql stable
as $$
begin
  return exists (
    select from action as a
    where a.plan = action_is_for.plan and a.plan || '-' || a.number = ref
      and a.number = substring(ref from '-([0-9]+)$')::integer
      and action_is_for.person in (select action_hearers(a)));
end;
$$;

-- What a person was last to be told of that kind about that action, and was not, since the action ended before. A row of
-- NULLs for nothing.
create or replace function core.notice_unsaid(kind core.reminder_kind, plan text, object text, person integer)
returns core.reminder
language plpgsql stable
as $$
declare
  last reminder;
begin
  select r.* into last from reminder as r
  where r.plan = notice_unsaid.plan and r.object = notice_unsaid.object and r.kind = notice_unsaid.kind
    and r.person = notice_unsaid.person
  order by r.id desc
  limit 1;
  return case when last.reason in ('done', 'cancelled', 'withdrawn') then last end;
end;
$$;

-- An action is somebody's now, and was somebody else's (or nobody's) before. Who had it, and has it again before the
-- other was told, is told nothing.
create or replace function core.notice_assigned(action core.action, person integer, before integer) returns void
language plpgsql
as $$
declare
  ref text := action.plan || '-' || action.number;
  had integer := before;
  untold reminder := notice_untold('assigned', action.plan, ref, before);
begin
  if untold.id is null then
    untold := notice_unsaid('assigned', action.plan, ref, before);
  end if;
  if untold.id is not null then
    had := (untold.detail ->> 'before')::integer;
    if not before in (select action_hearers(action)) then
      perform reminders_end(action.plan, ref, 'owner_changed', 'assigned', before);
    end if;
    if person = had then
      return;
    end if;
  end if;
  perform notice('assigned', action.plan, ref, person, action.revision, jsonb_build_object('before', had));
end;
$$;

-- A deadline moved: tells from where, as the person was last told. Nothing to one who is told otherwise: who waits to
-- hear of the action at all, or that it was accepted; nor if it moved back before anything was said, or to where the person
-- moved it.
create or replace function core.notice_moved(action core.action, was date, person integer) returns void
language plpgsql
as $$
declare
  ref text := action.plan || '-' || action.number;
  untold reminder := notice_untold('moved', action.plan, ref, person);
  was_told jsonb := coalesce(untold.detail -> 'from', to_jsonb(was), 'null');
begin
  if (notice_untold('assigned', action.plan, ref, person)).id is not null
    or (content_request(notice_untold('answered', action.plan, ref, person))).state = 'accepted'
  then
    return;
  elsif was_told = coalesce(to_jsonb(action.due_last), 'null') or person is not distinct from own_person() then
    perform reminders_end(action.plan, ref, 'overtaken', 'moved', person);
    return;
  end if;
  perform notice('moved', action.plan, ref, person, action.revision, jsonb_build_object('from', was_told));
end;
$$;

-- An action that runs (again) as it last ran before, which is what its people know; a row of NULLs where it never did.
create or replace function core.action_ran(plan text, ref text) returns core.action
language plpgsql stable
as $$
declare
  ran action;
begin
  select known.* into ran
  from journal as j cross join jsonb_populate_record(null::action, j.before) as known
  where j.plan = action_ran.plan and j.object = ref and j.relation = 'action'
    and is_running(known.state) and not known.withdrawn
  order by j.revision desc, j.part desc
  limit 1;
  return ran;
end;
$$;

-- Whom one wrote to about an action as it last ran.
create or replace function core.action_ran_hearers(ran core.action) returns setof integer
language plpgsql stable
as $$
begin
  return query
  select h from (
    select hearer(ran.owner_organisation, ran.owner_person)
    union
    select hearer(s.organisation, s.person) from action_support as s
    where s.plan = ran.plan and s.action = ran.number and s.revision <= ran.revision
    union
    select hearer(gone.organisation, gone.person)
    from journal as j cross join jsonb_populate_record(null::action_support, j.before) as gone
    where j.plan = ran.plan and j.object = ran.plan || '-' || ran.number and j.relation = 'action_support'
      and j.revision > ran.revision and gone.revision <= ran.revision) as every (h)
  where h is not null;
end;
$$;

-- Tells a person of a running action what is new of it since it was as `before`: that it is theirs, that its deadline
-- moved, which decision it hangs on.
create or replace function core.notice_changed(action core.action, before core.action, person integer) returns void
language plpgsql
as $$
declare
  ref text := action.plan || '-' || action.number;
begin
  if person = hearer(action.owner_organisation, action.owner_person)
    and person is distinct from hearer(before.owner_organisation, before.owner_person)
  then
    perform notice_assigned(action, person, hearer(before.owner_organisation, before.owner_person));
    return;
  elsif action.due_last is distinct from before.due_last then
    perform notice_moved(action, before.due_last, person);
  end if;
  if action.decision is not null and action.decision is distinct from before.decision
    and (notice_untold('assigned', action.plan, ref, person)).id is null
  then
    perform notice('decided', action.plan, action.plan || '-D' || action.decision, person, action.revision);
  end if;
end;
$$;

-- The same where the action did not run meanwhile: who came to help is told, and what its end kept from being told is.
create or replace function core.notice_again(action core.action, ran core.action, person integer) returns void
language plpgsql
as $$
declare
  ref text := action.plan || '-' || action.number;
  unsaid reminder := notice_unsaid('assigned', action.plan, ref, person);
begin
  if (case when person in (select action_ran_hearers(ran)) then unsaid.id is not null
    else person is distinct from hearer(action.owner_organisation, action.owner_person) end)
  then
    perform notice('assigned', action.plan, ref, person, action.revision, unsaid.detail);
    return;
  end if;
  unsaid := notice_unsaid('moved', action.plan, ref, person);
  if unsaid.id is not null then
    ran.due_last := (unsaid.detail ->> 'from')::date;
  end if;
  perform notice_changed(action, ran, person);
end;
$$;

-- An action changed: tells those whose it is to do or to help with, as long as somebody is expected to act.
create or replace function core.action_told() returns trigger
language plpgsql security definer set search_path = core, pg_temp
as $$
declare
  ref text := new.plan || '-' || new.number;
  before action;
  goes_on boolean := false;
  hearer integer;
begin
  if new.withdrawn or not is_running(new.state) then
    return null;
  end if;
  if tg_op = 'UPDATE' then
    goes_on := is_running(old.state) and not old.withdrawn;
    before := case when goes_on then old else action_ran(new.plan, ref) end;
    if goes_on and (old.owner_organisation, old.owner_person, old.due_last, old.decision)
      is not distinct from (new.owner_organisation, new.owner_person, new.due_last, new.decision)
    then
      return null;
    end if;
  end if;
  for hearer in select action_hearers(new) loop
    if before.number is null then
      perform notice('assigned', new.plan, ref, hearer, new.revision);
    elsif goes_on then
      perform notice_changed(new, before, hearer);
    else
      perform notice_again(new, before, hearer);
    end if;
  end loop;
  return null;
end;
$$;
create or replace trigger told after insert or update on core.action
  for each row execute function core.action_told();

-- Somebody is to help with an action.
create or replace function core.action_support_told() returns trigger
language plpgsql security definer set search_path = core, pg_temp
as $$
declare
  helped action;
begin
  select * into helped from action as a where a.plan = new.plan and a.number = new.action;
  if is_running(helped.state) and not helped.withdrawn
    and hearer(new.organisation, new.person) is distinct from hearer(helped.owner_organisation, helped.owner_person)
  then
    perform notice('assigned', new.plan, new.plan || '-' || new.action, hearer(new.organisation, new.person),
      new.revision);
  end if;
  return null;
end;
$$;
create or replace trigger told after insert on core.action_support
  for each row execute function core.action_support_told();

-- SPDX-License-Identifier: MIT
-- News: what somebody is told because it happened, written into the ledger in the change's own transaction: assigned,
-- moved, decided, requested, answered, convened, minutes. Never to the one who did it. News wait until ten minutes
-- have passed without more for the same person, an hour at most, in whole minutes, so that twelve assignments are one
-- mail, and what is corrected at once is told once, as it came out; so is what changes while the relay is away.

-- Which kinds of the ledger are news.
create or replace function core.is_news(kind core.reminder_kind) returns boolean
language sql immutable parallel safe
as $$ select kind in ('assigned', 'moved', 'decided', 'requested', 'answered', 'convened', 'minutes') $$;
create index if not exists reminder_waiting_news on core.reminder (person, made_at)
  where state = 'waiting' and kind in ('assigned', 'moved', 'decided', 'requested', 'answered', 'convened', 'minutes');

-- What a person has yet to be told of that kind about that object: it waits, by itself or in a message that has not left.
-- A row of NULLs for nothing.
create or replace function core.notice_untold(kind core.reminder_kind, plan text, object text, person integer)
returns core.reminder
language plpgsql stable
as $$
declare
  untold reminder;
begin
  select r.* into untold from reminder as r
  where r.plan = notice_untold.plan and r.object = notice_untold.object and r.kind = notice_untold.kind
    and r.person = notice_untold.person and r.state in ('waiting', 'bound')
    and not exists (
      select from message as m where m.id = r.message and m.frozen_at is not null)
  order by r.id
  limit 1;
  return untold;
end;
$$;

-- True for news in its ten minutes or its hour; what waits longer was put off, since its person is away.
create or replace function core.is_gathering(news core.reminder) returns boolean
language plpgsql stable
as $$
begin
  return news.state = 'waiting' and news.due_at > core.now() and news.due_at <= news.made_at + interval '61 minutes';
end;
$$;

-- When news of now is due, since the first that waits with it was made: at the beginning of a minute, so that all that is
-- typed in a minute leaves together.
create or replace function core.news_due(first_made timestamptz) returns timestamptz
language plpgsql stable
as $$
begin
  return date_trunc('minute', least(core.now() + interval '10 minutes', first_made + interval '1 hour')
    + interval '1 minute' - interval '1 microsecond');
end;
$$;

-- A row of the ledger for one person; void at once for who wants nothing. `detail` never holds a name or an address.
create or replace function core.ledger_add(kind core.reminder_kind, plan text, object text, person integer,
  revision bigint, due_at timestamptz, detail jsonb) returns void
language plpgsql
as $$
declare
  told channel := channel_of(person);
  wanted boolean := told <> 'none';
begin
  insert into reminder (plan, kind, object, person, due_revision, channel, due_at, state, reason, detail, made_at, ended_at)
  values (plan, kind, object, person, revision, case when wanted then told else 'mail' end, due_at,
    case when wanted then 'waiting' else 'void' end::reminder_state, case when not wanted then 'unwanted' end, detail,
    core.now(), case when not wanted then core.now() end)
  on conflict on constraint reminder_once do nothing;
end;
$$;

-- Tells a person again what is still untold, as it is now; false where it has left meanwhile.
create or replace function core.notice_renew(untold core.reminder, revision bigint, due timestamptz, detail jsonb)
returns boolean
language plpgsql
as $$
begin
  -- Locked first, so that a claim that freezes it now is waited for, and seen.
  perform from message as m where m.id = untold.message for update;
  update reminder as r
  set state = 'waiting', message = null, due_revision = notice_renew.revision, due_at = due,
    made_at = case when is_gathering(untold) then r.made_at else core.now() end, detail = notice_renew.detail
  where r.id = untold.id and r.state in ('waiting', 'bound') and not exists (
    select from message as m where m.id = r.message and m.frozen_at is not null);
  return found;
end;
$$;

-- Writes one piece of news, in the place of what is untold of its kind. Called by the owner alone, from triggers.
create or replace function core.notice(kind core.reminder_kind, plan text, object text, person integer,
  revision bigint, detail jsonb default null) returns void
language plpgsql
as $$
declare
  untold reminder;
  due timestamptz;
begin
  if person is null or person = own_person() then
    return;
  end if;
  untold := notice_untold(kind, plan, object, person);
  select news_due(min(r.made_at)) into due from reminder as r
  where r.person = notice.person and r.state = 'waiting' and is_news(r.kind) and is_gathering(r);
  if untold.id is null or not notice_renew(untold, revision, due, detail) then
    perform ledger_add(kind, plan, object, person, revision, due, detail);
  end if;
  -- By the minute, so that an import does not touch each row each time; what a ring or a change in another plan has
  -- locked stays as it is, so that nobody waits for anybody.
  update reminder as r set due_at = due
  where r.id in (
    select w.id from reminder as w
    where w.person = notice.person and w.state = 'waiting' and is_news(w.kind) and w.due_at < due and is_gathering(w)
    for update skip locked);
end;
$$;

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

-- An action is taken up again that ended before a person was told of it, or of its deadline: now they are.
create or replace function core.notice_again(action core.action, person integer) returns void
language plpgsql
as $$
declare
  ref text := action.plan || '-' || action.number;
  told reminder_kind;
  last reminder;
begin
  foreach told in array '{assigned,moved}'::reminder_kind[] loop
    select r.* into last from reminder as r
    where r.plan = action.plan and r.object = ref and r.kind = told and r.person = notice_again.person
    order by r.id desc
    limit 1;
    continue when last.id is null or not coalesce(last.reason in ('done', 'cancelled', 'withdrawn'), false);
    if told = 'assigned' then
      perform notice('assigned', action.plan, ref, person, action.revision);
      return;
    end if;
    perform notice_moved(action, (last.detail ->> 'from')::date, person);
  end loop;
end;
$$;

-- An action changed: who is told that it is theirs, that its deadline moved, which decision it hangs on now.
create or replace function core.action_told() returns trigger
language plpgsql security definer set search_path = core, pg_temp
as $$
declare
  ref text := new.plan || '-' || new.number;
  known boolean := false;
  again boolean := false;
  hearer integer;
begin
  if new.withdrawn or not is_running(new.state) then
    return null;
  end if;
  if tg_op = 'UPDATE' then
    known := not old.withdrawn and old.state <> 'proposed';
    again := known and not is_running(old.state);
    if known and not again and (old.owner_organisation, old.owner_person, old.due_last, old.decision)
      is not distinct from (new.owner_organisation, new.owner_person, new.due_last, new.decision)
    then
      return null;
    end if;
  end if;
  for hearer in select action_hearers(new) loop
    if not known then
      perform notice('assigned', new.plan, ref, hearer, new.revision);
      continue;
    elsif hearer = hearer(new.owner_organisation, new.owner_person)
      and hearer is distinct from hearer(old.owner_organisation, old.owner_person)
    then
      perform notice_assigned(new, hearer, hearer(old.owner_organisation, old.owner_person));
      continue;
    end if;
    if old.due_last is distinct from new.due_last then
      perform notice_moved(new, old.due_last, hearer);
    end if;
    if new.decision is not null and old.decision is distinct from new.decision
      and (notice_untold('assigned', new.plan, ref, hearer)).id is null
    then
      perform notice('decided', new.plan, new.plan || '-D' || new.decision, hearer, new.revision);
    end if;
    if again then
      perform notice_again(new, hearer);
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

-- A text without what makes no difference to its meaning.
create or replace function core.substance(text text) returns text
language sql immutable parallel safe
as $$ select btrim(regexp_replace(core.fold(coalesce(text, '')), '[^[:alnum:]]+', ' ', 'g')) $$;

-- A decision was edited in substance, or another took its place: those are told whose running actions hang on it.
create or replace function core.decision_told() returns trigger
language plpgsql security definer set search_path = core, pg_temp
as $$
begin
  if (substance(old.title), substance(old.text), old.superseded_by)
    is not distinct from (substance(new.title), substance(new.text), new.superseded_by)
  then
    return null;
  end if;
  perform notice('decided', new.plan, new.plan || '-D' || new.number, told.person, new.revision)
  from (
    select distinct h as person
    from action as a, action_hearers(a) as h
    where a.plan = new.plan and a.decision = new.number and is_running(a.state) and not a.withdrawn) as told;
  return null;
end;
$$;
create or replace trigger told after update on core.decision
  for each row execute function core.decision_told();

-- True for who was told last of a request for more time that it is there, or asked oneself.
create or replace function core.request_known(plan text, ref text, person integer) returns boolean
language plpgsql stable
as $$
begin
  return coalesce((
    select r.state = 'sent' from reminder as r
    where r.plan = request_known.plan and r.object = ref and r.kind = 'requested' and r.person = request_known.person
    order by r.id desc
    limit 1), true);
end;
$$;

-- More time was asked for: secretaries and chairs are told; it was answered: whoever asked is. An answer that is taken back
-- before it was told is none, and nobody is told of the request again who knows it.
create or replace function core.postponement_told() returns trigger
language plpgsql security definer set search_path = core, pg_temp
as $$
declare
  ref text := new.plan || '-' || new.action;
begin
  if new.state = 'asked' and not new.withdrawn then
    if old.state <> 'asked' then
      perform reminders_end(new.plan, ref, 'overtaken', 'answered');
    end if;
    perform notice('requested', new.plan, ref, told, new.revision)
    from whole_hearers(new.plan, '{secretary,chair}') as told
    where tg_op = 'INSERT' or old.state = 'asked' or not request_known(new.plan, ref, told);
    return null;
  end if;
  perform reminders_end(new.plan, ref, case new.state when 'overtaken' then 'overtaken' else 'answered' end, 'requested');
  if new.state in ('accepted', 'refused') and not new.withdrawn then
    perform notice('answered', new.plan, ref, hearer(new.organisation, new.person), new.revision);
  end if;
  return null;
end;
$$;
create or replace trigger told after insert or update on core.postponement
  for each row execute function core.postponement_told();

-- Why a row of the ledger that is no rung no longer holds, asked when it is bound and once more before it is sent; NULL
-- while it does. What became of the object, and whether the recipient may still be told of it.
create or replace function core.notice_fails(reminder core.reminder) returns text
language plpgsql stable
as $$
declare
  place record;
  about action;
begin
  if reminder.kind in ('unreachable', 'undelivered') then
    return case when not reminder.person in (select whole_hearers(reminder.plan, '{secretary}')) then 'no_part' end;
  elsif reminder.kind = 'digest' then
    return null;
  end if;
  place := object_parse(reminder.object);
  if place.kind = 'action' then
    select * into about from action as a where a.plan = place.plan and a.number = place.number;
    if reminder.kind in ('assigned', 'moved') and not is_running(about.state) then
      return case about.state when 'done' then 'done' else 'cancelled' end;
    elsif reminder.kind in ('assigned', 'moved') and not reminder.person in (select action_hearers(about)) then
      return 'owner_changed';
    elsif reminder.kind = 'requested' and ((postponement_asked(place.plan, place.number)).number is null
      or not reminder.person in (select whole_hearers(place.plan, '{secretary,chair}')))
    then
      return 'answered';
    end if;
  elsif reminder.kind in ('convened', 'pack') and meeting_notice_fails(reminder, place.number) is not null then
    return meeting_notice_fails(reminder, place.number);
  elsif reminder.kind = 'decided' and not exists (
    select from action as a
    where a.plan = place.plan and a.decision = place.number and is_running(a.state) and not a.withdrawn
      and reminder.person in (select action_hearers(a)))
  then
    return 'done';
  end if;
  return case
    when sight_of(reminder.person, reminder.plan) is null then 'no_part'
    when not hears_object(reminder.person, reminder.object) then 'not_seen' end;
end;
$$;

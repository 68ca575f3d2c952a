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
  fails text;
begin
  if reminder.kind = 'digest' then
    return null;
  elsif reminder.kind in ('unreachable', 'undelivered') then
    return case when not reminder.person in (select whole_hearers(reminder.plan, '{secretary,chair}')) then 'no_part' end;
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
  elsif reminder.kind in ('convened', 'pack') then
    fails := meeting_notice_fails(reminder, place.number);
  elsif reminder.kind = 'decided' and not exists (
    select from action as a
    where a.plan = place.plan and a.decision = place.number and is_running(a.state) and not a.withdrawn
      and reminder.person in (select action_hearers(a)))
  then
    return 'done';
  end if;
  return case
    when fails is not null then fails
    when sight_of(reminder.person, reminder.plan) is null then 'no_part'
    when not hears_object(reminder.person, reminder.object) then 'not_seen' end;
end;
$$;

-- SPDX-License-Identifier: MIT
-- A message's content, made when it is frozen: for mail the view of its shape, the thread and the invitation; for a
-- webhook its body, which is documented in protocol.md and keeps its version until something in it changes its meaning.

-- What waits for somebody who cannot be told, as a secretary is told of it: the first ten running actions by deadline;
-- for an organisation without a contact the action that it was about.
create or replace function core.content_waiting(reminder core.reminder) returns jsonb
language plpgsql stable
as $$
declare
  lost integer := (reminder.detail ->> 'person')::integer;
begin
  return coalesce((
    select jsonb_agg(told_action(reminder.person, a, p.locale) order by a.due_last, a.number)
    from person as p cross join (
      select * from action as o
      where o.plan = reminder.plan and is_running(o.state) and not o.withdrawn
        and (o.owner_person = lost or o.owner_organisation in (
          select g.id from organisation as g where g.contact = lost)
          or exists (
            select from action_support as s
            where s.plan = o.plan and s.action = o.number and lost = hearer(s.organisation, s.person))
          or lost is null and o.plan || '-' || o.number = reminder.detail ->> 'object')
      order by o.due_last, o.number limit 10) as a
    where p.id = reminder.person), '[]');
end;
$$;

-- Who cannot be told: a person, or the organisation that has no contact and owns an action.
create or replace function core.content_lost(reminder core.reminder) returns jsonb
language plpgsql stable
as $$
begin
  return coalesce(told_party(null, (reminder.detail ->> 'person')::integer), (
    select to_jsonb(o.name) from action as a join organisation as o on o.id = a.owner_organisation
    where a.plan = reminder.plan and a.plan || '-' || a.number = reminder.detail ->> 'object'));
end;
$$;

-- What an alert says: whom one could not write to and why, and what could not be delivered; each once, though its reader is
-- the secretary of several plans that it concerns. A message is named to who may have it tried again.
create or replace function core.content_alert(message bigint) returns jsonb
language plpgsql stable
as $$
begin
  return jsonb_build_object(
    'unreachable', coalesce((
      select jsonb_agg(jsonb_build_object('person_name', content_lost(lost.first), 'reason_left', lost.reason = 'left',
        'reason_no_part', lost.reason = 'no_part', 'reason_no_contact', lost.reason = 'no_contact',
        'reason_no_address', lost.reason = 'no_address', 'reason_refused', lost.reason = 'unreachable',
        'items', lost.items) order by (lost.first).id)
      from (
        select (array_agg(r order by r.id))[1] as first, r.detail ->> 'reason' as reason,
          jsonb_path_query_array(jsonb_agg(content_waiting(r) order by r.id), '$[*][*]') as items
        from reminder as r
        where r.message = content_alert.message and r.kind = 'unreachable' and r.state <> 'void'
        group by coalesce(r.detail ->> 'person', r.detail ->> 'object'), r.detail ->> 'reason') as lost), '[]'),
    'undelivered', coalesce((
      select jsonb_agg(jsonb_build_object('to', jsonb_build_object('$person', m.person), 'channel', case p.locale
          when 'en' then w.en else w.fr end, 'code', m.last_code, 'text', m.last_text, 'subject', null,
        'message', case when lost.keeps then m.id end) order by lost.first)
      from (
        select min(r.id) as first, r.person, (r.detail ->> 'message')::bigint as message,
          bool_or(r.person in (select whole_hearers(r.plan, '{secretary}'))) as keeps
        from reminder as r
        where r.message = content_alert.message and r.kind = 'undelivered' and r.state <> 'void'
        group by r.person, r.detail ->> 'message') as lost
      join person as p on p.id = lost.person
      join message as m on m.id = lost.message
      left join wording as w on w.key = 'channel.' || m.channel), '[]'));
end;
$$;

-- The view of a message for its templates. `first` is its first row of the ledger.
create or replace function core.content_view(message core.message, first core.reminder, plans text[], secretaries jsonb)
returns jsonb
language plpgsql stable
as $$
declare
  locale locale := (select p.locale from person as p where p.id = message.person);
  many integer;
  late boolean;
begin
  select count(*), coalesce(bool_or(r.late), false) into many, late
  from reminder as r where r.message = content_view.message.id and r.state <> 'void';
  return told_head(message.person, plans, secretaries, late, many > 1) || jsonb_build_object('subject_one', null)
    || case message.shape
    when 'news' then content_news(message, locale)
    when 'pack' then content_pack(first, locale)
    when 'digest' then content_digest(first, locale)
    when 'alert' then content_alert(message.id)
    else content_meeting(first, locale) end;
end;
$$;

-- The names that programs know kinds of the ledger by.
create or replace function core.body_type(kind core.reminder_kind) returns text
language sql immutable parallel safe
as $$
  select case kind
    when 'rung' then 'reminder.due' when 'assigned' then 'action.assigned' when 'moved' then 'action.moved'
    when 'decided' then 'decision.made' when 'requested' then 'postponement.requested'
    when 'answered' then 'postponement.answered' when 'convened' then 'meeting.convened'
    when 'minutes' then 'meeting.minutes' when 'pack' then 'meeting.pack' when 'digest' then 'digest'
    when 'unreachable' then 'alert.unreachable' when 'undelivered' then 'alert.undelivered' end
$$;

-- A party as programs are told it.
create or replace function core.body_party(organisation integer, person integer) returns jsonb
language plpgsql stable
as $$
begin
  if organisation is not null then
    return (
      select jsonb_build_object('kind', 'organisation', 'key', o.key, 'name', o.name)
      from organisation as o where o.id = body_party.organisation);
  elsif person is not null then
    return jsonb_build_object('kind', 'person', 'key', jsonb_build_object('$address', person),
      'name', jsonb_build_object('$person', person));
  end if;
  return null;
end;
$$;

-- A row of the ledger as programs are told it: plain days and references.
create or replace function core.body_item(reminder core.reminder) returns jsonb
language plpgsql stable
as $$
declare
  item jsonb := jsonb_build_object('type', body_type(reminder.kind), 'plan', reminder.plan, 'object', reminder.object);
  about record;
  sitting meeting;
  asked postponement;
begin
  if reminder.kind in ('unreachable', 'undelivered') then
    return item - 'object' || (reminder.detail - 'person')
      || jsonb_build_object('person', body_party(null, (reminder.detail ->> 'person')::integer));
  elsif reminder.object is null then
    return item || reminder.detail;
  elsif reminder.object like '%-M%' then
    select * into sitting from meeting as m where m.plan = reminder.plan and m.number = ref_number(reminder.object);
    return item || jsonb_build_object('title', meeting_title(sitting), 'date', sitting.date,
      'starts', hour_text(sitting.starts), 'ends', hour_text(sitting.ends), 'zone', case when sitting.starts is not null then (
        select p.zone from plan as p where p.key = sitting.plan) end, 'place', sitting.place,
      'update', reminder.detail -> 'update', 'cancelled', reminder.detail -> 'cancelled', 'revision', sitting.revision);
  elsif reminder.object like '%-D%' then
    select d.* into about from decision as d where d.plan = reminder.plan and d.number = ref_number(reminder.object);
    return item || jsonb_build_object('title', about.title, 'superseded_by', about.plan || '-D' || about.superseded_by,
      'revision', about.revision);
  end if;
  select a.* into about from action as a where a.plan = reminder.plan and a.number = ref_number(reminder.object);
  if reminder.kind in ('requested', 'answered') then
    asked := content_request(reminder);
  end if;
  return item || jsonb_build_object('title', about.title, 'state', about.state, 'progress', about.progress,
    'due', jsonb_build_object('said', about.due_said, 'last_day', about.due_last), 'revision', about.revision,
    'owner', body_party(about.owner_organisation, about.owner_person))
    || case when reminder.kind = 'rung' then jsonb_build_object('days', reminder.days, 'late', reminder.late) else '{}' end
    || case when reminder.kind = 'moved' then jsonb_build_object('from', reminder.detail -> 'from') else '{}' end
    || case when asked.number is not null then jsonb_build_object('asked', asked.due_last, 'answer', asked.state,
      'by', body_party(asked.organisation, asked.person)) else '{}' end;
end;
$$;

-- The body for a webhook: below 20 KB with names put in; what would make it larger is left out and counted.
create or replace function core.content_body(message core.message) returns jsonb
language plpgsql stable
as $$
declare
  hook webhook;
  items jsonb := '[]';
  kinds text[] := '{}';
  size integer := 0;
  omitted integer := 0;
  one reminder;
  item jsonb;
begin
  select * into hook from webhook as w where w.id = message.webhook;
  for one in
    select * from reminder as r where r.message = content_body.message.id and r.state <> 'void' order by r.due_at, r.id
  loop
    if not body_type(one.kind) = any (kinds) then
      kinds := kinds || body_type(one.kind);
    end if;
    if omitted = 0 then
      item := body_item(one);
      size := size + octet_length(content_filled(item)::text) + 2;
    end if;
    if size > 18000 then
      omitted := omitted + 1;
    else
      items := items || item;
    end if;
  end loop;
  return jsonb_build_object('version', 1, 'id', 'msg_' || replace(message.uid::text, '-', ''),
    'type', case when cardinality(kinds) = 1 then kinds[1] else 'news' end, 'made_at', core.now(),
    'for', body_party(hook.organisation, coalesce(hook.person, case when hook.organisation is null then message.person end)),
    'items', items, 'omitted', omitted);
end;
$$;

-- All of it, with places for persons: for core.content_filled at each claim. The thread is the one object that it is
-- about. NULL when nothing is left to say.
create or replace function core.message_content(message core.message) returns jsonb
language plpgsql stable
as $$
declare
  first reminder;
  refs text[];
  plans text[];
  secretaries jsonb;
  view jsonb;
begin
  select * into first from reminder as r
  where r.message = message_content.message.id and r.state <> 'void' order by r.due_at, r.id limit 1;
  if first.id is null then
    return null;
  end if;
  select array_agg(distinct r.object) filter (where r.object ~ '^[A-Z0-9]+-'),
    array_agg(distinct r.plan) filter (where r.plan is not null)
  into refs, plans
  from reminder as r where r.message = message_content.message.id and r.state <> 'void';
  if message.channel = 'webhook' then
    return jsonb_build_object('body', content_body(message));
  elsif message.shape = 'digest' then
    plans := array(select m.plan from member as m where m.person = message.person order by m.plan);
  end if;
  secretaries := told_secretaries(plans);
  view := content_view(message, first, plans, secretaries);
  -- What a digest had to say may be in the reminders of the same morning.
  if message.shape = 'digest' and '[]' = all (array[view -> 'overdue', view -> 'soon', view -> 'done', view -> 'asked'])
  then
    return null;
  end if;
  return jsonb_build_object('view', view, 'reply_to', secretaries,
    'thread', case when cardinality(refs) = 1 then refs[1] end,
    'calendar', case when first.kind = 'convened' then (
      select convening_calendar(m) from meeting as m
      where m.plan = first.plan and m.number = ref_number(first.object)) end);
end;
$$;

-- Puts a message into the outbox that only says that it is one; its number. After core.webhook_take alone. It belongs to
-- no row of the ledger, so that it is frozen from the beginning.
create or replace function core.webhook_try(id integer) returns bigint
language plpgsql security definer set search_path = core, pg_temp
as $$
declare
  hook webhook;
  tried message;
begin
  select * into strict hook from webhook as w where w.id = webhook_try.id;
  tried.uid := gen_random_uuid();
  tried.person := coalesce(hearer(hook.organisation, hook.person), own_person());
  if tried.person is null then
    perform refuse_value('webhook', 'webhook.nobody');
  end if;
  insert into message (uid, person, channel, webhook, host, shape, plans, next_at, frozen_at, handed, content, made_at,
    act_by)
  values (tried.uid, tried.person, 'webhook', hook.id,
    webhook_host(hook.url), 'alert', '{}', core.now(), core.now(), true,
    jsonb_build_object('body', jsonb_build_object('version', 1, 'id', 'msg_' || replace(tried.uid::text, '-', ''),
      'type', 'webhook.test', 'made_at', core.now(), 'for', body_party(hook.organisation, hook.person),
      'items', '[]'::jsonb, 'omitted', 0)), core.now(), (core.now() at time zone 'UTC')::date)
  returning * into tried;
  return tried.id;
end;
$$;

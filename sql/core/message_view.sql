-- SPDX-License-Identifier: MIT
-- How messages are read, tried again and cancelled, and the switch that holds all of them. A person's act on them is in the
-- journal of the register.

select
  core.word('verb.retry', 'try again', 'refaire l’envoi'),
  core.word('message.trial', 'trial of a webhook', 'essai d’un webhook'),
  core.word('message.not_all', 'a message about plans in all of which you are secretary',
    'un message qui ne concerne que des plans dont vous assurez le secrétariat');
select core.define_transitions('message',
  '{{waiting,retry,waiting,""},{waiting,cancel,cancelled,""},{failed,retry,waiting,""},{cancelled,retry,waiting,""}}');

-- What a caller reads of a message: of its plans those that the caller sees whole; with its content where all that is in
-- it is the caller's to see.
create or replace function core.message_json(message core.message, whole boolean default false) returns jsonb
language plpgsql stable
as $$
declare
  readable boolean := administrator() or is_self(message.person) or message.plans <@ whole_plans();
begin
  return jsonb_build_object('ref', 'message:' || message.id, 'message', message.id, 'uid', message.uid,
    'person', person_party(message.person), 'channel', message.channel, 'webhook', message.webhook, 'host', message.host,
    'shape', message.shape,
    'shape_label', say(case when message.content #>> '{body,type}' = 'webhook.test' then 'message.trial'
      else 'message_shape.' || message.shape end),
    'plans', case when readable then message.plans else array(
      select home from unnest(message.plans) as home where home = any (whole_plans())) end,
    'state', message.state, 'state_label', say('message_state.' || message.state),
    'next_at', case when message.state = 'waiting' then message.next_at end, 'attempts', message.attempt,
    'ambiguous', message.ambiguous, 'code', message.last_code, 'text', message.last_text,
    'frozen_at', message.frozen_at, 'made_at', message.made_at, 'ended_at', message.ended_at)
    || case when whole then jsonb_build_object(
      'reminders', coalesce((
        select jsonb_agg(reminder_json(r) order by r.id) from reminder as r where r.message = message_json.message.id), '[]'),
      'content', case when readable and message.content is not null then content_shown(message.content) end) else '{}' end;
end;
$$;

-- A message's content with the names in it. Definer: whoever may read the message may read whom it names.
create or replace function core.content_shown(content jsonb) returns jsonb
language plpgsql stable security definer set search_path = core, pg_temp
as $$
begin
  return coalesce(nullif(content_filled(content) -> 'view', 'null'), content_filled(content) -> 'body');
end;
$$;

-- The message of that number, if the caller sees it; refuses otherwise.
create or replace function core.message_get(id bigint) returns core.message
language plpgsql stable
as $$
declare
  found_one message;
begin
  select * into found_one from message as m where m.id = message_get.id;
  if not found then
    perform refuse('not_found', jsonb_build_object('object', 'message:' || id));
  end if;
  return found_one;
end;
$$;

-- True where the server's last answer to a message has these words in it, whatever their capitals.
create or replace function core.message_answers(message core.message, words text) returns boolean
language plpgsql stable
as $$
begin
  return strpos(lower(concat_ws(' ', message.last_code, message.last_text)), lower(words)) > 0;
end;
$$;

-- One page of messages, the latest first.
create or replace function core.message_page(plan text, person integer, state core.message_state, channel core.channel,
  search text, size integer, before bigint) returns json
language plpgsql stable
as $$
begin
  return (
    with page as (
      select m as row, m.id from message as m
      where (message_page.plan is null or m.plans @> array[message_page.plan])
        and (message_page.person is null or m.person = message_page.person)
        and (message_page.state is null or m.state = message_page.state)
        and (message_page.channel is null or m.channel = message_page.channel)
        and (search is null or message_answers(m, search))
        and (before is null or m.id < before)
      order by m.id desc
      limit size + 1),
    kept as (select * from page order by id desc limit size)
    select json_build_object(
      'items', coalesce((select json_agg(message_json(k.row) order by k.id desc) from kept as k), '[]'),
      'next', case when (select count(*) from page) > size then cursor_pack((select min(k.id) from kept as k)::text) end));
end;
$$;

-- Changes a message as a person may: tried again, or cancelled. A secretary may, of a plan that it is about, and cancels
-- only what is about no other plan. What may have left is tried again as it was; anything else is looked at anew.
create or replace function core.message_act(id bigint, verb text, why text) returns void
language plpgsql security definer set search_path = core, pg_temp
as $$
declare
  acted message;
  ref text := 'message:' || id;
  own integer;
  becomes message_state;
  anew boolean;
begin
  select * into strict acted from message as m where m.id = message_act.id for update;
  select count(*) into own from unnest(acted.plans) as home where may('message.' || verb, home);
  if not administrator() and own = 0 then
    perform refuse('forbidden');
  elsif not administrator() and verb = 'cancel' and own < cardinality(acted.plans) then
    perform refuse_value('message', 'message.not_all');
  end if;
  becomes := move('message', ref, acted.state::text, verb, why);
  if verb = 'cancel' then
    update reminder as r set state = 'void', reason = 'message_cancelled', ended_at = core.now()
    where r.message = acted.id and r.state = 'bound';
  else
    delete from unreachable as u where u.person = acted.person and acted.channel = 'mail';
    update reminder as r set state = 'bound', reason = null, ended_at = null
    where r.message = acted.id and r.reason in ('undelivered', 'message_cancelled');
  end if;
  anew := verb = 'retry' and not acted.handed;
  update message as m
  set state = case when anew then m.state else becomes end, ended_at = case when anew then m.ended_at
      when verb = 'cancel' then core.now() end,
    lapses = 0, next_at = case when verb = 'retry' then core.now() else m.next_at end,
    attempt = case when acted.state = 'waiting' then m.attempt else 0 end,
    first_at = case when acted.state = 'waiting' then m.first_at end
  where m.id = acted.id;
  if anew then
    perform message_thaw(acted);
  end if;
  perform note_change('', advance(''), ref, 'message', jsonb_build_object('state', acted.state),
    jsonb_build_object('state', becomes));
end;
$$;

-- Has messages that were given up on that day or later tried again, a thousand at most, those that wait longest first:
-- those of the plans whose secretary the caller is, any for administrators. Answers how many, and how many are left.
create or replace function core.message_resend(plan text, person integer, channel core.channel, search text, since date)
returns json
language plpgsql security definer set search_path = core, pg_temp
as $$
declare
  found_ones bigint[];
  zone constant text := coalesce(own_zone(), 'UTC');
  first_day constant date := coalesce(since, (core.now() at time zone zone)::date - 7);
  id bigint;
begin
  found_ones := array(
    select m.id from message as m
    where m.state = 'failed' and m.ended_at >= first_day::timestamp at time zone zone
      and (message_resend.plan is null or m.plans @> array[message_resend.plan])
      and (message_resend.person is null or m.person = message_resend.person)
      and (message_resend.channel is null or m.channel = message_resend.channel)
      and (search is null or message_answers(m, search))
      and (administrator() or exists (select from unnest(m.plans) as home where may('message.retry', home)))
    order by m.ended_at, m.id);
  foreach id in array found_ones[1:1000] loop
    perform message_act(id, 'retry', null);
  end loop;
  return json_build_object('resent', least(cardinality(found_ones), 1000),
    'left', greatest(cardinality(found_ones) - 1000, 0), 'since', first_day);
end;
$$;

-- Holds or releases all deliveries, after core.begin_write; what it was is in the journal.
create or replace function core.delivery_switch(hold boolean, why text) returns void
language plpgsql security definer set search_path = core, pg_temp
as $$
declare
  was delivery;
begin
  if not may(case when hold then 'delivery.hold' else 'delivery.release' end, '') then
    perform refuse('forbidden');
  end if;
  select * into strict was from delivery for update;
  update delivery
  set held = hold, held_by = case when hold then 'switch' end, held_why = case when hold then why end,
    held_at = case when hold then core.now() end;
  perform note_change('', advance(''), 'delivery', 'delivery',
    jsonb_build_object('held', was.held, 'held_by', was.held_by, 'held_why', was.held_why),
    jsonb_build_object('held', hold, 'held_by', case when hold then 'switch' end, 'held_why', case when hold then why end));
end;
$$;

-- The earliest instant at which a reminder, a digest or a pack can be sent; NULL where none is to come. The ring looks at a
-- rung when its morning begins anywhere; sent it is in the morning of whom it is for. Of a hundred ladders at most: where
-- they are all nobody's to hear, it is when the ring looks at the last of them.
create or replace function core.next_due() returns timestamptz
language plpgsql stable
as $$
declare
  next agenda;
  earliest timestamptz := (select min(r.due_at) from reminder as r where r.state = 'waiting');
  looked timestamptz[] := '{}';
begin
  for next in select * from agenda as a order by a.at limit 100 loop
    exit when earliest <= next.at;
    looked := looked || next.at;
    earliest := least(earliest, case next.kind
      when 'digest' then case when channel_of(next.person) <> 'none' then next.at end
      when 'pack' then (
        select min(morning_at(next.plan, next.day, p.zone))
        from whole_hearers(next.plan) as told join person as p on p.id = told)
      else (
        select min(c.at) from action as a cross join lateral ladder_coming(a) as c
        where a.plan = next.plan and a.number = next.object and c.reason is null) end);
  end loop;
  earliest := coalesce(earliest, looked[100]);
  return case when earliest is not null then greatest(earliest, core.now()) end;
end;
$$;

-- What goes wrong: messages that a server put off, or that were given up in seven days, together where it said the same
-- to the same channel; what it said of an address or a number in it left aside. Ten lines at most, of messages that the
-- caller sees: servers name people.
create or replace function core.delivery_trouble() returns json
language plpgsql stable
as $$
begin
  return (
    select coalesce(json_agg(json_build_object('state', t.state, 'state_label', say('message_state.' || t.state),
        'channel', t.channel, 'host', t.host, 'messages', t.messages, 'since', t.since, 'next_at', t.next_at,
        'code', t.code, 'text', t.text)
      order by t.state, t.messages desc, t.host), '[]')
    from (
      select m.state, m.channel, m.host, count(*) as messages, min(coalesce(m.ended_at, m.made_at)) as since,
        min(m.next_at) filter (where m.state = 'waiting') as next_at, m.last_code as code, min(m.last_text) as text
      from message as m
      where (m.state = 'waiting' and (m.attempt > 0 or m.lapses > 0)
          or m.state = 'failed' and m.ended_at > core.now() - interval '7 days')
      group by m.state, m.channel, m.host, m.last_code, regexp_replace(m.last_text, '\S*[@0-9]\S*', '', 'g')
      order by m.state, count(*) desc, m.host
      limit 10) as t);
end;
$$;

-- How deliveries stand: the switch, and the messages of each state and channel, those of the last week where they ended.
-- Definer: whoever asks sees numbers of all plans.
create or replace function core.delivery_counts() returns json
language plpgsql stable security definer set search_path = core, pg_temp
as $$
begin
  if not may('delivery.status', '') then
    perform refuse('forbidden');
  end if;
  return (
    select json_build_object('ref', 'delivery', 'held', d.held, 'held_by', d.held_by, 'why', d.held_why,
      'held_at', d.held_at,
      'waiting', (select count(*) from message as m where m.state = 'waiting'),
      'ready', (select count(*) from message as m where m.state = 'waiting' and m.next_at <= core.now()),
      'busy', (select count(*) from message as m where m.state = 'busy'),
      'oldest', (select min(m.made_at) from message as m where m.state = 'waiting'),
      'next_try', (
        select min(m.next_at) from message as m where m.state = 'waiting' and m.next_at > core.now()),
      'sent', (select count(*) from message as m where m.state = 'sent' and m.ended_at > core.now() - interval '7 days'),
      'failed', (
        select count(*) from message as m where m.state = 'failed' and m.ended_at > core.now() - interval '7 days'),
      'last_sent', (
        select max(m.ended_at) from message as m where m.state = 'sent' and m.ended_at > core.now() - interval '7 days'),
      'to_come', next_due())
    from delivery as d);
end;
$$;

-- The same with what goes wrong.
create or replace function core.delivery_json() returns json
language plpgsql stable
as $$
begin
  return left(delivery_counts()::text, -1) || ', "trouble" : ' || delivery_trouble() || '}';
end;
$$;

-- Erases a person from the outbox: what waits ends, what was said goes; that something was sent, and when, stays.
-- The outcome of what is being sent at this moment comes too late.
create or replace function core.outbox_forget(person integer) returns void
language plpgsql security definer set search_path = core, pg_temp
as $$
begin
  if not administrator() then
    perform refuse('forbidden');
  end if;
  delete from agenda as a where a.person = outbox_forget.person;
  delete from unreachable as u where u.person = outbox_forget.person;
  update reminder as r set state = 'void', reason = 'left', ended_at = core.now()
  where r.person = outbox_forget.person and r.state in ('waiting', 'bound');
  update message as m
  set state = case when m.state in ('waiting', 'busy') then 'void' else m.state end, token = m.token + 1,
    lease_until = null, claimed_by = null, ended_at = coalesce(m.ended_at, core.now()), frozen_at = null, content = null,
    last_text = null
  where m.person = outbox_forget.person;
end;
$$;

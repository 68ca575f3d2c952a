-- SPDX-License-Identifier: MIT
-- Freezing: a message is put together when it is first handed out, and names and addresses are put in each time.

-- Looks once more at what a message is to say, and makes its content; NULL, and the message void, if there is nothing
-- left to say.
create or replace function core.message_made(opened core.message) returns jsonb
language plpgsql
as $$
declare
  bound constant bigint[] := array(
    select r.id from reminder as r where r.message = opened.id and r.state = 'bound' order by r.id for update);
  today date;
  made jsonb;
begin
  perform reminders_end_failing(bound);
  -- Late is what leaves on a later day than its own, in the recipient's zone.
  today := (select core.now() at time zone p.zone from person as p where p.id = opened.person);
  update reminder as r
  set late = today > r.day
  where r.message = opened.id and r.state = 'bound' and r.kind = 'rung' and r.late is distinct from (today > r.day);
  made := message_content(opened);
  if made is null or not exists (
    select from reminder as r where r.message = opened.id and r.state = 'bound')
  then
    update reminder as r
    set state = 'void', reason = 'overtaken', ended_at = core.now()
    where r.message = opened.id and r.state = 'bound';
    update message as m set state = 'void', ended_at = core.now() where m.id = opened.id;
    return null;
  end if;
  return made;
end;
$$;

-- A message for a program, aimed: while nothing of it has left it goes to the webhook that its person has now, if any. What
-- may have left never changes: if its webhook was removed or disabled it is cancelled, and has failed as one that could not
-- be delivered. Answers it as it is then.
create or replace function core.message_aimed(chosen core.message) returns core.message
language plpgsql
as $$
declare
  hook webhook;
begin
  if chosen.frozen_at is null then
    hook := webhook_of(chosen.person);
    update message as m set webhook = coalesce(hook.id, m.webhook), host = coalesce(webhook_host(hook.url), m.host)
    where m.id = chosen.id
    returning m.* into chosen;
    return chosen;
  end if;
  select * into hook from webhook as w where w.id = chosen.webhook;
  if hook.state = 'active' and not hook.removed then
    return chosen;
  end if;
  update message as m
  set state = 'cancelled', ended_at = core.now(), last_code = null,
    last_text = case when hook.removed then 'the webhook was removed' else 'the webhook is disabled' end
  where m.id = chosen.id
  returning m.* into chosen;
  perform message_fail(chosen);
  return chosen;
end;
$$;

-- A message as a daemon is given it.
create or replace function core.message_given(given core.message) returns json
language plpgsql stable
as $$
declare
  recipient person;
  hook webhook;
  filled jsonb := content_filled(given.content);
begin
  select * into recipient from person as p where p.id = given.person;
  if given.channel = 'webhook' then
    select * into hook from webhook as w where w.id = given.webhook;
  end if;
  return json_strip_nulls(json_build_object('id', given.id, 'token', given.token, 'attempt', given.attempt,
      'channel', given.channel, 'host', given.host, 'shape', given.shape, 'locale', recipient.locale,
      'uid', given.uid, 'date', floor(extract(epoch from given.frozen_at)),
      'to', json_build_object('name', recipient.name, 'address', recipient.email),
      'reply_to', filled -> 'reply_to', 'thread', filled -> 'thread',
      'url', hook.url, 'webhook', hook.id,
      'generations', case when hook.id is not null then to_json(webhook_generations(hook)) end))::jsonb
    || jsonb_build_object('view', filled -> 'view', 'calendar', filled -> 'calendar', 'body', filled -> 'body');
end;
$$;

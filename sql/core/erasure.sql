-- SPDX-License-Identifier: MIT
-- What is known of a person, and its erasure: the name, the address, the function and the login go from the person and
-- its history, where alone they stand; what the person did stays, under a key that says nobody.

-- All that is known of a person, whatever plans the caller sees: for administrators and oneself. Objects by
-- their references.
create or replace function core.person_dossier(person integer) returns json
language plpgsql stable security definer set search_path = core, pg_temp
as $$
begin
  if not (administrator() or is_self(person)) then
    perform refuse('forbidden');
  end if;
  return json_build_object(
    'person', (
      select to_jsonb(p) || jsonb_build_object('ref', person_ref(p),
        'organisation', (select o.key from organisation as o where o.id = p.organisation))
      from person as p where p.id = person_dossier.person),
    'history', person_versions(person),
    'contact_of', array(
      select o.key from organisation as o where o.contact = person_dossier.person order by o.key),
    'memberships', coalesce((
      select json_agg(json_build_object('plan', m.plan, 'role', m.role) order by m.plan)
      from member as m where m.person = person_dossier.person), '[]'),
    'known_in', array(
      select known.plan from acquaintance as known where known.person = person_dossier.person order by known.plan),
    'owns', array(
      select a.plan || '-' || a.number from action as a
      where a.owner_person = person_dossier.person order by a.plan, a.number),
    'supports', array(
      select s.plan || '-' || s.action from action_support as s
      where s.person = person_dossier.person order by s.plan, s.action),
    'notes', array(
      select n.plan || '-N' || n.number from note as n
      where n.person = person_dossier.person order by n.plan, n.number),
    'attendance', coalesce((
      select json_agg(json_build_object('meeting', at.plan || '-M' || at.meeting, 'presence', at.presence)
        order by at.plan, at.meeting)
      from attendance as at where at.person = person_dossier.person), '[]'),
    'preference', (select to_jsonb(p) - '{person,revision}'::text[] from preference as p where p.person = person_dossier.person),
    'webhooks', coalesce((
      select json_agg(json_build_object('webhook', w.id, 'url', w.url, 'state', w.state, 'removed', w.removed)
        order by w.id)
      from webhook as w where w.person = person_dossier.person), '[]'),
    'acknowledged', array(
      select distinct k.plan || '-' || k.action from acknowledgement as k
      where k.person = person_dossier.person order by 1),
    'asked', coalesce((
      select json_agg(json_build_object('action', q.plan || '-' || q.action, 'due', q.due_said, 'why', q.why,
        'state', q.state) order by q.plan, q.number)
      from postponement as q where q.person = person_dossier.person), '[]'),
    'answered', array(
      select distinct q.plan || '-' || q.action from postponement as q
      where q.answered_by = person_dossier.person order by 1),
    'digest_at', (select a.at from agenda as a where a.kind = 'digest' and a.person = person_dossier.person),
    'unreachable_since', (select u.since from unreachable as u where u.person = person_dossier.person),
    'reminders', coalesce((
      select json_agg(json_build_object('plan', r.plan, 'kind', r.kind, 'object', r.object, 'due_at', r.due_at,
        'state', r.state, 'reason', r.reason) order by r.id)
      from reminder as r where r.person = person_dossier.person), '[]'),
    'messages', coalesce((
      select json_agg(json_build_object('message', m.id, 'channel', m.channel, 'shape', m.shape, 'state', m.state,
        'made_at', m.made_at, 'ended_at', m.ended_at, 'text', m.last_text,
        'content', content_shown(m.content)) order by m.id)
      from message as m where m.person = person_dossier.person), '[]'),
    'acts', person_acts(person),
    'witnessed', coalesce((
      select json_agg(json_build_object('hour', w.hour, 'plan', nullif(w.plan, ''), 'kind', w.kind,
        'method', w.method, 'object', w.object, 'calls', w.calls) order by w.id)
      from witness as w where w.person = person_dossier.person), '[]'));
end;
$$;

-- The earlier versions of a person's own data, the oldest first, as far as the present role sees them.
create or replace function core.person_versions(person integer) returns json
language plpgsql stable
as $$
begin
  return coalesce((
    select json_agg(to_jsonb(h) || jsonb_build_object(
      'organisation', (select o.key from organisation as o where o.id = h.organisation)) order by h.until)
    from person_history as h where h.id = person_versions.person), '[]');
end;
$$;

-- What a person did, act by act, in the order of time; plan is null for the register.
create or replace function core.person_acts(person integer) returns json
language plpgsql stable
as $$
begin
  return coalesce((
    select json_agg(json_build_object('plan', nullif(act.plan, ''), 'revision', act.revision,
      'recorded_at', act.recorded_at, 'method', act.method, 'objects', act.objects)
      order by act.recorded_at, act.plan, act.revision)
    from (
      select j.plan, j.revision, min(j.recorded_at) as recorded_at, min(j.method) as method,
        array_agg(distinct j.object) as objects
      from journal as j
      where j.person = person_acts.person
      group by j.plan, j.revision) as act), '[]');
end;
$$;

-- What still needs a person: the actions to be done and the organisations whose contact it is.
create or replace function core.person_needed(person integer, out actions text[], out organisations text[])
language plpgsql stable security definer set search_path = core, pg_temp
as $$
begin
  actions := array(
    select a.plan || '-' || a.number from action as a
    where a.owner_person = person_needed.person and a.state not in ('done', 'cancelled') and not a.withdrawn
    order by a.plan, a.number);
  organisations := array(
    select o.key from organisation as o where o.contact = person_needed.person order by o.key);
end;
$$;

-- Erases a person: only for administrators, after core.begin_write and core.person_needed. Its memberships end, each in
-- its plan's journal; the name stands in none. Plans are locked in the order of their keys.
create or replace function core.person_forget(person integer) returns core.person
language plpgsql security definer set search_path = core, pg_temp
as $$
declare
  forgotten person;
  place text;
begin
  if not administrator() then
    perform refuse('forbidden');
  end if;
  for place in select m.plan from member as m where m.person = person_forget.person order by m.plan loop
    perform from revision as r where r.plan = place for update;
    delete from member as m where m.plan = place and m.person = person_forget.person;
  end loop;
  update person as p
  set email = null, name = null, function = null, login = null, erased_at = core.now()
  where p.id = person_forget.person
  returning p.* into forgotten;
  delete from preference as q where q.person = person_forget.person;
  perform outbox_forget(person);
  update webhook as w set removed = true, url = null where w.person = person_forget.person;
  update webhook_history as h set url = null where h.person = person_forget.person;
  update person_history as h set email = null, name = null, function = null, login = null
  where h.id = person_forget.person;
  return forgotten;
end;
$$;

-- SPDX-License-Identifier: MIT
-- What is said of a deadline: "received" (core.acknowledgement), by owners and those who help; and by owners that they
-- need more time: a request, which the secretary or the chair accepts or refuses. An action has one open request at most;
-- both end with its deadline.

select core.define_enum('postponement_state',
  '{{asked,asked,demandé},{accepted,accepted,accepté},{refused,refused,refusé},{overtaken,overtaken,dépassé}}');
select
  core.word('verb.request', 'ask for more time', 'demander un report'),
  core.word('verb.acknowledge', 'acknowledge', 'accuser réception'),
  core.word('verb.refuse', 'refuse', 'refuser'),
  core.word('acknowledge.nobody', 'a caller whose organisation has a contact, who acknowledges',
    'un appelant dont l’organisme a un contact, qui accuse réception'),
  core.word('acknowledge.person', 'a person who is written to about the action',
    'une personne à qui l’on écrit au sujet de l’action'),
  core.word('acknowledge.due', 'an action with a deadline', 'une action qui a une échéance');
select core.define_transitions('postponement',
  '{{asked,accept,accepted,""},{asked,refuse,refused,reason},{asked,request,asked,reason}}');

-- "Received": no reminder before that deadline for that person. It belongs to one setting of the deadline.
create table if not exists core.acknowledgement (
  plan text not null,
  action integer not null,
  person integer not null constraint acknowledgement_person references core.person (id),
  due_revision bigint not null,
  created_at timestamptz not null,
  revision bigint not null,
  constraint acknowledgement_pkey primary key (plan, action, person, due_revision),
  constraint acknowledgement_action foreign key (plan, action) references core.action (plan, number)
);
create index if not exists acknowledgement_by_person on core.acknowledgement (person);

create table if not exists core.postponement (
  plan text not null,
  number integer not null constraint postponement_number check (number > 0),
  action integer not null,
  due_said text not null,      -- the deadline asked for, as said and as reckoned when it was asked
  due_edtf text,
  due_first date,
  due_last date,
  due_meeting integer,
  why text not null,
  state core.postponement_state not null default 'asked',
  person integer constraint postponement_person references core.person (id),  -- who asked
  organisation integer constraint postponement_organisation references core.organisation (id),  -- whose own login asked
  answered_by integer constraint postponement_answered_by references core.person (id),
  answer text,
  answered_at timestamptz,
  withdrawn boolean not null default false,
  created_at timestamptz not null,
  revision bigint not null,
  constraint postponement_pkey primary key (plan, number),
  constraint postponement_action foreign key (plan, action) references core.action (plan, number),
  constraint postponement_due_meeting foreign key (plan, due_meeting) references core.meeting (plan, number)
);
create unique index if not exists postponement_open on core.postponement (plan, action)
  where state = 'asked' and not withdrawn;
create index if not exists postponement_by_action on core.postponement (plan, action, number);
create index if not exists postponement_by_person on core.postponement (person);

-- True where what an action's people say of its deadline is the caller's to read: the action is the caller's own.
create or replace function core.action_said(plan text, action integer) returns boolean
language plpgsql stable
as $$
begin
  return has_part(plan) and action_own(plan, action);
end;
$$;

-- Reasons are for those who see the plan whole or whose own the action is.
select
  core.keep('acknowledgement', plan => 'kept.plan', object => $$kept.plan || '-' || kept.action$$,
    visible => core.in_whole('core.action_said(plan, action)')),
  core.keep('postponement', plan => 'kept.plan', object => $$kept.plan || '-' || kept.action$$,
    visible => core.in_whole('core.action_said(plan, action)'));

select core.define_list('postponement', array[
    ['action', $$kept.action = ($2 ->> 'action')::integer$$],
    ['state', $$kept.state = ($2 ->> 'state')::core.postponement_state$$]],
  array[['number', 'integer', '']]);

-- Who it is that acknowledges an action: the caller, or whoever answers for the caller's organisation. Secretaries note
-- what others answered: the person that they name, else the one who is written to as the owner.
create or replace function core.acknowledged_by(action core.action, typed text) returns integer
language plpgsql stable
as $$
declare
  notes constant boolean := holding('action.acknowledge', action.plan || '-' || action.number)
    in ('administrator', 'secretary');
  meant integer := own_person();
begin
  if typed is not null then
    meant := (person_find('person', typed)).id;
    if meant is distinct from own_person() and not notes then
      perform refuse('forbidden');
    elsif notes and not meant in (select h from action_hearers(action) as h where h is not null) then
      perform refuse_value('person', 'acknowledge.person');
    end if;
  elsif notes and not coalesce(meant in (select action_hearers(action)), false) then
    meant := hearer(action.owner_organisation, action.owner_person);
  elsif meant is null then
    select o.contact into meant from organisation as o where o.id = own_organisation();
  end if;
  if meant is null then
    perform refuse_value('action', 'acknowledge.nobody');
  end if;
  return meant;
end;
$$;

-- The open request of an action; a row of NULLs where there is none.
create or replace function core.postponement_asked(plan text, action integer) returns core.postponement
language plpgsql stable
as $$
declare
  asked postponement;
begin
  select * into asked from postponement as p
  where p.plan = postponement_asked.plan and p.action = postponement_asked.action and p.state = 'asked'
    and not p.withdrawn;
  return asked;
end;
$$;

-- For an answer: the open request of that action; refuses where there is none.
create or replace function core.postponement_take(ref text) returns core.postponement
language plpgsql stable
as $$
declare
  taken action := action_take(ref);
  asked postponement := postponement_asked(taken.plan, taken.number);
begin
  if asked.number is null then
    perform refuse('nothing_asked', jsonb_build_object('object', ref));
  end if;
  return asked;
end;
$$;

-- Notes the answer to a request.
create or replace function core.postponement_answered(asked core.postponement, verb text, why text) returns void
language plpgsql
as $$
begin
  update postponement as p
  set state = move('postponement', p.plan || '-' || p.action, p.state::text, verb, postponement_answered.why)::postponement_state,
    answered_by = own_person(), answer = postponement_answered.why, answered_at = core.now()
  where p.plan = asked.plan and p.number = asked.number;
end;
$$;

-- What a caller reads of a request; NULL for a row of NULLs.
create or replace function core.postponement_json(postponement core.postponement) returns json
language plpgsql stable
as $$
begin
  if postponement.number is null then
    return null;
  end if;
  return json_build_object('ref', postponement.plan || '-' || postponement.action, 'number', postponement.number,
    'due', json_build_object('said', postponement.due_said, 'first_day', postponement.due_first,
      'last_day', postponement.due_last, 'edtf', postponement.due_edtf,
      'meeting', postponement.plan || '-M' || postponement.due_meeting),
    'why', postponement.why, 'state', postponement.state,
    'by', party_json(postponement.organisation, postponement.person),
    'asked_at', postponement.created_at, 'answered_by', person_party(postponement.answered_by),
    'answer', postponement.answer, 'answered_at', postponement.answered_at, 'withdrawn', postponement.withdrawn,
    'revision', postponement.revision);
end;
$$;

-- A new deadline, or an end, leaves nothing to ask for: the open request is overtaken. Definer, since whoever changes
-- the action need not see the request.
create or replace function core.postponement_overtaken() returns trigger
language plpgsql security definer set search_path = core, pg_temp
as $$
begin
  if coalesce(current_setting('copild.undoes', true), '') <> '' then
    return null;  -- what is taken back brings its own rows back
  end if;
  update postponement as p set state = 'overtaken', answered_at = core.now()
  where p.plan = new.plan and p.action = new.number and p.state = 'asked' and not p.withdrawn;
  return null;
end;
$$;
create or replace trigger overtaken after update on core.action
  for each row when (old.due_revision is distinct from new.due_revision
    or old.closed_at is null and new.closed_at is not null or not old.withdrawn and new.withdrawn)
  execute function core.postponement_overtaken();

insert into core.error (kind, code, sqlstate, en, fr)
values ('nothing_asked', 1021, 'CP021',
  'Nobody has asked for more time for %(object)s.',
  'Personne n’a demandé de report pour %(object)s.')
on conflict (kind) do update
set code = excluded.code, sqlstate = excluded.sqlstate, en = excluded.en, fr = excluded.fr;

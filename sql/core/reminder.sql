-- SPDX-License-Identifier: MIT
-- The ledger: why somebody is written to, or is not. A row is one reminder or piece of news to one person by one channel; it
-- waits until it is due, is bound to a message, and ends sent or void, with the reason. And the agenda: what comes due next
-- of each ladder, pack and digest, from which the ring makes the ledger's rows. Written by definer functions alone.

select core.define_enum('reminder_kind',
  '{{rung,reminder,relance},{assigned,assigned,confiée},{moved,"deadline moved","échéance déplacée"},
    {decided,decision,décision},{requested,"more time asked for","report demandé"},
    {answered,"request answered","demande tranchée"},{convened,"called to a meeting",convocation},
    {minutes,minutes,"compte rendu"},{pack,"meeting pack","dossier de séance"},{digest,digest,récapitulatif},
    {unreachable,"nobody to write to","personne injoignable"},{undelivered,"not delivered","non remis"}}');
select core.define_enum('reminder_state',
  '{{waiting,waiting,"en attente"},{bound,"about to be sent","prête à partir"},{sent,sent,envoyée},{void,"not sent","non envoyée"}}');
select core.define_enum('agenda_kind',
  '{{rung,reminder,relance},{pack,"meeting pack","dossier de séance"},{digest,digest,récapitulatif}}');

-- Why a row of the ledger is void.
select
  core.word('void.done', 'the action is done', 'l’action est faite'),
  core.word('void.cancelled', 'the action was cancelled', 'l’action a été abandonnée'),
  core.word('void.withdrawn', 'the action was taken back', 'l’action a été retirée'),
  core.word('void.proposed', 'the action is not agreed', 'l’action n’est pas acceptée'),
  core.word('void.postponed', 'the deadline was set anew', 'l’échéance a changé'),
  core.word('void.owner_changed', 'the person is no longer concerned', 'la personne n’est plus concernée'),
  core.word('void.acknowledged', 'the person has acknowledged', 'la personne a accusé réception'),
  core.word('void.overtaken', 'something later was due already', 'une suivante était déjà due'),
  core.word('void.policy', 'the plan''s policy or calendar changed', 'la règle ou le calendrier du plan a changé'),
  core.word('void.answered', 'it was answered', 'la demande a reçu sa réponse'),
  core.word('void.unwanted', 'the person wants nothing sent', 'la personne ne veut rien recevoir'),
  core.word('void.no_part', 'the person has no part in the plan', 'la personne n’a pas de place dans le plan'),
  core.word('void.not_seen', 'the person may not see it', 'la personne ne peut pas le voir'),
  core.word('void.no_contact', 'the organisation has no contact', 'l’organisme n’a pas de contact'),
  core.word('void.no_address', 'the person has no address', 'la personne n’a pas d’adresse'),
  core.word('void.left', 'the person was deactivated', 'la personne a été désactivée'),
  core.word('void.unreachable', 'a server refused the address for good', 'un serveur a définitivement refusé l’adresse'),
  core.word('void.held', 'the meeting was held', 'la séance s’est tenue'),
  core.word('void.undelivered', 'the message could not be delivered', 'le message n’a pas pu être remis'),
  core.word('void.message_cancelled', 'the message was cancelled', 'le message a été annulé');

create table if not exists core.agenda (
  id bigint generated always as identity primary key,
  kind core.agenda_kind not null,
  plan text constraint agenda_plan references core.plan (key),
  object integer,              -- the action's or the meeting's number
  person integer constraint agenda_person references core.person (id),
  due_revision bigint,         -- of a ladder: whose deadline it is …
  passed integer,              -- … which of its rungs was passed last, NULL for none …
  since timestamptz,           -- … what was due at this instant or before is not sent …
  owned_since timestamptz,     -- … and to the owner, what was due before it came to be theirs
  day date,                    -- the day that it is about
  at timestamptz not null,     -- when the ring looks at it; of a rung: when that morning begins anywhere
  constraint agenda_once unique nulls not distinct (kind, plan, object, person)
);
create index if not exists agenda_at on core.agenda (at);
create index if not exists agenda_by_person on core.agenda (person) where person is not null;

-- Plans whose ladders are to be reckoned anew, up to which action that is done, and whether their rungs themselves are others.
create table if not exists core.recompute (
  plan text primary key constraint recompute_plan references core.plan (key),
  after integer not null default 0,
  rungs boolean not null default false
);

create table if not exists core.reminder (
  id bigint generated always as identity primary key,
  plan text constraint reminder_plan references core.plan (key),  -- null for a digest
  kind core.reminder_kind not null,
  object text,
  person integer constraint reminder_person references core.person (id),  -- null for nobody: an organisation without contact
  days integer not null default 0,
  due_revision bigint not null default 0,
  channel core.channel not null constraint reminder_channel check (channel <> 'none'),
  day date,                    -- of a rung: its day, the same wherever the person is
  due_at timestamptz not null,
  state core.reminder_state not null default 'waiting',
  reason text,                 -- why it is void: a word of core.wording after "void."
  late boolean not null default false,
  message bigint constraint reminder_message references core.message (id),
  detail jsonb,                -- never a name or an address
  made_at timestamptz not null,
  ended_at timestamptz,
  constraint reminder_once unique nulls not distinct (plan, object, kind, person, days, due_revision, channel),
  constraint reminder_void check ((state = 'void') = (reason is not null)),
  constraint reminder_bound check (state <> 'bound' or message is not null),
  constraint reminder_ended check ((state in ('sent', 'void')) = (ended_at is not null))
);
create index if not exists reminder_due on core.reminder (due_at, person, id) where state = 'waiting';
-- What waits as well, said otherwise, so that no plan made while little was due takes reminder_due for this.
create index if not exists reminder_awaits on core.reminder (person, due_at) where message is null and ended_at is null;
create index if not exists reminder_open on core.reminder (plan, object) where state in ('waiting', 'bound');
create index if not exists reminder_by_message on core.reminder (message, state) where message is not null;
create index if not exists reminder_by_person on core.reminder (person, due_at);

select
  core.guard('agenda', core.in_whole('person = (select core.own_person())')),
  core.guard('recompute', 'false'),
  core.guard('reminder', core.in_whole('person = (select core.own_person())')
    || ' or plan is null and (select core.administrator())');

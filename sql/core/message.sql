-- SPDX-License-Identifier: MIT
-- The outbox: what goes out, one message to one person by one channel. What it says is put together and frozen when it is
-- first handed out; persons stand in it as numbers. Written by definer functions alone.

select core.define_enum('message_shape',
  '{{news,"reminders and news","relances et nouvelles"},{convened,"called to a meeting",convocation},
    {minutes,minutes,"compte rendu"},{pack,"meeting pack","dossier de séance"},{digest,digest,récapitulatif},
    {alert,alert,alerte}}');
select core.define_enum('message_state',
  '{{waiting,waiting,"en attente"},{busy,"being sent","en cours d’envoi"},{sent,sent,envoyé},{failed,"given up","non remis"},
    {void,"nothing left to say","sans objet"},{cancelled,cancelled,annulé}}');
select core.define_domain('message_id', 'bigint',
  'the number of a message', 'le numéro d’un message', minimum => 1);

create table if not exists core.message (
  id bigint generated always as identity primary key,
  uid uuid not null default gen_random_uuid() constraint message_uid unique,  -- Message-ID and webhook-id, at every attempt
  person integer not null constraint message_person references core.person (id),
  channel core.channel not null constraint message_channel check (channel <> 'none'),
  webhook integer constraint message_webhook references core.webhook (id),
  host text not null,          -- 'smtp', or the webhook's: what rates and retries are counted by
  shape core.message_shape not null,
  object text,                 -- of a shape that is about one object
  plans text[] not null,       -- whose secretaries see that it is there
  state core.message_state not null default 'waiting',
  next_at timestamptz not null,
  attempt integer not null default 0,    -- counted when it is handed out
  token integer not null default 0,      -- of the last handing out: an older one's outcome is refused
  claimed_by text,
  lease_until timestamptz,     -- by the database's own clock
  lapses integer not null default 0,     -- times in a row that it could not be made or written, or a lease ended without a word
  ambiguous integer not null default 0,  -- attempts that may have arrived
  handed boolean not null default false, -- some of it may have left: it never changes again
  frozen_at timestamptz,
  content jsonb,
  first_at timestamptz,        -- since when a server puts it off
  last_code integer,
  last_text text,
  made_at timestamptz not null,
  ended_at timestamptz,
  act_by date not null,        -- the day by which its recipient is to act, see core.act_by: the nearest leave first
  constraint message_webhook_given check ((channel = 'webhook') = (webhook is not null)),
  constraint message_busy check ((state = 'busy') = (lease_until is not null and claimed_by is not null)),
  constraint message_ended check ((state in ('sent', 'failed', 'void', 'cancelled')) = (ended_at is not null)),
  constraint message_frozen check (frozen_at is null or content is not null)
);
-- What gathers for one person until it goes.
create unique index if not exists message_open on core.message (person, channel, shape, (coalesce(object, '')))
  where state = 'waiting' and frozen_at is null;
-- What waits, in the order of claims, and by when it may be tried. Each says it in its own way, so that no plan, made
-- while little waited, takes the one for the other.
create index if not exists message_order on core.message (channel, act_by, next_at, id)
  where lease_until is null and ended_at is null;
create index if not exists message_next on core.message (next_at) where state = 'waiting' and next_at is not null;
create index if not exists message_busy on core.message (lease_until) where state = 'busy';
create index if not exists message_by_person on core.message (person, id);
create index if not exists message_by_plans on core.message using gin (plans);

-- The switch that holds all deliveries: one row.
create table if not exists core.delivery (
  held boolean not null default false,
  held_by text,                -- 'switch': somebody; 'clock': the daemon, after the clock jumped
  held_why text,
  held_at timestamptz,
  single boolean primary key default true constraint delivery_single check (single),
  constraint delivery_held check (held = (held_by is not null))
);
insert into core.delivery default values on conflict do nothing;

-- Persons whose address a server refused for good, until it changes.
create table if not exists core.unreachable (
  person integer primary key constraint unreachable_person references core.person (id),
  since timestamptz not null
);

-- True where the caller is a secretary of one of these plans. Definer: a policy asks it.
create or replace function core.secretary_of(plans text[]) returns boolean
language plpgsql stable security definer set search_path = core, pg_temp
as $$
begin
  return exists (
    select from member as m
    where m.plan = any (secretary_of.plans) and m.role = 'secretary'
      and role_by(m.role, m.organisation, own_person()) = 'secretary'
      and (m.person = own_person() or m.organisation = own_organisation()));
end;
$$;

select
  core.guard('message', $$(select core.administrator()) or person = (select core.own_person())
    or plans && (select core.whole_plans()) and core.secretary_of(plans)$$),
  core.guard('delivery', '(select core.administrator())'),
  core.guard('unreachable', $$(select core.administrator()) or person = (select core.own_person())
    or core.may_edit_party(null, person)$$);

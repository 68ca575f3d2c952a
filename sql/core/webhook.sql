-- SPDX-License-Identifier: MIT
-- Webhooks: addresses of programs that are told what a person, or an organisation's contact, would be told. No secret
-- is kept: each generation's is derived by the daemon from its master key and "webhook:ID:GENERATION".

select core.define_domain('webhook_url', 'text',
  'an https:// address without user name and password, such as https://hooks.example.org/copild',
  'une adresse https:// sans nom d’utilisateur ni mot de passe, par exemple https://hooks.example.org/copild',
  pattern => '^https://([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?([.][A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*'
    || '|\[[0-9A-Fa-f:.]+\])(:[1-9][0-9]{0,4})?([/?][!-"$-~]*)?$',
  max_length => 2000);
select core.define_domain('webhook_id', 'integer',
  'the number of a webhook', 'le numéro d’un webhook', minimum => 1);
select core.define_enum('webhook_state', '{{active,active,actif},{disabled,disabled,désactivé}}');
select
  core.word('webhook.owner', 'an organisation or a person, one of them: whose it is', 'un organisme ou une personne, l’un des deux'),
  core.word('webhook.nobody', 'a webhook of a person, or of an organisation that has a contact',
    'un webhook d’une personne, ou d’un organisme qui a un contact'),
  core.word('webhook.port', 'an address with a port from 1 to 65535', 'une adresse dont le port va de 1 à 65535'),
  core.word('webhook.gone', 'the receiver answered that it is gone (410)', 'le destinataire a répondu qu’il n’existe plus (410)');

create table if not exists core.webhook (
  id integer generated always as identity primary key,
  organisation integer constraint webhook_organisation references core.organisation (id),
  person integer constraint webhook_person references core.person (id),
  url text constraint webhook_url check (url is not null or removed),  -- null once its person is erased
  generation integer not null default 1 constraint webhook_generation check (generation > 0),
  rotated_at timestamptz,    -- for a day after it, the generation before signs too
  state core.webhook_state not null default 'active',
  disabled_why text,         -- a key of core.wording
  removed boolean not null default false,
  created_at timestamptz not null,
  revision bigint not null,
  constraint webhook_owner check (num_nonnulls(organisation, person) = 1),
  constraint webhook_disabled check ((state = 'disabled') = (disabled_why is not null))
);
create index if not exists webhook_by_person on core.webhook (person) where person is not null;
create index if not exists webhook_by_organisation on core.webhook (organisation) where organisation is not null;

-- An organisation's contact, and its own login, answer for its webhooks. Definer: a policy asks it.
create or replace function core.answers_for(organisation integer) returns boolean
language plpgsql stable security definer set search_path = core, pg_temp
as $$
begin
  return exists (
    select from organisation as o
    where o.id = answers_for.organisation
      and (o.contact = own_person() or own_person() is null and o.id = own_organisation()));
end;
$$;

-- Addresses often hold a secret of their own: they are in no journal.
select core.keep('webhook', plan => $$''$$, object => $$'webhook:' || kept.id$$,
  visible => $$(select core.administrator()) or person = (select core.own_person())
    or organisation is not null and core.answers_for(organisation)$$,
  silent => '{url}');

-- The webhook that is told what a person is told, as far as the caller sees it: one's own, or, for who has none, not
-- even a disabled one, that of an organisation whose contact one is; the newest. A row of NULLs for none.
create or replace function core.webhook_of(person integer) returns core.webhook
language plpgsql stable
as $$
declare
  found_one webhook;
begin
  select w.* into found_one from webhook as w
  where w.state = 'active' and not w.removed and (w.person = webhook_of.person
    or w.organisation in (select o.id from organisation as o where o.contact = webhook_of.person)
      and not exists (select from webhook as own where own.person = webhook_of.person and not own.removed))
  order by w.id desc
  limit 1;
  return found_one;
end;
$$;

create or replace function core.webhook_ready(person integer) returns boolean
language plpgsql stable
as $$
begin
  return (webhook_of(person)).id is not null;
end;
$$;

-- The generations that sign, the newest first.
create or replace function core.webhook_generations(webhook core.webhook) returns integer[]
language plpgsql stable
as $$
begin
  return case
    when webhook.rotated_at + interval '1 day' > core.now() then array[webhook.generation, webhook.generation - 1]
    else array[webhook.generation] end;
end;
$$;

-- The host of a webhook's address, in small letters: what retries and rates are counted by.
create or replace function core.webhook_host(url text) returns text
language sql immutable strict parallel safe
as $$ select lower(substring(url from '^https://(\[[^\]]+\]|[^/:?]+)')) $$;

-- Refuses an address whose port is none; the rest is the domain's to check, and where it leads the daemon's.
create or replace function core.webhook_checked(url text) returns void
language plpgsql stable
as $$
begin
  if substring(url from '^https://(?:\[[^\]]+\]|[^/:?]+):([0-9]+)')::integer > 65535 then
    perform refuse_value('url', 'webhook.port');
  end if;
end;
$$;

-- For a write: the webhook, if it is the caller's (or any, for administrators) and was not removed.
create or replace function core.webhook_take(id integer) returns core.webhook
language plpgsql stable
as $$
declare
  taken webhook;
begin
  select * into taken from webhook as w where w.id = webhook_take.id and not w.removed;
  if not found then
    perform refuse('not_found', jsonb_build_object('object', 'webhook:' || id));
  end if;
  return taken;
end;
$$;

-- True where it is what its person, or its organisation's contact, is told by now. Definer: an organisation's own login
-- may know it of its contact.
create or replace function core.webhook_used(webhook core.webhook) returns boolean
language plpgsql stable security definer set search_path = core, pg_temp
as $$
declare
  told constant integer := hearer(webhook.organisation, webhook.person);
begin
  return channel_of(told) = 'webhook' and coalesce((webhook_of(told)).id = webhook.id, false);
end;
$$;

-- What a caller reads of a webhook.
create or replace function core.webhook_json(webhook core.webhook) returns json
language plpgsql stable
as $$
begin
  return json_build_object('ref', 'webhook:' || webhook.id, 'webhook', webhook.id,
    'party', party_json(webhook.organisation, webhook.person),
    'told', person_party(hearer(webhook.organisation, webhook.person)), 'used', webhook_used(webhook),
    'url', webhook.url, 'state', webhook.state, 'why', say(webhook.disabled_why), 'generation', webhook.generation,
    'overlap_until', case when webhook.rotated_at + interval '1 day' > core.now() then
      webhook.rotated_at + interval '1 day' end,
    'created_at', webhook.created_at, 'revision', webhook.revision);
end;
$$;

-- SPDX-License-Identifier: MIT
-- How a person wants to be told: by what, how often in a digest, and until when not at all. Language and time zone are
-- the person's own (core.person). No row says what is so unless one says otherwise.

select core.define_enum('channel',
  '{{mail,mail,courriel},{webhook,webhook,webhook},{none,nothing,rien}}');
select core.define_enum('digest_rhythm',
  '{{daily,"every working day","chaque jour ouvré"},{weekly,"every week","chaque semaine"},{none,never,jamais}}');
select
  core.word('preference.muted_until', 'a day that is not past, a year ahead at most',
    'un jour qui n’est pas passé, à un an au plus'),
  core.word('preference.webhook', 'a webhook of this person first: webhook.create',
    'd’abord un webhook de cette personne : webhook.create');

create table if not exists core.preference (
  person integer primary key constraint preference_person references core.person (id),
  channel core.channel not null default 'mail',
  digest core.digest_rhythm not null default 'weekly',
  muted_until date,          -- the last day on which nothing is sent, in the person's zone
  revision bigint not null
);

-- When somebody is away is for those who may write to them, not for all who see the person.
select core.keep('preference', plan => $$''$$, object => $$'person:' || kept.person$$,
  visible => $$(select core.administrator()) or person = (select core.own_person())
    or core.may_edit_party(null, person)$$);

-- A person's preference, as it is kept or as it is unless said otherwise; the ring, as the owner, reads anybody's.
create or replace function core.preference_of(person integer) returns core.preference
language plpgsql stable
as $$
declare
  kept preference;
begin
  select * into kept from preference as p where p.person = preference_of.person;
  if not found then
    kept := row (preference_of.person, 'mail', 'weekly', null, 0)::preference;
  end if;
  return kept;
end;
$$;

-- The person whose preference is meant, oneself unless typed; refuses where it is not the caller's to know.
create or replace function core.preference_for(typed text) returns core.person
language plpgsql stable
as $$
declare
  meant person;
begin
  if typed is null then
    select * into meant from person as p where p.id = own_person();
    if not found then
      perform refuse_value('person', 'type.party');
    end if;
    return meant;
  end if;
  meant := person_find('person', typed);
  if not (is_self(meant.id) or may_edit_party(null, meant.id)) then
    perform refuse('forbidden');
  end if;
  return meant;
end;
$$;

-- What a caller reads of a preference.
create or replace function core.preference_json(person core.person) returns json
language plpgsql stable
as $$
declare
  kept preference := preference_of(person.id);
begin
  return json_build_object('ref', person_ref(person), 'person', person_party(person.id), 'channel', kept.channel,
    'digest', kept.digest, 'muted_until', kept.muted_until, 'locale', person.locale, 'zone', person.zone,
    'revision', kept.revision);
end;
$$;

-- SPDX-License-Identifier: MIT
-- The register: organisations and persons, known to the whole server and seen through a plan one shares with them.
-- Names and addresses of persons stand in core.person and its history alone.

select core.define_enum('organisation_kind',
  '{{chamber,"chamber of commerce","chambre de commerce"},{directorate,"State directorate","direction de l’État"},
    {company,company,entreprise},{training_centre,"training centre","centre de formation"},
    {federation,"professional federation","fédération professionnelle"},{other,other,autre}}');
select core.define_enum('organisation_sort',
  '{{name,"by name","par nom"},{-name,"by name, from the end","par nom, depuis la fin"},
    {key,"by key","par clé"},{-key,"by key, from the end","par clé, depuis la fin"}}');
select core.define_enum('person_sort',
  '{{name,"by name","par nom"},{-name,"by name, from the end","par nom, depuis la fin"},
    {email,"by address","par adresse"},{-email,"by address, from the end","par adresse, depuis la fin"}}');

create table if not exists core.organisation (
  id integer generated always as identity primary key,
  key text not null constraint organisation_key unique check (key ~ '^[A-Z0-9][A-Z0-9-]{0,39}$'),
  name text not null,
  kind core.organisation_kind not null,
  city text,
  contact integer,  -- the person who answers for it
  created_at timestamptz not null,
  revision bigint not null,
  login text constraint organisation_login unique  -- the system user who acts for it: a service account
);

create table if not exists core.person (
  id integer generated always as identity primary key,
  email text,                                 -- both null in an erased person alone
  name text,
  organisation integer constraint person_organisation references core.organisation (id),
  function text,
  locale core.locale not null default 'fr',
  zone text not null default 'Europe/Paris',
  login text constraint person_login unique,  -- the system user who is this person
  created_at timestamptz not null,
  revision bigint not null,
  erased_at timestamptz,
  deactivated_at timestamptz,  -- from then on nobody acts as this person
  constraint person_erased check (case
    when erased_at is null then num_nulls(email, name) = 0
    else num_nonnulls(email, name, function, login) = 0 end)
);
create unique index if not exists person_email on core.person (lower(email));

do $$
begin
  alter table core.organisation add constraint organisation_contact
    foreign key (contact) references core.person (id);
exception when duplicate_object then
  null;
end;
$$;

-- Who belongs to a plan, as a person or as an organisation, and as what.
select core.define_enum('member_role',
  '{{secretary,secretary,secrétaire},{chair,chair,présidence},{member,member,membre},
    {partner,partner,partenaire},{observer,observer,observateur}}');

create table if not exists core.member (
  plan text not null constraint member_plan references core.plan (key),
  organisation integer constraint member_organisation references core.organisation (id),
  person integer constraint member_person references core.person (id),
  role core.member_role not null,
  revision bigint not null,
  constraint member_party check (num_nonnulls(organisation, person) = 1),
  constraint member_once unique nulls not distinct (plan, organisation, person)
);
create index if not exists member_by_person on core.member (person) where person is not null;
create index if not exists member_by_role on core.member (plan, role) where person is not null;
create index if not exists member_by_organisation on core.member (organisation) where organisation is not null;

-- Who has appeared in a plan (member, owner, support, present at a meeting, …): what makes an organisation or a
-- person visible to that plan's members. Only grows; filled by core.acquaint.
create table if not exists core.acquaintance (
  plan text not null,
  organisation integer,
  person integer,
  constraint acquaintance_once unique nulls not distinct (plan, organisation, person)
);
create index if not exists acquaintance_organisation on core.acquaintance (organisation);
create index if not exists acquaintance_person on core.acquaintance (person);

-- Makes a party known in a plan, and with it a person's organisation, an organisation's contact.
create or replace function core.acquaint(plan text, organisation integer, person integer) returns void
language plpgsql security definer set search_path = core, pg_temp
as $$
begin
  insert into acquaintance (plan, organisation, person)
  select acquaint.plan, acquaint.organisation, acquaint.person
  where num_nonnulls(acquaint.organisation, acquaint.person) = 1
  union
  select acquaint.plan, person.organisation, null
  from person where person.id = acquaint.person and person.organisation is not null
  union
  select acquaint.plan, null, organisation.contact
  from organisation where organisation.id = acquaint.organisation and organisation.contact is not null
  on conflict do nothing;
end;
$$;

-- Makes a person known wherever an organisation is, or the organisation wherever the person is.
create or replace function core.acquaint_pair(organisation integer, person integer, known text) returns void
language sql security definer set search_path = core, pg_temp
as $$
  insert into acquaintance (plan, organisation, person)
  select met.plan, case when known = 'person' then acquaint_pair.organisation end,
    case when known = 'organisation' then acquaint_pair.person end
  from acquaintance as met
  where known = 'person' and met.person = acquaint_pair.person
    or known = 'organisation' and met.organisation = acquaint_pair.organisation
  on conflict do nothing
$$;

-- True for a member that those see who see a plan in part: its secretaries and chairs, and themselves.
create or replace function core.member_shown(plan text, role core.member_role, organisation integer, person integer)
returns boolean
language plpgsql stable
as $$
begin
  return core.has_part(plan) and (role in ('secretary', 'chair')
    or organisation = core.own_organisation() or person = any (core.own_persons()));
end;
$$;

-- A party is seen by those who see whole a plan where it has appeared: the policy of core.acquaintance. Not "exists":
-- it would hash all that is known before one name is read.
select core.keep('organisation', plan => $$''$$, object => 'kept.key',
  visible => $$(select true from core.acquaintance as known where known.organisation = id limit 1)
    or core.party_shown(id, null)$$);
select core.keep('person', plan => $$''$$, object => $$'person:' || kept.id$$,
  visible => $$(select true from core.acquaintance as known where known.person = id limit 1)
    or core.party_shown(null, id)$$,
  silent => '{email,name,function,login}');
select core.keep('member', plan => 'kept.plan', object => 'kept.plan',
  visible => core.in_whole('core.member_shown(plan, role, organisation, person)'));
select core.guard('acquaintance', core.in_whole());

-- An organisation as others show it; NULL for NULL.
create or replace function core.organisation_party(id integer) returns json
language plpgsql stable
as $$
begin
  return (
    select json_build_object('kind', 'organisation', 'key', organisation.key, 'name', organisation.name)
    from organisation where organisation.id = organisation_party.id);
end;
$$;

-- What an erased person is still called.
select core.word('person.erased', 'erased person', 'personne effacée');

-- A person's reference: the address, or what the journal says where it has gone.
create or replace function core.person_ref(person core.person) returns text
language sql immutable parallel safe
as $$ select coalesce(person.email, 'person:' || person.id) $$;

-- The zone in which the caller reads instants: the person's; of who is no person the plans', where they share one; NULL
-- otherwise.
create or replace function core.own_zone() returns text
language plpgsql stable
as $$
begin
  return coalesce((select p.zone from person as p where p.id = own_person()),
    (select min(plan.zone) from plan having count(distinct plan.zone) = 1));
end;
$$;

-- A person as others show it; NULL for NULL.
create or replace function core.person_party(id integer) returns json
language plpgsql stable
as $$
begin
  return (
    select json_build_object('kind', 'person', 'key', person_ref(person),
      'name', coalesce(person.name, say('person.erased')),
      'organisation', (select organisation.key from organisation where organisation.id = person.organisation))
    from person where person.id = person_party.id);
end;
$$;

-- Whichever of the two is given, as others show it.
create or replace function core.party_json(organisation integer, person integer) returns json
language plpgsql stable
as $$
begin
  if organisation is not null then
    return organisation_party(organisation);
  elsif person is not null then
    return person_party(person);
  end if;
  return null;
end;
$$;

-- Everybody whom the caller sees and who may be meant by what was typed, the surest first: an exact key or address
-- (rank 1), the whole name (2), names in which every typed word begins a word (3). Accents and case do not count; signs
-- alone mean nobody.
create or replace function core.party_candidates(typed text)
returns table (organisation integer, person integer, ref text, name text, rank integer)
language plpgsql stable
as $$
declare
  words text[] := regexp_split_to_array(
    trim(regexp_replace(fold(typed), '[^[:alnum:]@]+', ' ', 'g')), ' ');
begin
  return query
  with party as (
    select o.id as organisation, null::integer as person, o.key as ref, o.name as name from organisation as o
    union all
    select null, p.id, p.email, p.name from person as p where p.erased_at is null
  )
  select party.organisation, party.person, party.ref, party.name,
    case
      when lower(party.ref) = lower(typed) then 1
      when fold(party.name) = fold(typed) then 2
      else 3
    end as rank
  from party
  where lower(party.ref) = lower(typed)
    or words <> '{""}' and not exists (
      select from unnest(words) as word
      where ' ' || regexp_replace(fold(party.name || ' ' || party.ref), '[^[:alnum:]@]+', ' ', 'g')
        not like '% ' || replace(word, '_', '\_') || '%')
  order by rank, party.name, party.ref;
end;
$$;

-- The one party that was meant; `param` is the parameter's name in a refusal. Nobody, or several (whose first ten are
-- told), are refused.
-- `kind` 'organisation' or 'person' looks among these alone.
create or replace function core.party_find(param text, typed text, kind text default null,
  out organisation integer, out person integer)
language plpgsql stable
as $$
declare
  found_ones record;
begin
  if typed is null then
    return;
  end if;
  -- What programs type, a key or an address as it is written, is found by index.
  if kind is distinct from 'person' then
    select o.id into organisation from organisation as o where o.key = typed;
  end if;
  if organisation is null and kind is distinct from 'organisation' then
    select p.id into person from person as p where lower(p.email) = lower(typed);
  end if;
  if num_nonnulls(organisation, person) > 0 then
    return;
  end if;
  select count(*) as number, array_agg(c.organisation) as organisations, array_agg(c.person) as persons,
    jsonb_agg(jsonb_build_object('ref', c.ref, 'name', c.name)) filter (where c.place <= 10) as candidates,
    string_agg(format('%s (%s)', c.name, c.ref), ', ') filter (where c.place <= 10)
      || case when count(*) > 10 then ', …' else '' end as words
  into found_ones
  from (
    select candidate.*, min(candidate.rank) over () as best,
      row_number() over (order by candidate.rank, candidate.name, candidate.ref) as place
    from party_candidates(typed) as candidate
    where kind is null or (kind = 'person') = (candidate.person is not null)) as c
  where c.rank = c.best;
  if found_ones.number = 0 then
    perform refuse('not_found', jsonb_build_object('object', typed, 'param', param));
  elsif found_ones.number > 1 then
    perform refuse('ambiguous', jsonb_build_object('param', param, 'value', typed,
      'candidates', found_ones.candidates, 'candidates_text', found_ones.words));
  end if;
  organisation := found_ones.organisations[1];
  person := found_ones.persons[1];
end;
$$;

-- SPDX-License-Identifier: MIT
-- Who may write the register, and what callers read of organisations, persons and members.

select
  core.word('expected.plan_of_several', 'the plan that it is to be known in, as you write in several',
    'le plan où l’inscrire, puisque vous écrivez dans plusieurs');

-- The plan in which a new organisation or person is to be known: the one given, or the caller's only one; NULL for an
-- administrator who gives none. Refuses those who may write nowhere.
create or replace function core.register_plan(plan text) returns text
language plpgsql stable
as $$
declare
  own text[];
begin
  if plan is not null then
    perform plan_get(plan);
    if not may('organisation.create', plan) then
      perform refuse('forbidden');
    end if;
    return plan;
  elsif administrator() then
    return null;
  end if;
  select array_agg(p.key) into own from plan as p where may('organisation.create', p.key);
  if own is null then
    perform refuse('forbidden');
  elsif cardinality(own) > 1 then
    perform refuse_value('plan', 'expected.plan_of_several');
  end if;
  return own[1];
end;
$$;

-- True for administrators and for those who may write in a plan where the organisation or person is known.
create or replace function core.may_edit_party(organisation integer, person integer) returns boolean
language plpgsql stable
as $$
begin
  return administrator() or exists (
    select from acquaintance as known
    where (known.organisation = may_edit_party.organisation or known.person = may_edit_party.person)
      and may('organisation.edit', known.plan));
end;
$$;

-- True where the caller may put a person into an organisation, or take it out: being of one opens the plans that it has
-- a part in, so that it needs the right to write in all of these. Definer, since the caller need not see them.
create or replace function core.may_employ(organisation integer) returns boolean
language plpgsql stable security definer set search_path = core, pg_temp
as $$
begin
  return organisation is null or not exists (
    select from member as m
    where m.organisation = may_employ.organisation and not may('person.edit', m.plan));
end;
$$;

-- The organisation, or the person, that was meant; refuses nobody and several. NULL for NULL.
create or replace function core.organisation_find(param text, typed text) returns core.organisation
language plpgsql stable
as $$
declare
  found_one organisation;
begin
  select o.* into found_one
  from party_find(param, typed, 'organisation') as meant join organisation as o on o.id = meant.organisation;
  return found_one;
end;
$$;

create or replace function core.person_find(param text, typed text) returns core.person
language plpgsql stable
as $$
declare
  found_one person;
begin
  select p.* into found_one
  from party_find(param, typed, 'person') as meant join person as p on p.id = meant.person;
  return found_one;
end;
$$;

-- Notes a new organisation, known in that plan (if any): whoever makes it could not see it otherwise. Only after
-- core.register_plan and core.begin_write.
create or replace function core.organisation_add(plan text, new core.organisation) returns core.organisation
language plpgsql security definer set search_path = core, pg_temp
as $$
begin
  insert into organisation (key, name, kind, city, contact, created_at)
  values (new.key, new.name, new.kind, new.city, new.contact, core.now())
  returning * into new;
  if plan is not null then
    perform acquaint(plan, new.id, null);
  end if;
  return new;
exception when unique_violation then
  perform refuse('already_exists', jsonb_build_object('object', new.key));
end;
$$;

-- The same for a person.
create or replace function core.person_add(plan text, new core.person) returns core.person
language plpgsql security definer set search_path = core, pg_temp
as $$
declare
  broken text;
begin
  insert into person (email, name, organisation, function, locale, zone, login, created_at)
  values (new.email, new.name, new.organisation, new.function, coalesce(new.locale, 'fr'),
    coalesce(new.zone, 'Europe/Paris'), new.login, core.now())
  returning * into new;
  if plan is not null then
    perform acquaint(plan, null, new.id);
  end if;
  return new;
exception when unique_violation then
  get stacked diagnostics broken = constraint_name;
  perform refuse('already_exists', jsonb_build_object('object',
    case broken when 'person_login' then new.login else new.email end));
end;
$$;

-- The plans that the caller sees where a party is a member, with the role in each.
create or replace function core.member_roles(organisation integer, person integer) returns json
language plpgsql stable
as $$
begin
  return coalesce((
    select json_agg(json_build_object('plan', member.plan, 'role', member.role) order by member.plan)
    from member
    where member.organisation = member_roles.organisation or member.person = member_roles.person), '[]');
end;
$$;

-- What a caller reads of an organisation, of a person, of a member.
create or replace function core.organisation_json(organisation core.organisation) returns json
language plpgsql stable
as $$
begin
  return json_build_object('ref', organisation.key, 'key', organisation.key, 'name', organisation.name,
    'kind', organisation.kind, 'login', case when administrator() then organisation.login end,
    'city', organisation.city, 'contact', person_party(organisation.contact),
    'plans', member_roles(organisation.id, null), 'created_at', organisation.created_at,
    'revision', organisation.revision);
end;
$$;

-- The login is for administrators and the person alone.
create or replace function core.person_json(person core.person) returns json
language plpgsql stable
as $$
begin
  return json_build_object('ref', person.email, 'email', person.email, 'name', person.name,
    'function', person.function, 'organisation', organisation_party(person.organisation),
    'locale', person.locale, 'zone', person.zone,
    'login', case when administrator() or is_self(person.id) then person.login end,
    'active', person.deactivated_at is null, 'plans', member_roles(null, person.id), 'created_at', person.created_at, 'revision', person.revision);
end;
$$;

create or replace function core.member_json(member core.member) returns json
language plpgsql stable
as $$
declare
  party json := party_json(member.organisation, member.person);
begin
  return json_build_object('ref', party ->> 'key', 'plan', member.plan, 'party', party, 'role', member.role,
    'revision', member.revision, 'plan_revision', revision_of(member.plan));
end;
$$;

-- True where the caller is that person.
create or replace function core.is_self(person integer) returns boolean
language sql stable parallel safe
as $$ select coalesce(person = core.own_person(), false) $$;

-- True where every word of `search` begins a word of the text, whatever the accents and case.
create or replace function core.says(search text, text text) returns boolean
language sql stable parallel safe
as $$
  select search is null or not exists (
    select
    from regexp_split_to_table(btrim(regexp_replace(core.fold(search), '[^[:alnum:]@]+', ' ', 'g')), ' ') as word
    where ' ' || regexp_replace(core.fold(text), '[^[:alnum:]@]+', ' ', 'g') not like '% ' || word || '%')
$$;

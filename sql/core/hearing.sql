-- SPDX-License-Identifier: MIT
-- Who may be told of what, asked for any person and not for the caller: what core.sight and the policies of row
-- security say, once more, since the ring acts for nobody. Asked again at the moment of sending.

-- Whom one writes to for an organisation or person: the person, or the organisation's contact; NULL for nobody.
create or replace function core.hearer(organisation integer, person integer) returns integer
language plpgsql stable
as $$
begin
  if person is not null or organisation is null then
    return person;
  end if;
  return (select o.contact from organisation as o where o.id = hearer.organisation);
end;
$$;

-- What a person sees of a plan: the least shared of it; NULL for who has no part in it, and for who may not act.
create or replace function core.sight_of(person integer, plan text) returns core.visibility
language plpgsql stable
as $$
begin
  return (
    select min(sight.sees)
    from person as p
    join member as m on m.plan = sight_of.plan and (m.person = p.id or m.organisation = p.organisation)
    join sight on sight.role = role_by(m.role, m.organisation, p.id)
    where p.id = sight_of.person and p.deactivated_at is null and p.erased_at is null);
end;
$$;

-- The people who see a plan whole; with roles, those of them who have one of these.
create or replace function core.whole_hearers(plan text, roles core.member_role[] default '{secretary,chair,member}')
returns setof integer
language plpgsql stable
as $$
declare
  wanted member_role;
  candidate integer;
  hearers integer[] := '{}';
begin
  -- One role and one person at a time, and "between": a plan made for any role takes it for a common one, and would read
  -- all members and all persons.
  foreach wanted in array roles loop
    continue when not exists (
      select from sight where sight.role = wanted and sight.sees = 'committee');
    for candidate in
      select m.person from member as m
      where m.plan = whole_hearers.plan and m.role between wanted and wanted and m.person is not null
    loop
      if exists (
        select from person as p where p.id = candidate and p.deactivated_at is null and p.erased_at is null)
      then
        hearers := hearers || candidate;
      end if;
    end loop;
  end loop;
  return query select h from unnest(hearers) as h order by h;
end;
$$;

-- True where a person, as core.sight_of has it, sees what is shared so.
create or replace function core.hears(sees core.visibility, shared core.visibility) returns boolean
language sql immutable parallel safe
as $$ select coalesce(sees = 'committee' or shared <> 'committee' and shared >= sees, false) $$;

-- True where an action is a person's own: owned or supported by the person, the person's organisation or one of it.
create or replace function core.hears_as_own(person integer, action core.action) returns boolean
language plpgsql stable
as $$
declare
  employer integer;
begin
  if action.owner_person = person then
    return true;
  end if;
  select p.organisation into employer from person as p where p.id = hears_as_own.person;
  return action.owner_organisation = employer
    or exists (
      select from person as p where p.id = action.owner_person and p.organisation = employer)
    or hearer(action.owner_organisation, null) = person
    or exists (
      select from action_support as s
      left join person as p on p.id = s.person
      where s.plan = action.plan and s.action = action.number
        and (s.person = hears_as_own.person or coalesce(s.organisation, p.organisation) = employer
          or hearer(s.organisation, null) = hears_as_own.person));
end;
$$;

-- True where a person may be told of an action. Who has no part in its plan may not, owner or not.
create or replace function core.hears_action(person integer, action core.action) returns boolean
language plpgsql stable
as $$
declare
  sees visibility := sight_of(person, action.plan);
begin
  return coalesce(not action.withdrawn and sees is not null
    and (hears(sees, action.visibility) or hears_as_own(person, action)), false);
end;
$$;

-- The same of any object, by its reference. Meetings are for who sees the plan whole.
create or replace function core.hears_object(person integer, ref text) returns boolean
language plpgsql stable
as $$
declare
  place record := object_parse(ref);
  shared visibility;
  sought action;
begin
  if place.kind = 'action' then
    select * into sought from action as a where a.plan = place.plan and a.number = place.number;
    return hears_action(person, sought);
  end if;
  shared := case place.kind
    when 'decision' then (
      select d.visibility from decision as d
      where d.plan = place.plan and d.number = place.number and not d.withdrawn)
    when 'meeting' then 'committee'
    when 'indicator' then (
      select i.visibility from indicator as i
      where i.plan = place.plan and i.number = place.number and not i.withdrawn) end;
  return coalesce(shared is not null and hears(sight_of(person, place.plan), shared), false);
end;
$$;

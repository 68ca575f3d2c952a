-- SPDX-License-Identifier: MIT
-- Who sees what: the conditions of row security. `core.act` resolves the caller's rights once into settings; the
-- policies compare with them. Secretaries, chairs and members see a plan whole; others see the part of it that is
-- meant for them, and what is their own: see core.sight in rights.sql.

-- Committee: those who see the plan whole; partners: its partners as well; public: its observers as well.
select core.define_enum('visibility',
  '{{committee,"the committee alone","le comité seul"},{partners,"the plan''s partners too","aussi les partenaires"},
    {public,"its observers too","aussi les observateurs"}}');

select core.define_enum('object_kind',
  '{{action,action,action},{decision,decision,décision},{lead,lead,piste},{meeting,meeting,séance},
    {indicator,indicator,indicateur},{note,note,note}}');

-- The plans that the caller has a part in, as `core.act` has resolved them for this call; none before it. Each setting of
-- plans is a text such as ' LR PACA ', which conditions look into without making an array of it at each query.
create or replace function core.plans() returns text[]
language sql stable parallel safe
as $$ select string_to_array(trim(current_setting('copild.plans', true)), ' ') $$;

-- Those of them that the caller sees whole.
create or replace function core.whole_plans() returns text[]
language sql stable parallel safe
as $$ select string_to_array(trim(current_setting('copild.whole_plans', true)), ' ') $$;

-- Those of them where the caller sees what is shared with partners.
create or replace function core.partner_plans() returns text[]
language sql stable parallel safe
as $$ select string_to_array(trim(current_setting('copild.partner_plans', true)), ' ') $$;

-- What such a setting says of those plans; '' for none.
create or replace function core.plans_setting(plans text[]) returns text
language sql stable parallel safe
as $$ select coalesce(' ' || nullif(array_to_string(plans, ' '), '') || ' ', '') $$;

-- The caller; NULL for an organisation's own login and for an administrator.
create or replace function core.own_person() returns integer
language sql stable parallel safe
as $$ select nullif(current_setting('copild.person', true), '')::integer $$;

-- The caller's organisation.
create or replace function core.own_organisation() returns integer
language sql stable parallel safe
as $$ select nullif(current_setting('copild.organisation', true), '')::integer $$;

-- The caller and all persons of the caller's organisation; only for callers who see some plan in part.
create or replace function core.own_persons() returns integer[]
language sql stable parallel safe
as $$ select nullif(current_setting('copild.persons', true), '')::integer[] $$;

-- True for an administrator of the server.
create or replace function core.administrator() returns boolean
language sql stable parallel safe
as $$ select coalesce(current_setting('copild.agent', true), '') = 'administrator' $$;

-- The plan that the present call may write, '' for the register; NULL before core.begin_write.
create or replace function core.writing() returns text
language sql stable parallel safe
as $$ select substring(current_setting('copild.writes', true) from '^on:(.*)$') $$;

-- The condition for a table that whoever has a part in the plan sees; the column holds the plan's key.
create or replace function core.in_plan(plan_column text default 'plan') returns text
language sql immutable
as $$ select format('strpos(current_setting(''copild.plans'', true), '' '' || %s || '' '') > 0', plan_column) $$;

-- The condition for a table that only those see who see the plan whole; `also` is a further condition, under which
-- others see a row: best one call of a function, since each query pays for what its conditions are made of, needed or not.
create or replace function core.in_whole(also text default null) returns text
language sql immutable
as $$
  select 'strpos(current_setting(''copild.whole_plans'', true), '' '' || plan || '' '') > 0' || coalesce(' or ' || also, '')
$$;

-- The same for a table of which queries read many rows: worked out once before they begin, it costs more then and less
-- for each row.
create or replace function core.in_whole_once(also text) returns text
language sql immutable
as $$ select 'plan = any ((select core.whole_plans())::text[]) or ' || also $$;

-- The condition for a table whose rows say themselves with whom they are shared.
create or replace function core.in_sight() returns text
language sql immutable
as $$ select core.in_whole('core.is_shared(plan, visibility)') $$;

-- True where the caller has a part in the plan.
create or replace function core.has_part(plan text) returns boolean
language sql stable parallel safe
as $$ select coalesce(strpos(current_setting('copild.plans', true), ' ' || plan || ' ') > 0, false) $$;

-- True where the caller sees the plan whole.
create or replace function core.sees_whole(plan text) returns boolean
language sql stable parallel safe
as $$ select coalesce(strpos(current_setting('copild.whole_plans', true), ' ' || plan || ' ') > 0, false) $$;

-- The visibilities that the caller, who does not see the plan whole, shares in.
create or replace function core.shares(plan text) returns core.visibility[]
language sql stable parallel safe
as $$
  select case
    when strpos(current_setting('copild.partner_plans', true), ' ' || plan || ' ') > 0 then '{partners,public}'
    when core.has_part(plan) then '{public}'
    else '{}'
  end::core.visibility[]
$$;

-- True for what is shared with a caller who does not see the plan whole.
create or replace function core.is_shared(plan text, visibility core.visibility) returns boolean
language plpgsql stable parallel safe
as $$
begin
  return visibility <> 'committee' and visibility = any (core.shares(plan));
end;
$$;

-- True where the caller sees that object: core.action_seen(plan, number) and the like, for the conditions of what hangs
-- on it; and core.object_seen, for any kind.
do $$
declare
  kind text;
begin
  foreach kind in array '{action,decision,lead,indicator,meeting,note}'::text[] loop
    execute format($body$
      create or replace function core.%1$I(plan text, number integer) returns boolean
      language plpgsql stable
      as $function$
      begin
        return exists (
          select from core.%2$I as seen where seen.plan = %1$I.plan and seen.number = %1$I.number);
      end;
      $function$ $body$, kind || '_seen', kind);
  end loop;
end;
$$;

create or replace function core.object_seen(plan text, kind core.object_kind, number integer) returns boolean
language plpgsql stable
as $$
begin
  return case kind
    when 'action' then action_seen(plan, number)
    when 'decision' then decision_seen(plan, number)
    when 'lead' then lead_seen(plan, number)
    when 'indicator' then indicator_seen(plan, number)
    when 'meeting' then meeting_seen(plan, number)
    when 'note' then note_seen(plan, number)
  end;
end;
$$;

-- True for an action that a caller sees who sees its plan in part: what is shared, and the caller's own.
create or replace function core.action_shown(plan text, number integer, visibility core.visibility,
  owner_organisation integer, owner_person integer) returns boolean
language plpgsql stable
as $$
begin
  return core.is_shared(plan, visibility) or core.action_is_own(plan, number, owner_organisation, owner_person);
end;
$$;

-- True for an action that is the own of a caller who sees its plan in part.
create or replace function core.action_is_own(plan text, number integer, owner_organisation integer,
  owner_person integer) returns boolean
language plpgsql stable
as $$
begin
  return core.has_part(plan) and (
    coalesce(owner_organisation = core.own_organisation() or owner_person = any (core.own_persons()), false)
    or core.action_is_supported(plan, number));
end;
$$;

-- True for an action that the caller, the caller's organisation or a person of it supports. Definer, since the policy of
-- core.action asks it.
create or replace function core.action_is_supported(plan text, number integer) returns boolean
language plpgsql stable security definer set search_path = core, pg_temp
as $$
begin
  return has_part(plan) and exists (
    select from action_support as link
    where link.plan = action_is_supported.plan and link.action = action_is_supported.number
      and (link.organisation = own_organisation() or link.person = any (own_persons())));
end;
$$;

-- The caller's own actions in a plan, found by index. Definer, since the or of a policy finds none.
create or replace function core.own_numbers(plan text) returns setof integer
language plpgsql stable security definer set search_path = core, pg_temp rows 50
as $$
begin
  if not has_part(plan) then
    return;
  end if;
  return query
  select a.number from action as a
  where a.plan = own_numbers.plan and a.owner_organisation = own_organisation()
  union
  select a.number from action as a where a.plan = own_numbers.plan and a.owner_person = any (own_persons())
  union
  select link.action from action_support as link
  where link.plan = own_numbers.plan and link.organisation = own_organisation()
  union
  select link.action from action_support as link
  where link.plan = own_numbers.plan and link.person = any (own_persons());
end;
$$;

-- All actions that a caller may see who sees the plan in part, found by index: what is shared, and the caller's own.
-- Definer, for the index; what it finds is read under row security.
create or replace function core.action_reach(plan text) returns integer[]
language plpgsql stable security definer set search_path = core, pg_temp
as $$
begin
  return array(
    select a.number from action as a
    where a.plan = action_reach.plan and a.visibility <> 'committee' and a.visibility = any (shares(action_reach.plan))
    union
    select own from own_numbers(action_reach.plan) as own);
end;
$$;

-- True for a note of a plan that the caller sees in part: what is shared and the caller's own, on an object that is seen.
create or replace function core.note_shown(plan text, visibility core.visibility, organisation integer, person integer,
  about core.object_kind, about_number integer) returns boolean
language plpgsql stable
as $$
begin
  return core.has_part(plan)
    and (core.is_shared(plan, visibility) or organisation = core.own_organisation()
      or person = any (core.own_persons()))
    and core.object_seen(plan, about, about_number);
end;
$$;

-- The actions that the caller or the caller's organisation supports, in the plans that the caller sees in part.
-- Definer, since the policy of core.action asks it.
create or replace function core.own_supports() returns table (plan text, action integer)
language plpgsql stable security definer set search_path = core, pg_temp rows 20
as $$
begin
  if plans() is not distinct from whole_plans() then
    return;
  end if;
  return query
  select link.plan, link.action from action_support as link
  where link.organisation = own_organisation() and link.plan = any (plans())
  union
  select link.plan, link.action from action_support as link
  where link.person = any (own_persons()) and link.plan = any (plans());
end;
$$;

-- True where the caller sees some plan in part only.
create or replace function core.sees_parts() returns boolean
language sql stable parallel safe
as $$
  select coalesce(current_setting('copild.plans', true) <> current_setting('copild.whole_plans', true), false)
$$;

-- True for an organisation or person that the caller sees without seeing whole a plan where it is known: administrators
-- see all.
create or replace function core.party_shown(organisation integer, person integer) returns boolean
language plpgsql stable
as $$
begin
  return core.administrator()
    or coalesce(organisation = core.own_organisation() or person = core.own_person(), false)
    or core.sees_parts() and core.party_seen(organisation, person);
end;
$$;

-- True for an organisation or person that those who see a plan in part know: its secretaries and chairs, their own
-- people, and who owns or supports an action that they see. Definer, since the policies of the register ask it.
create or replace function core.party_seen(organisation integer, person integer) returns boolean
language plpgsql stable security definer set search_path = core, pg_temp
as $$
declare
  parts text[] := array(select unnest(plans()) except select unnest(whole_plans()));
begin
  return coalesce(person = any (own_persons()), false)
    or exists (
      select from member as m
      where m.plan = any (parts) and m.role in ('secretary', 'chair')
        and (m.organisation = party_seen.organisation or m.person = party_seen.person))
    or exists (
      select from action as a
      where a.owner_organisation = party_seen.organisation and a.plan = any (parts)
        and a.visibility <> 'committee' and a.visibility = any (shares(a.plan)))
    or exists (
      select from action as a
      where a.owner_person = party_seen.person and a.plan = any (parts)
        and a.visibility <> 'committee' and a.visibility = any (shares(a.plan)))
    or exists (
      select from action_support as link join action as a on a.plan = link.plan and a.number = link.action
      where (link.organisation = party_seen.organisation or link.person = party_seen.person)
        and a.plan = any (parts) and (a.visibility = any (shares(a.plan))
          or a.owner_organisation = own_organisation() or a.owner_person = any (own_persons())
          or (a.plan, a.number) in (select own.plan, own.action from own_supports() as own)))
    or exists (
      select from own_supports() as own join action as a on a.plan = own.plan and a.number = own.action
      where a.owner_organisation = party_seen.organisation or a.owner_person = party_seen.person);
end;
$$;

-- True where a version of an object, as the journal has it, is for a caller who sees its plan in part. The rows of an
-- action tell all its fields, and `own` is asked for it: whether it was the caller's own.
create or replace function core.image_shown(plan text, kind core.object_kind, number integer, image jsonb,
  revision bigint, own boolean) returns boolean
language plpgsql stable
as $$
begin
  if not own and coalesce((image ->> 'visibility')::core.visibility = any (core.shares(plan)), false) then
    return true;
  end if;
  return case kind
    when 'action' then coalesce((image ->> 'owner_organisation')::integer = core.own_organisation(), false)
      or coalesce((image ->> 'owner_person')::integer = any (core.own_persons()), false)
      or exists (
        select from core.action_support as link
        where link.plan = image_shown.plan and link.action = image_shown.number
          and link.revision <= image_shown.revision
          and (link.organisation = core.own_organisation() or link.person = any (core.own_persons())))
    when 'note' then coalesce((image ->> 'organisation')::integer = core.own_organisation(), false)
      or coalesce((image ->> 'person')::integer = any (core.own_persons()), false)
    else false
  end;
end;
$$;

-- True where that object, as it stood at that revision, was for a caller who sees its plan in part. Definer, since the
-- policy of core.journal asks it.
create or replace function core.object_shown_then(plan text, kind core.object_kind, number integer, revision bigint)
returns boolean
language plpgsql stable security definer set search_path = core, pg_temp
as $$
declare
  ref text := object_ref_of(plan, kind, number);
  image jsonb;
begin
  select entry.after into image from journal as entry
  where entry.plan = object_shown_then.plan and entry.object = ref
    and entry.relation = kind::text and entry.revision <= object_shown_then.revision
  order by entry.revision desc, entry.part desc limit 1;
  return image is not null and has_part(plan) and image_shown(plan, kind, number, image, revision, false);
end;
$$;

-- True for a row of the journal that a caller sees who sees its plan in part: the rights then (those of both images,
-- and of a note those of what it is about) and now allow. The rows of an action tell all its fields, and are for those
-- alone whose own it is.
create or replace function core.journal_seen(plan text, revision bigint, relation text, object text, before jsonb,
  after jsonb) returns boolean
language plpgsql stable
as $$
declare
  place record;
  image jsonb;
begin
  if not core.has_part(plan) or relation not in ('action', 'decision', 'lead', 'indicator', 'note') then
    return false;
  end if;
  place := object_parse(object);
  if not object_seen(place.plan, place.kind, place.number)
    or relation = 'action' and not action_own(place.plan, place.number)
  then
    return false;
  end if;
  foreach image in array array_remove(array[before, after], null) loop
    if not image_shown(place.plan, place.kind, place.number, image, revision, relation = 'action')
      or relation = 'note' and not object_shown_then(place.plan, (image ->> 'about')::object_kind,
        (image ->> 'about_number')::integer, revision)
    then
      return false;
    end if;
  end loop;
  return true;
end;
$$;

-- SPDX-License-Identifier: MIT
-- Who acts. The identity travels in the same statement as each call, and its rights are resolved once, here, into
-- settings that live until the transaction's end and that the next call of the transaction overwrites.

-- Begins a call: actor is 'administrator', 'user:NAME' (a system user) or 'reader:KEY' (an e-mail address or an
-- organisation's key, read-only); locale overrides the person's; if_revision is for a write to one object. True, or refuses.
create or replace function core.act(actor text, locale text, if_revision bigint) returns boolean
language plpgsql volatile security definer set search_path = core, pg_temp
as $$
declare
  called text := substr(actor, strpos(actor, ':') + 1);
  is_administrator boolean := actor = 'administrator';
  is_reader boolean := actor like 'reader:%';
  self_person integer;
  self_organisation integer;
  self_locale text;
  seen text[];
begin
  -- A daemon says for which version it was made; of another one it gets nothing, from the moment of the migration.
  if nullif(current_setting('copild.schema', true), '') <> schema_version()::text then
    raise exception using errcode = 'undefined_object', message = 'the schema is of another version';
  end if;
  perform set_config('copild.locale', coalesce(act.locale, ''), true);
  if actor like 'user:%' then
    select person.id, person.locale::text into self_person, self_locale from person where person.login = called;
  elsif is_reader then
    select person.id, person.locale::text into self_person, self_locale
    from person where lower(person.email) = lower(called);
    if not found then
      select organisation.id into self_organisation from organisation where organisation.key = called;
    end if;
  end if;
  if not is_administrator and num_nonnulls(self_person, self_organisation) = 0 then
    perform refuse('unknown_user', jsonb_build_object('user', called));
  end if;

  if is_administrator then
    select array_agg(plan.key) into seen from plan;
  else
    select array_agg(distinct member.plan) into seen
    from member
    where member.person = self_person or member.organisation = self_organisation;
  end if;
  perform
    set_config('copild.agent', case when is_administrator then 'administrator' else '' end, true),
    set_config('copild.person', coalesce(self_person::text, ''), true),
    set_config('copild.reader', case when is_reader then 't' else '' end, true),
    set_config('copild.plans', coalesce(seen, '{}')::text, true),
    set_config('copild.locale', coalesce(act.locale, self_locale, ''), true),
    set_config('copild.if_revision', coalesce(if_revision::text, ''), true),
    set_config('copild.call', '', true),
    set_config('copild.undoes', '', true);
  return true;
end;
$$;

-- True where the caller may write: administrators, and members of the plan but partners and observers.
create or replace function core.may_write(plan text) returns boolean
language plpgsql stable
as $$
begin
  return administrator() or exists (
    select from member
    where member.plan = may_write.plan and role in ('secretary', 'chair', 'member')
      and member.person = nullif(current_setting('copild.person', true), '')::integer);
end;
$$;

-- Lets the present call see a plan that it has just made.
create or replace function core.see_plan(plan text) returns void
language sql
as $$ select set_config('copild.plans', (plans() || plan)::text, true) $$;

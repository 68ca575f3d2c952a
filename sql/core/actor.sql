-- SPDX-License-Identifier: MIT
-- Who acts. The identity travels in the same statement as each call, and its rights are resolved once, here, into
-- settings that live until the transaction's end and that the next call of the transaction overwrites.

-- What a membership makes of the caller: an organisation's makes its persons partners at most; only who acts for the
-- organisation itself (its own login) has the role that was given.
create or replace function core.role_by(role core.member_role, organisation integer, person integer)
returns core.member_role
language sql immutable parallel safe
as $$ select case when organisation is not null and person is not null then greatest(role, 'partner') else role end $$;

-- The plans that a person or an organisation has a part in: all, those seen whole, those seen as a partner.
create or replace function core.sight_of(person integer, organisation integer,
  out every text[], out whole text[], out partner text[])
language plpgsql stable security definer set search_path = core, pg_temp
as $$
begin
  select array_agg(part.plan), array_agg(part.plan) filter (where part.sees = 'committee'),
    array_agg(part.plan) filter (where part.sees = 'partners')
  into every, whole, partner
  from (
    select m.plan, min(sight.sees) as sees
    from member as m join sight on sight.role = role_by(m.role, m.organisation, sight_of.person)
    where m.person = sight_of.person or m.organisation = sight_of.organisation
    group by m.plan) as part;
end;
$$;

-- Begins a call: actor is 'administrator', 'user:NAME' (a system user) or 'reader:KEY' (an e-mail address or an
-- organisation's key, read-only); locale overrides the person's; if_revision is for a write to one object. True, or
-- refuses. Who was deactivated is nobody.
create or replace function core.act(actor text, locale text, if_revision bigint) returns boolean
language plpgsql volatile security definer set search_path = core, pg_temp
as $$
declare
  called text := substr(actor, strpos(actor, ':') + 1);
  is_administrator boolean := actor = 'administrator';
  is_reader boolean := actor like 'reader:%';
  self record;
  service integer;
  employer integer;
  sees record;
  persons integer[];
begin
  perform set_config('copild.locale', coalesce(act.locale, ''), true);
  select null::integer as id, null::text as locale, null::integer as organisation into self;
  if actor like 'user:%' then
    select p.id, p.locale::text, p.organisation into self
    from person as p where p.login = called and p.deactivated_at is null;
    if not found then
      select o.id into service from organisation as o where o.login = called;
    end if;
  elsif is_reader then
    select p.id, p.locale::text, p.organisation into self
    from person as p where lower(p.email) = lower(called) and p.deactivated_at is null;
    if not found then
      select o.id into service from organisation as o where o.key = called;
    end if;
  end if;
  if not is_administrator and num_nonnulls(self.id, service) = 0 then
    perform refuse('unknown_user', jsonb_build_object('user', called));
  end if;

  employer := coalesce(service, self.organisation);
  if is_administrator then
    select array_agg(plan.key) as every, array_agg(plan.key) as whole, null::text[] as partner into sees from plan;
  else
    sees := sight_of(self.id, employer);
  end if;
  if cardinality(sees.every) > coalesce(cardinality(sees.whole), 0) then
    persons := array(
      select self.id where self.id is not null
      union
      select person.id from person where person.organisation = employer);
  end if;
  perform
    set_config('copild.agent', case when is_administrator then 'administrator'
      when service is not null then 'organisation:' || (select key from organisation where id = service) else '' end, true),
    set_config('copild.person', coalesce(self.id::text, ''), true),
    set_config('copild.organisation', coalesce(employer::text, ''), true),
    set_config('copild.persons', coalesce(persons, '{}')::text, true),
    set_config('copild.reader', case when is_reader then 't' else '' end, true),
    set_config('copild.plans', coalesce(sees.every, '{}')::text, true),
    set_config('copild.whole_plans', coalesce(sees.whole, '{}')::text, true),
    set_config('copild.partner_plans', coalesce(sees.partner, '{}')::text, true),
    set_config('copild.locale', coalesce(act.locale, self.locale, ''), true),
    set_config('copild.if_revision', coalesce(if_revision::text, ''), true),
    set_config('copild.call', '', true),
    set_config('copild.writes', '', true),
    set_config('copild.undoes', '', true);
  return true;
end;
$$;

-- Lets the present call see a plan that it has just made.
create or replace function core.see_plan(plan text) returns void
language sql
as $$
  select set_config('copild.plans', (core.plans() || plan)::text, true),
    set_config('copild.whole_plans', (core.whole_plans() || plan)::text, true)
$$;

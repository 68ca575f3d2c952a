-- SPDX-License-Identifier: MIT
-- Who acts. The identity travels in the same statement as each call, and its rights are resolved once, here, into
-- settings that live until the transaction's end and that the next call of the transaction overwrites.

-- What a membership makes of the caller: an organisation's makes its persons partners at most; only who acts for the
-- organisation itself (its own login) has the role that was given.
create or replace function core.role_by(role core.member_role, organisation integer, person integer)
returns core.member_role
language sql immutable parallel safe
as $$ select case when organisation is not null and person is not null then greatest(role, 'partner') else role end $$;

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
  self integer;
  self_locale text;
  employer integer;
  service text;      -- the key of an organisation whose own login acts
  every text[];      -- the plans with a part in them, those seen whole, those seen as a partner
  whole text[];
  partner text[];
  persons integer[];
begin
  -- A daemon says for which version it was made; of another one it gets nothing, from the moment of the migration.
  if nullif(current_setting('copild.schema', true), '') <> schema_version()::text then
    raise exception using errcode = 'undefined_object', message = 'the schema is of another version';
  end if;
  perform set_config('copild.locale', coalesce(act.locale, ''), true);
  if actor like 'user:%' then
    select p.id, p.locale::text, p.organisation into self, self_locale, employer
    from person as p where p.login = called and p.deactivated_at is null;
    if not found then
      select o.id, o.key into employer, service from organisation as o where o.login = called;
    end if;
  elsif is_reader then
    select p.id, p.locale::text, p.organisation into self, self_locale, employer
    from person as p where lower(p.email) = lower(called) and p.deactivated_at is null;
    if not found then
      select o.id, o.key into employer, service from organisation as o where o.key = called;
    end if;
  end if;
  if not is_administrator and self is null and service is null then
    perform refuse('unknown_user', jsonb_build_object('user', called));
  end if;

  if is_administrator then
    select array_agg(plan.key) into every from plan;
    whole := every;
  else
    select array_agg(part.plan), array_agg(part.plan) filter (where part.sees = 'committee'),
      array_agg(part.plan) filter (where part.sees = 'partners')
    into every, whole, partner
    from (
      select m.plan, min(sight.sees) as sees
      from member as m
      join sight on sight.role = case when m.organisation is not null and self is not null
        then greatest(m.role, 'partner') else m.role end  -- core.role_by
      where m.person = self or m.organisation = employer
      group by m.plan) as part;
  end if;
  if cardinality(every) > coalesce(cardinality(whole), 0) then
    persons := array(
      select self where self is not null
      union
      select person.id from person where person.organisation = employer);
  end if;
  perform
    set_config('copild.agent', case when is_administrator then 'administrator'
      when service is not null then 'organisation:' || service else '' end, true),
    set_config('copild.person', coalesce(self::text, ''), true),
    set_config('copild.organisation', coalesce(employer::text, ''), true),
    set_config('copild.persons', coalesce(persons, '{}')::text, true),
    set_config('copild.reader', case when is_reader then 't' else '' end, true),
    set_config('copild.plans', plans_setting(every), true),
    set_config('copild.whole_plans', plans_setting(whole), true),
    set_config('copild.partner_plans', plans_setting(partner), true),
    set_config('copild.locale', coalesce(act.locale, self_locale, ''), true),
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
  select set_config('copild.plans', core.plans_setting(core.plans() || plan), true),
    set_config('copild.whole_plans', core.plans_setting(core.whole_plans() || plan), true)
$$;

-- SPDX-License-Identifier: MIT
-- Committees: the bodies of a plan that meet, such as COPIL.

create table if not exists core.committee (
  plan text not null constraint committee_plan references core.plan (key),
  key text not null constraint committee_key check (key ~ '^[A-Z0-9][A-Z0-9-]{0,15}$'),
  name text not null,
  created_at timestamptz not null,
  revision bigint not null,
  constraint committee_pkey primary key (plan, key)
);
select core.keep('committee', plan => 'kept.plan', object => 'kept.plan', visible => core.in_whole());

-- The committee of that key in a plan that the caller sees; refuses otherwise.
create or replace function core.committee_get(plan text, key text) returns core.committee
language plpgsql stable
as $$
declare
  found_one committee;
begin
  perform plan_get(plan);
  select * into found_one from committee
  where committee.plan = committee_get.plan and committee.key = committee_get.key;
  if not found then
    perform refuse('not_found', jsonb_build_object('object', key, 'param', 'committee'));
  end if;
  return found_one;
end;
$$;

-- What a caller reads of a committee.
create or replace function core.committee_json(committee core.committee) returns json
language plpgsql stable
as $$
begin
  return json_build_object('ref', committee.key, 'plan', committee.plan, 'key', committee.key,
    'name', committee.name, 'created_at', committee.created_at, 'revision', committee.revision,
    'plan_revision', revision_of(committee.plan));
end;
$$;

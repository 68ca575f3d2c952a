-- SPDX-License-Identifier: MIT
-- Notes: progress reports and remarks on any object of a plan (an action, decision, lead, meeting or indicator).

select
  core.word('note.object', 'the reference of an action, decision, lead, meeting or indicator',
    'la référence d’une action, d’une décision, d’une piste, d’une séance ou d’un indicateur'),
  core.word('note.one_of', 'either "object" or "plan", not both', 'soit "object", soit "plan", mais pas les deux'),
  core.word('note.text', 'a text that is not empty', 'un texte qui n’est pas vide');

create table if not exists core.note (
  plan text not null constraint note_plan references core.plan (key),
  number integer not null constraint note_number check (number > 0),
  about core.object_kind not null constraint note_about check (about <> 'note'),
  about_number integer not null,
  text text not null constraint note_text check (text ~ '[^[:space:]]'),
  person integer constraint note_person references core.person (id),  -- who wrote it
  withdrawn boolean not null default false,
  created_at timestamptz not null,
  revision bigint not null,
  search tsvector generated always as (to_tsvector('core.french', text)) stored,
  organisation integer constraint note_organisation references core.organisation (id),  -- whose own login wrote it
  visibility core.visibility not null default 'committee',
  constraint note_pkey primary key (plan, number)
);
create index if not exists note_on_object on core.note (plan, about, about_number, number);
create index if not exists note_search on core.note using gin (search);

select core.keep('note', plan => 'kept.plan', object => $$kept.plan || '-N' || kept.number$$,
  visible => core.in_whole_once(
    'core.note_shown(plan, visibility, organisation, person, about, about_number)'));

select core.define_list('note',
  array[['object', $$(kept.about, kept.about_number) =
    (select parts.kind, parts.number from core.object_parse($2 ->> 'object') as parts)$$]],
  array[['number', 'integer', '']]);

-- The parts of a reference: LR-D3 is decision 3 of plan LR.
create or replace function core.object_parse(ref text,
  out plan text, out kind core.object_kind, out number integer)
language plpgsql immutable parallel safe
as $$
begin
  plan := split_part(ref, '-', 1);
  kind := case translate(split_part(ref, '-', 2), '0123456789', '')
    when 'D' then 'decision' when 'L' then 'lead' when 'M' then 'meeting' when 'I' then 'indicator'
    when 'N' then 'note' else 'action' end;
  number := translate(split_part(ref, '-', 2), 'DLMIN', '')::integer;
end;
$$;

-- The number in a reference; NULL where that is none (of a message, a person). Inlined: a condition on a number finds by
-- index, where one on the reference made of it would go through the whole plan.
create or replace function core.ref_number(ref text) returns integer
language sql immutable parallel safe
as $$ select substring(ref from '^[A-Z0-9]+-[A-Z]?([0-9]+)$')::integer $$;

-- The reference of an object.
create or replace function core.object_ref_of(plan text, kind core.object_kind, number integer) returns text
language sql immutable parallel safe
as $$
  select plan || '-' || case kind
    when 'decision' then 'D' when 'lead' then 'L' when 'meeting' then 'M' when 'indicator' then 'I'
    when 'note' then 'N' else '' end || number
$$;

-- Any object in short: reference, kind, title, state (null where its kind has none), whether it was withdrawn.
-- NULL where there is none or the caller does not see it.
create or replace function core.object_summary(plan text, kind core.object_kind, number integer) returns json
language plpgsql stable
as $$
declare
  title text;
  state text;
  withdrawn boolean;
  revision bigint;
begin
  case kind
    when 'action' then
      select a.title, a.state, a.withdrawn, a.revision
      into title, state, withdrawn, revision
      from action as a where a.plan = object_summary.plan and a.number = object_summary.number;
    when 'decision' then
      select d.title, null, d.withdrawn, d.revision
      into title, state, withdrawn, revision
      from decision as d where d.plan = object_summary.plan and d.number = object_summary.number;
    when 'lead' then
      select l.title, lead_state_of(l), l.withdrawn, l.revision
      into title, state, withdrawn, revision
      from lead as l where l.plan = object_summary.plan and l.number = object_summary.number;
    when 'meeting' then
      select meeting_title(m), m.state, m.withdrawn, m.revision
      into title, state, withdrawn, revision
      from meeting as m where m.plan = object_summary.plan and m.number = object_summary.number;
    when 'indicator' then
      select i.title, null, i.withdrawn, i.revision
      into title, state, withdrawn, revision
      from indicator as i where i.plan = object_summary.plan and i.number = object_summary.number;
    when 'note' then
      select left(n.text, 300), null, n.withdrawn, n.revision
      into title, state, withdrawn, revision
      from note as n where n.plan = object_summary.plan and n.number = object_summary.number;
  end case;
  if withdrawn is null then
    return null;
  end if;
  return json_build_object('ref', object_ref_of(plan, kind, number), 'kind', kind, 'title', title, 'state', state,
    'withdrawn', withdrawn, 'revision', revision);
end;
$$;

-- Any object in short, by its reference; refuses what is not there or was withdrawn.
create or replace function core.object_get(ref text) returns json
language plpgsql stable
as $$
declare
  parts record := object_parse(ref);
  summary json := object_summary(parts.plan, parts.kind, parts.number);
begin
  if summary is null or (summary ->> 'withdrawn')::boolean then
    perform refuse('not_found', jsonb_build_object('object', ref));
  end if;
  return summary;
end;
$$;

select core.define_object('note', 'N');

-- What a caller reads of a note.
create or replace function core.note_json(note core.note) returns json
language plpgsql stable
as $$
begin
  return json_build_object('ref', note.plan || '-N' || note.number, 'plan', note.plan, 'number', note.number,
    'object', object_ref_of(note.plan, note.about, note.about_number), 'text', note.text,
    'by', party_json(note.organisation, note.person), 'visibility', note.visibility, 'withdrawn', note.withdrawn, 'created_at', note.created_at,
    'revision', note.revision, 'plan_revision', revision_of(note.plan));
end;
$$;

-- Adds a note to an object, in a write that has begun; its reference. Refuses an object that is not there, an empty
-- text, and a note on a note.
create or replace function core.note_add(object text, words text, visibility core.visibility default null) returns text
language plpgsql
as $$
declare
  target record := object_parse(object);
  made note;
begin
  if target.kind = 'note' then
    perform refuse_value('object', 'note.object');
  end if;
  if coalesce(words !~ '[^[:space:]]', true) then
    perform refuse_value('text', 'note.text');
  end if;
  perform object_get(object);
  insert into note (plan, number, about, about_number, text, person, organisation, visibility, created_at)
  values (target.plan, next_number(target.plan, 'note'), target.kind, target.number, words, own_person(),
    case when own_person() is null then own_organisation() end, coalesce(note_add.visibility, 'committee'), core.now())
  returning * into made;
  return made.plan || '-N' || made.number;
end;
$$;

-- The numbers of a plan's notes that say these words; definer, since full text loses its index under row security.
create or replace function core.note_matching(plan text, words text) returns setof integer
language plpgsql stable security definer set search_path = core, pg_temp
as $$
begin
  return query
  select note.number from note
  where note.plan = note_matching.plan
    and (note.search @@ search_query(words) or note.plan || '-N' || note.number = upper(trim(words)));
end;
$$;

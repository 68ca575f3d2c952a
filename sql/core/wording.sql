-- SPDX-License-Identifier: MIT
-- Every text that SQL says to people, once, in both languages; and the refusals with their codes.
-- Placeholders are `%(name)s`, filled from the refusal's data.

create table if not exists core.wording (
  key text primary key,
  en text not null,
  fr text not null
);

create table if not exists core.error (
  kind text primary key,
  code integer not null constraint error_code unique,
  sqlstate text not null constraint error_sqlstate unique check (sqlstate ~ '^CP[0-9]{3}$'),
  en text not null,
  fr text not null
);

insert into core.error (kind, code, sqlstate, en, fr)
values
  ('bad_value', -32602, 'CP602', 'Parameter "%(param)s": expected %(expected)s.',
    'Paramètre « %(param)s » : il faut %(expected)s.'),
  ('not_found', 1001, 'CP001', 'There is no "%(object)s" here.',
    '« %(object)s » est introuvable.'),
  ('forbidden', 1002, 'CP002', 'You may not do this here.',
    'Vous n’avez pas le droit de faire cela ici.'),
  ('unknown_user', 1003, 'CP003', 'The system user "%(user)s" is nobody copild knows: ask an administrator to set it as a person''s login.',
    'L’utilisateur système « %(user)s » n’est personne que copild connaisse : demandez à un administrateur d’en faire l’identifiant (login) d’une personne.'),
  ('wrong_state', 1004, 'CP004', '%(object)s is "%(state_label)s"; possible now: %(possible_labels)s.',
    '%(object)s est « %(state_label)s » ; possible maintenant : %(possible_labels)s.'),
  ('reason_missing', 1005, 'CP005', 'A reason is needed: say why.',
    'Il faut un motif : dites pourquoi.'),
  ('cycle', 1006, 'CP006', 'This would make a circle: %(path_text)s.',
    'Cela formerait une boucle : %(path_text)s.'),
  ('already_exists', 1007, 'CP007', '"%(object)s" exists already.',
    '« %(object)s » existe déjà.'),
  ('moved_on', 1008, 'CP008', '%(object)s has changed meanwhile (revision %(revision)s): read it again.',
    '%(object)s a changé entre-temps (révision %(revision)s) : relisez-le.'),
  ('ambiguous', 1009, 'CP009', '"%(value)s" may mean: %(candidates_text)s.',
    '« %(value)s » peut désigner : %(candidates_text)s.'),
  ('not_undoable', 1010, 'CP010', 'Cannot be undone: %(object)s has changed since (revision %(revision)s).',
    'Ne peut être annulé : %(object)s a changé depuis (révision %(revision)s).'),
  ('read_only', -32006, 'CP011', 'This connection may only read.',
    'Cette connexion ne permet que la lecture.'),
  ('in_use', 1012, 'CP012', '"%(object)s" is still needed by %(by)s.',
    '« %(object)s » sert encore à %(by)s.'),
  ('nothing_to_undo', 1013, 'CP013', 'You have nothing to undo here.',
    'Vous n’avez rien à annuler ici.')
on conflict (kind) do update
set code = excluded.code, sqlstate = excluded.sqlstate, en = excluded.en, fr = excluded.fr;

-- The caller's language: 'fr' unless `core.act` has set another.
create or replace function core.locale() returns text
language sql stable parallel safe
as $$ select coalesce(nullif(current_setting('copild.locale', true), ''), 'fr') $$;

-- The text of that key in the caller's language; the key itself when there is none.
create or replace function core.say(key text) returns text
language sql stable
as $$
  select coalesce(
    (select case core.locale() when 'en' then wording.en else wording.fr end
     from core.wording where wording.key = say.key),
    key)
$$;

-- Notes or corrects one text.
create or replace function core.word(key text, en text, fr text) returns void
language sql
as $$
  insert into core.wording values (key, en, fr)
  on conflict on constraint wording_pkey do update set en = excluded.en, fr = excluded.fr
$$;

-- Refuses: raises the SQLSTATE of that kind, the message in the caller's language, `data` (with the kind) as detail.
create or replace function core.refuse(kind text, data jsonb default '{}') returns void
language plpgsql stable
as $$
declare
  refusal core.error;
  filled text;
  item record;
begin
  select * into strict refusal from core.error where error.kind = refuse.kind;
  filled := case core.locale() when 'en' then refusal.en else refusal.fr end;
  for item in select * from jsonb_each_text(data) loop
    filled := replace(filled, '%(' || item.key || ')s', coalesce(item.value, ''));
  end loop;
  raise exception using
    errcode = refusal.sqlstate,
    message = filled,
    detail = jsonb_build_object('kind', kind) || data;
end;
$$;

-- Refuses a parameter's value; `expected` is the key of a wording.
create or replace function core.refuse_value(param text, expected text) returns void
language sql stable
as $$
  select core.refuse('bad_value', jsonb_build_object('param', param, 'expected', core.say(expected)))
$$;

-- For an edit: refuses names in `clear` that are not among the fields that may be emptied.
create or replace function core.clear_known(clear text[], allowed text[]) returns void
language plpgsql stable
as $$
begin
  if not coalesce(clear, '{}') <@ allowed then
    perform core.refuse('bad_value', jsonb_build_object('param', 'clear',
      'expected', core.say('expected.clear') || array_to_string(allowed, ', ')));
  end if;
end;
$$;
select core.word('expected.clear', 'names among ', 'des noms parmi ');

-- SPDX-License-Identifier: MIT
-- The types of parameters. Each is defined once, with its limits and what people are told to expect; the method
-- table reads limits from the named constraints (pattern, max_length, minimum, maximum) and words from core.wording.

-- A domain with its limits; `en` and `fr` complete the sentence "expected …".
create or replace function core.define_domain(name text, base text, en text, fr text,
  pattern text default null, max_length integer default null,
  minimum numeric default null, maximum numeric default null) returns void
language plpgsql
as $$
begin
  perform core.word('type.' || name, en, fr);
  if to_regtype('core.' || name) is not null then
    return;
  end if;
  execute format('create domain core.%I as %s', name, base)
    || coalesce(' constraint pattern check (value ~ ' || quote_literal(pattern) || ')', '')
    || coalesce(' constraint max_length check (length(value) <= ' || max_length || ')', '')
    || coalesce(' constraint minimum check (value >= ' || minimum || ')', '')
    || coalesce(' constraint maximum check (value <= ' || maximum || ')', '');
end;
$$;

-- An enumeration; `labels` gives each value its English and French label, in order: {value, en, fr}.
create or replace function core.define_enum(name text, labels text[]) returns void
language plpgsql
as $$
declare
  label text[];
  known text[] := '{}';
begin
  foreach label slice 1 in array labels loop
    known := known || quote_literal(label[1]);
    perform core.word(name || '.' || label[1], label[2], label[3]);
  end loop;
  if to_regtype('core.' || name) is null then
    execute format('create type core.%I as enum (%s)', name, array_to_string(known, ', '));
  end if;
  perform core.word('type.' || name,
    'one of ' || replace(array_to_string(known, ', '), '''', '"'),
    'une valeur parmi ' || replace(array_to_string(known, ', '), '''', '"'));
end;
$$;

-- References and keys.
select core.define_domain('plan_key', 'text',
  'the key of a plan: 1 to 8 capitals or digits, such as LR',
  'la clé d’un plan : 1 à 8 capitales ou chiffres, par exemple LR',
  pattern => '^[A-Z0-9]{1,8}$');
select core.define_domain('action_ref', 'text',
  'the reference of an action, such as LR-12', 'la référence d’une action, par exemple LR-12',
  pattern => '^[A-Z0-9]{1,8}-[1-9][0-9]{0,8}$');
select core.define_domain('decision_ref', 'text',
  'the reference of a decision, such as LR-D3', 'la référence d’une décision, par exemple LR-D3',
  pattern => '^[A-Z0-9]{1,8}-D[1-9][0-9]{0,8}$');
select core.define_domain('meeting_ref', 'text',
  'the reference of a meeting, such as LR-M2', 'la référence d’une séance, par exemple LR-M2',
  pattern => '^[A-Z0-9]{1,8}-M[1-9][0-9]{0,8}$');
select core.define_domain('lead_ref', 'text',
  'the reference of a lead, such as LR-L4', 'la référence d’une piste, par exemple LR-L4',
  pattern => '^[A-Z0-9]{1,8}-L[1-9][0-9]{0,8}$');
select core.define_domain('indicator_ref', 'text',
  'the reference of an indicator, such as LR-I1', 'la référence d’un indicateur, par exemple LR-I1',
  pattern => '^[A-Z0-9]{1,8}-I[1-9][0-9]{0,8}$');
select core.define_domain('note_ref', 'text',
  'the reference of a note, such as LR-N1', 'la référence d’une note, par exemple LR-N1',
  pattern => '^[A-Z0-9]{1,8}-N[1-9][0-9]{0,8}$');
select core.define_domain('object_ref', 'text',
  'a reference such as LR-12, LR-D3, LR-M2, LR-L4, LR-I1 or LR-N1',
  'une référence telle que LR-12, LR-D3, LR-M2, LR-L4, LR-I1 ou LR-N1',
  pattern => '^[A-Z0-9]{1,8}-[DMLIN]?[1-9][0-9]{0,8}$');
select core.define_domain('key', 'text',
  'a key: 1 to 16 capitals, digits or hyphens, such as NUC',
  'une clé : 1 à 16 capitales, chiffres ou traits d’union, par exemple NUC',
  pattern => '^[A-Z0-9][A-Z0-9-]{0,15}$');
select core.define_domain('organisation_key', 'text',
  'the key of an organisation: capitals, digits and hyphens, such as CCI-ALES',
  'la clé d’un organisme : capitales, chiffres et traits d’union, par exemple CCI-ALES',
  pattern => '^[A-Z0-9][A-Z0-9-]{0,39}$');
select core.define_domain('email', 'text',
  'an e-mail address, such as secretariat@example.org',
  'une adresse électronique, par exemple secretariat@example.org',
  pattern => '^[A-Za-z0-9.!#$&''*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?([.][A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$',
  max_length => 254);
select core.define_domain('party', 'text',
  'an organisation''s key, a person''s e-mail address, or the beginning of a name',
  'la clé d’un organisme, l’adresse électronique d’une personne, ou le début d’un nom',
  pattern => '[^[:space:]]', max_length => 254);

-- Texts, numbers and times.
select core.define_domain('title', 'text',
  'one line of 1 to 300 characters', 'une ligne de 1 à 300 caractères',
  pattern => '^[^[:cntrl:]]*[^[:cntrl:][:space:]][^[:cntrl:]]*$', max_length => 300);
select core.define_domain('prose', 'text',
  'a text of at most 50 000 characters', 'un texte d’au plus 50 000 caractères', max_length => 50000);
select core.define_domain('deadline', 'text',
  'a deadline such as 2014-06-21, 21/06/2014, 2014-06, 2014-Q3, "fin juin", "été 2014" or "d''ici l''été"',
  'une échéance telle que 2014-06-21, 21/06/2014, 2014-06, 2014-Q3, « fin juin », « été 2014 » ou « d’ici l’été »',
  pattern => '[^[:space:]]', max_length => 100);
select core.define_domain('percent', 'integer',
  'a whole number from 0 to 100', 'un nombre entier de 0 à 100', minimum => 0, maximum => 100);
select core.define_domain('euros', 'numeric(15,2)',
  'an amount in euros, from 0 to 9 999 999 999 999', 'un montant en euros, de 0 à 9 999 999 999 999',
  minimum => 0, maximum => 9999999999999);
select core.define_domain('page_limit', 'integer',
  'a whole number from 1 to 200', 'un nombre entier de 1 à 200', minimum => 1, maximum => 200);
select core.define_domain('page_cursor', 'text',
  'the "next" of the page before, with the same sort', 'le « next » de la page précédente, avec le même tri',
  pattern => '^[A-Za-z0-9+/=]+$', max_length => 1000);
select core.define_domain('search_words', 'text',
  'some words to look for', 'quelques mots à chercher', max_length => 200);
select core.define_domain('zone', 'text',
  'a time zone such as Europe/Paris', 'un fuseau horaire tel que Europe/Paris',
  pattern => '^[A-Za-z][A-Za-z0-9_+/-]*$', max_length => 64);
select core.define_domain('hour', 'text',
  'an hour from 00:00 to 23:59, such as 08:00', 'une heure de 00:00 à 23:59, par exemple 08:00',
  pattern => '^([01][0-9]|2[0-3]):[0-5][0-9]$');
select core.define_domain('login', 'text',
  'the name of a system user', 'le nom d’un utilisateur du système',
  pattern => '^[A-Za-z_][A-Za-z0-9_.@-]{0,63}$');
select core.define_enum('locale', '{{fr,French,français},{en,English,anglais}}');

-- An hour as parameters write it.
create or replace function core.hour_text(hour time) returns text
language sql immutable parallel safe
as $$ select to_char(hour, 'HH24:MI') $$;

-- Types of PostgreSQL that parameters use as they are.
select
  core.word('type.text', 'a text', 'un texte'),
  core.word('type.integer', 'a whole number', 'un nombre entier'),
  core.word('type.bigint', 'a whole number', 'un nombre entier'),
  core.word('type.numeric', 'a number', 'un nombre'),
  core.word('type.boolean', 'true or false', 'true ou false'),
  core.word('type.date', 'a day written YYYY-MM-DD, such as 2014-06-21', 'un jour écrit AAAA-MM-JJ, par exemple 2014-06-21'),
  core.word('type.array', 'a list', 'une liste'),
  core.word('type.timestamp with time zone', 'an instant such as 2014-06-21T08:00:00Z', 'un instant tel que 2014-06-21T08:00:00Z');

-- SPDX-License-Identifier: MIT
-- Deadlines: what people say ("fin juin", "2014-Q3", "sous 10 jours ouvrés") and the days it means. All but the last
-- function are pure. What was typed is folded to plain words; leading words say the manner ("d'ici", "fin de"); the
-- rest is a calendar span, given as a year (null when unsaid: the next such span that is not over) and a code:
--   MM-DD day · MM month · 21–24 season · 33–36 quarter · 37–39 third · 40–41 half-year (as EDTF numbers them) · Wnn
--   week · Y year · rentree
-- House rules: the last day of a span counts; winter begins in its year and ends in the next; "avant/d'ici l'été" is
-- 30 June; before or by another season is the day before it begins.

-- Plain words: folded, straight apostrophes, single spaces, no commas, no dots after letters.
create or replace function core.deadline_fold(typed text) returns text
language plpgsql immutable strict parallel safe
as $$
declare
  words text := core.fold(translate(typed, '’‘ʼ´`–—‑' || chr(160) || chr(8239), '''''''''''---  '));
begin
  words := regexp_replace(words, ',', ' ', 'g');
  words := regexp_replace(words, '([a-z])\.', '\1', 'g');
  words := regexp_replace(words, '''\s+', '''', 'g');
  return btrim(regexp_replace(words, '\s+', ' ', 'g'));
end;
$$;

-- Which month a word names in English; in either language; which day of the week; NULL when none.
create or replace function core.deadline_english_month(word text) returns integer
language sql immutable strict parallel safe
as $$
  select coalesce(
    array_position(
      '{january,february,march,april,may,june,july,august,september,october,november,december}', word),
    array_position('{jan,feb,mar,apr,-,jun,jul,aug,sep,oct,nov,dec}', word),
    array_position('{-,-,-,-,-,-,-,-,sept,-,-,-}', word))
$$;

create or replace function core.deadline_month(word text) returns integer
language sql immutable strict parallel safe
as $$
  select coalesce(
    array_position('{janvier,fevrier,mars,avril,mai,juin,juillet,aout,septembre,octobre,novembre,decembre}', word),
    core.deadline_english_month(word),
    array_position('{janv,fevr,-,avr,-,-,juil,-,-,-,-,-}', word),
    array_position('{-,fev,-,-,-,-,juill,-,-,-,-,-}', word))
$$;

create or replace function core.deadline_weekday(word text) returns integer
language sql immutable strict parallel safe
as $$
  select coalesce(
    array_position('{lundi,mardi,mercredi,jeudi,vendredi,samedi,dimanche}', word),
    array_position('{monday,tuesday,wednesday,thursday,friday,saturday,sunday}', word),
    array_position('{lun,-,mer,jeu,ven,sam,dim}', word),
    array_position('{mon,tue,wed,thu,fri,sat,sun}', word))
$$;

-- A number in figures, with or without an ordinal's ending, or in words up to ten; or NULL.
create or replace function core.deadline_number(word text) returns integer
language sql immutable strict parallel safe
as $$
  select coalesce(
    substring(word from '^([0-9]{1,3})(?:er|ere|e|eme|nd|nde|st|rd|th)?$')::integer,
    array_position('{un,deux,trois,quatre,cinq,six,sept,huit,neuf,dix}', word),
    array_position('{une,-,-,-,-,-,-,-,-,-}', word),
    array_position('{one,two,three,four,five,six,seven,eight,nine,ten}', word),
    array_position('{a,-,-,-,-,-,-,-,-,-}', word),
    array_position('{an,-,-,-,-,-,-,-,-,-}', word),
    array_position('{premier,deuxieme,troisieme,quatrieme}', word),
    array_position('{first,second,third,fourth}', word),
    array_position('{premiere,seconde,-,-}', word),
    case word when 'quinze' then 15 when 'vingt' then 20 when 'trente' then 30 end)
$$;

-- A calendar span from its words without leading words; no code when it is none.
create or replace function core.deadline_span(words text, out year integer, out code text)
language plpgsql immutable strict parallel safe
as $$
declare
  part text[];
begin
  -- Figures: 2014-06-21, 2014-06, 2014-35, 2014, 2014-Q3, 2014-W26; 21/06/2014, 21/06, 06/2014.
  part := regexp_match(words, '^([0-9]{4})(?:-([0-9]{2}(?:-[0-9]{2})?))?$');
  if part is not null then
    year := part[1];
    code := case when part[2] between '25' and '28' then (part[2]::integer - 4)::text else coalesce(part[2], 'Y') end;
    return;
  end if;
  part := coalesce(
    regexp_match(words, '^()([0-9]{4})-?([qtshw])([0-9]{1,2})$'),
    regexp_match(words, '^()()([qtshw]) ?([0-9]{1,2})(?:[ /-]*([0-9]{4}))?$'),
    regexp_match(words,
      '^()()(trimestre|semestre|quarter|semaine|week) ([0-9]{1,2})(?: (?:de |of )?([0-9]{4}))?$'),
    regexp_match(words, '^([a-z0-9]+)()[ -](trimestre|semestre|quarter|half|half-year)(?: (?:de |of )?)()([0-9]{4})$'),
    regexp_match(words, '^([a-z0-9]+)()[ -](trimestre|semestre|quarter|half|half-year)()()$'));
  if part is not null then
    year := coalesce(nullif(part[2], ''), nullif(part[5], ''));
    code := core.deadline_numbered(part[3], coalesce(core.deadline_number(nullif(part[4], '')),
      core.deadline_number(part[1])));
    return;
  end if;
  part := coalesce(
    regexp_match(words, '^([0-9]{1,2})[/.]([0-9]{1,2})(?:[/.]([0-9]{4}|[0-9]{2}))?$'),
    regexp_match(words, '^([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})$'));
  if part is not null then
    year := case when length(part[3]) = 2 then '20' || part[3] else part[3] end;
    code := lpad(part[2], 2, '0') || '-' || lpad(part[1], 2, '0');
    return;
  end if;
  part := regexp_match(words, '^([0-9]{1,2})/([0-9]{4})$');
  if part is not null then
    year := part[2];
    code := case when part[1]::integer <= 12 then lpad(part[1], 2, '0') end;
    return;
  end if;

  -- Words: 21 juin 2014, June 21 2014, juin 2014, été 2014, hiver 2014-2015, année 2014, rentrée 2014.
  part := coalesce(
    regexp_match(words, '^([0-9]{1,2})(?:er|st|nd|rd|th)?[ -](?:of )?([a-z]+)(?:[ -]([0-9]{4}))?$'),
    case when core.deadline_english_month(substring(words from '^[a-z]+')) is not null then
      (select array[m[2], m[1], m[3]]
       from regexp_match(words, '^([a-z]+) ([0-9]{1,2})(?:st|nd|rd|th)?(?: ([0-9]{4}))?$') as m
       where m is not null) end);
  if part is not null then
    year := part[3];
    code := lpad(core.deadline_month(part[2])::text, 2, '0') || '-' || lpad(part[1], 2, '0');
    return;
  end if;
  part := regexp_match(words, '^([a-z]+)(?:[ -](?:de |of )?([0-9]{4})(?:[/-](?:[0-9]{4}|[0-9]{2}))?)?$');
  year := part[2];
  code := case
    when part[1] = 'printemps' or part[1] = 'spring' then '21'
    when part[1] = 'ete' or part[1] = 'summer' then '22'
    when part[1] in ('automne', 'autumn', 'fall') then '23'
    when part[1] = 'hiver' or part[1] = 'winter' then '24'
    when part[1] = 'rentree' then 'rentree'
    when part[1] in ('annee', 'year') and year is not null then 'Y'
    else lpad(core.deadline_month(part[1])::text, 2, '0')
  end;
end;
$$;

-- The code of the n-th quarter, half-year or week; NULL when there is none. S is a semestre, or beyond 2 a semaine.
create or replace function core.deadline_numbered(unit text, n integer) returns text
language sql immutable parallel safe
as $$
  select case
    when unit in ('q', 't', 'trimestre', 'quarter') and n between 1 and 4 then (32 + n)::text
    when unit in ('s', 'h', 'semestre', 'half', 'half-year') and n between 1 and 2 then (39 + n)::text
    when unit in ('s', 'w', 'semaine', 'week') and n between 1 and 53 then 'W' || lpad(n::text, 2, '0')
  end
$$;

-- The days of a span and its EDTF; nothing when there is no such day, month or week.
create or replace function core.deadline_bounds(year integer, code text,
  out edtf text, out first_day date, out last_day date)
language plpgsql immutable strict parallel safe
as $$
declare
  start_month integer;
  months integer;
  number integer := substring(code from '^[0-9]{2}')::integer;
begin
  if year not between 1900 and 2200 then
    return;
  end if;
  if code like 'W%' then
    -- 4 January is always in week 1.
    first_day := date_trunc('week', make_date(year, 1, 4))::date + 7 * (substr(code, 2)::integer - 1);
    last_day := first_day + 6;
    edtf := first_day || '/' || last_day;
    if extract(isoyear from first_day) <> year or code = 'W00' then
      edtf := null; first_day := null; last_day := null;
    end if;
    return;
  end if;
  if code like '%-%' then
    if number not between 1 and 12 then
      return;
    end if;
    first_day := make_date(year, number, 1) + (right(code, 2)::integer - 1);
    if extract(month from first_day) <> number or right(code, 2) = '00' then
      first_day := null;
    end if;
    last_day := first_day;
    edtf := first_day;
    return;
  end if;
  select span.start_month, span.months into start_month, months
  from (values
    (code between '01' and '12', number, 1), (code between '21' and '24', (number - 20) * 3, 3),
    (code between '33' and '36', (number - 33) * 3 + 1, 3), (code between '37' and '39', (number - 37) * 4 + 1, 4),
    (code between '40' and '41', (number - 40) * 6 + 1, 6), (code = 'Y', 1, 12), (code = 'rentree', 9, 1))
    as span (holds, start_month, months)
  where span.holds;
  first_day := make_date(year, start_month, 1);
  last_day := first_day + make_interval(months => months) - interval '1 day';
  edtf := case
    when last_day is not null then
      to_char(year, 'FM0000') || case code when 'Y' then '' when 'rentree' then '-09' else '-' || code end end;
end;
$$;

-- The days of a span said in a manner: '' as it is, 'by', 'before', 'end', 'mid' or 'start'. Manners other than '' and
-- 'by' end on one day. Nothing when it makes no sense.
create or replace function core.deadline_reckon(year integer, code text, manner text,
  out edtf text, out first_day date, out last_day date)
language plpgsql immutable strict parallel safe
as $$
declare
  point date;
  is_month boolean := code ~ '^(0[1-9]|1[0-2])$';
begin
  select * into edtf, first_day, last_day from core.deadline_bounds(year, code);
  if manner = '' or manner = 'by' and code not between '21' and '24' then
    return;
  end if;
  point := case
    when manner = 'end' then last_day
    when manner = 'mid' and is_month then first_day + 14
    when manner = 'mid' and code = 'Y' then make_date(year, 6, 30)
    when manner = 'start' and is_month then first_day + 9
    when manner = 'start' and code = 'Y' then make_date(year, 3, 31)
    when manner in ('mid', 'start') then null
    when code = '22' then make_date(year, 6, 30)
    else first_day - 1
  end;
  edtf := point;
  first_day := point;
  last_day := point;
end;
$$;

-- A day or span counted from today, as a year and a code; for working days their number instead.
create or replace function core.deadline_relative(words text, today date, is_end boolean, is_this boolean,
  is_next boolean, out year integer, out code text, out workdays integer)
language plpgsql immutable strict parallel safe
as $$
declare
  part text[];
  number integer;
  day date;
  ahead integer := is_next::integer;
begin
  part := regexp_match(words, '^([a-z0-9]+) (?:(working|business) )?([a-z]+)(?: (ouvres?))?$');
  number := core.deadline_number(part[1]);
  if part[2] is not null or part[4] is not null or part[3] in ('workday', 'workdays') then
    workdays := case when part[3] in ('jour', 'jours', 'day', 'days', 'workday', 'workdays') then number end;
    return;
  end if;
  day := case
    when words in ('aujourd''hui', 'today') then today
    when words in ('demain', 'tomorrow') then today + 1
    when words in ('apres-demain', 'day after tomorrow') then today + 2
    when words in ('huitaine', 'une huitaine') then today + 8
    when words in ('quinzaine', 'une quinzaine') then today + 15
    when core.deadline_weekday(words) is not null then
      today + 1 + (core.deadline_weekday(words) - extract(isodow from today)::integer + 6) % 7
    when part[3] in ('jour', 'jours', 'j', 'day', 'days') then today + number
    when part[3] in ('semaine', 'semaines', 'week', 'weeks') then today + 7 * number
    when part[3] in ('mois', 'month', 'months') then today + make_interval(months => number)
    when part[3] in ('an', 'ans', 'annee', 'annees', 'year', 'years') then today + make_interval(years => number)
  end;
  if day is not null then
    year := extract(year from day);
    code := to_char(day, 'MM-DD');
  elsif is_end or is_this or is_next then
    year := extract(year from today);
    case
      when words in ('annee', 'an', 'year') then
        year := year + ahead;
        code := 'Y';
      when words in ('semestre', 'half', 'half-year') then
        day := today + make_interval(months => 6 * ahead);
        code := 40 + (extract(month from day)::integer - 1) / 6;
      when words in ('trimestre', 'quarter') then
        day := today + make_interval(months => 3 * ahead);
        code := 32 + extract(quarter from day);
      when words in ('mois', 'month') then
        day := today + make_interval(months => ahead);
        code := to_char(day, 'MM');
      when words in ('semaine', 'week') then
        day := today + 7 * ahead;
        code := to_char(day, '"W"IW');
      else
        null;
    end case;
    year := case when code like 'W%' then extract(isoyear from day) else coalesce(extract(year from day), year) end;
  end if;
end;
$$;

-- What folded words mean on a day: EDTF, first and last day; or a number of working days from today; or nothing.
create or replace function core.deadline_read(words text, today date,
  out edtf text, out first_day date, out last_day date, out workdays integer)
language plpgsql immutable strict parallel safe
as $$
declare
  manner text := '';
  is_this boolean := words ~ '([ -]ci| en cours)$';
  is_next boolean := words ~ ' (prochaine?|suivante?)$';
  particles constant text[] := '{le,la,l'',les,the,de,du,d'',of,a,au,aux,en,in,on,at,to,for,pour,sous,dans,within,
    courant,during,until,till,jusqu,plus,tard,no,not,later,than}';
  weekday integer;
  ahead text;
  year integer;
  code text;
begin
  words := regexp_replace(words, '^j ?\+ ?([0-9]{1,3})$', '\1 jours');
  words := regexp_replace(words, '^(year|quarter|month|week)[ -]end$', 'end \1');
  words := regexp_replace(words,
    ' (prochaine?|suivante?|en cours|au plus tard|at the latest|inclus)$|[ -]ci$', '');

  -- Leading words, one after the other, until what is left can be read.
  loop
    select * into year, code from core.deadline_span(words);
    if code is null then
      select * into year, code, workdays
      from core.deadline_relative(words, today, manner = 'end', is_this, is_next);
    end if;
    exit when code is not null or workdays is not null;
    ahead := substring(words from '^(?:d''ici|d''|l''|[a-z]+)');
    exit when ahead is null;
    words := regexp_replace(substr(words, length(ahead) + 1), '^[ -]+', '');
    if ahead in ('avant', 'before') then
      manner := 'before';
    elsif ahead in ('d''ici', 'by') then
      manner := 'by';
    elsif ahead in ('fin', 'end', 'late') then
      manner := 'end';
    elsif ahead in ('mi', 'mid', 'milieu', 'middle') then
      manner := 'mid';
    elsif ahead in ('debut', 'early', 'start', 'beginning') then
      manner := 'start';
    elsif ahead in ('ce', 'cet', 'cette', 'this') then
      is_this := true;
    elsif ahead in ('next', 'prochain', 'prochaine') then
      is_next := true;
    elsif core.deadline_weekday(ahead) is not null and weekday is null then
      weekday := core.deadline_weekday(ahead);
    elsif not ahead = any (particles) then
      return;
    end if;
  end loop;

  -- A year unsaid: the first in which it is not over.
  for candidate in coalesce(year, extract(year from today)::integer - 1)
    .. coalesce(year, extract(year from today)::integer + 8) loop
    select * into edtf, first_day, last_day from core.deadline_reckon(candidate, code, manner);
    exit when last_day >= today;
  end loop;
  if weekday is not null and (code !~ '^[0-9]{2}-' or extract(isodow from last_day) <> weekday) then
    edtf := null; first_day := null; last_day := null;
  end if;
end;
$$;

-- A deadline as said and as reckoned: what was typed, trimmed; its EDTF; its first and its last day, the one that
-- counts. `param` is the parameter's name when it is refused. All NULL for NULL.
create or replace function core.deadline_parse(plan text, param text, typed text,
  out said text, out edtf text, out first_day date, out last_day date)
language plpgsql stable
as $$
declare
  words text;
  bound text[];
  workdays integer;
begin
  if typed is null then
    return;
  end if;
  said := regexp_replace(typed, '^\s+|\s+$', '', 'g');
  words := core.deadline_fold(typed);
  bound := regexp_match(words, '^([0-9]{4}[0-9-]*)/([0-9]{4}[0-9-]*)$');
  if bound is not null then
    select a.edtf || '/' || b.edtf, a.first_day, b.last_day into edtf, first_day, last_day
    from core.deadline_read(bound[1], core.today(plan)) as a, core.deadline_read(bound[2], core.today(plan)) as b
    where a.last_day <= b.last_day;
  else
    select found.edtf, found.first_day, found.last_day, found.workdays into edtf, first_day, last_day, workdays
    from core.deadline_read(words, core.today(plan)) as found;
    if workdays is not null then
      last_day := core.add_workdays(plan, core.today(plan), workdays);
      first_day := last_day;
      edtf := last_day;
    end if;
  end if;
  if last_day is null then
    perform core.refuse_value(param, 'type.deadline');
  end if;
end;
$$;

-- SPDX-License-Identifier: MIT
-- What people say and the days it means, on Monday 12 May 2014 unless the clock is moved.
begin;
\ir ../setup.sql
\ir ../people.sql
select plan(162);

create function pg_temp.reckoned(typed text) returns text
language plpgsql
as $$
begin
  return (select concat_ws(' ', edtf, first_day, last_day) from core.deadline_parse('LR', 'due', typed));
exception when sqlstate 'CP602' then
  return 'refused';
end;
$$;

-- As EDTF and ISO 8601-2 write it: the first and the last day.
select is(pg_temp.reckoned(typed), expected, typed)
from (values
  ('2014-06-21', '2014-06-21 2014-06-21 2014-06-21'), ('2014-06', '2014-06 2014-06-01 2014-06-30'),
  ('2016-02', '2016-02 2016-02-01 2016-02-29'), ('2014', '2014 2014-01-01 2014-12-31'),
  ('2014-21', '2014-21 2014-03-01 2014-05-31'), ('2014-22', '2014-22 2014-06-01 2014-08-31'),
  ('2014-23', '2014-23 2014-09-01 2014-11-30'), ('2014-24', '2014-24 2014-12-01 2015-02-28'),
  ('2015-24', '2015-24 2015-12-01 2016-02-29'), ('2014-26', '2014-22 2014-06-01 2014-08-31'),
  ('2014-33', '2014-33 2014-01-01 2014-03-31'), ('2014-36', '2014-36 2014-10-01 2014-12-31'),
  ('2014-Q3', '2014-35 2014-07-01 2014-09-30'), ('2014Q3', '2014-35 2014-07-01 2014-09-30'),
  ('2014-38', '2014-38 2014-05-01 2014-08-31'), ('2014-40', '2014-40 2014-01-01 2014-06-30'),
  ('2014-S2', '2014-41 2014-07-01 2014-12-31'), ('2014-H1', '2014-40 2014-01-01 2014-06-30'),
  ('2014-W26', '2014-06-23/2014-06-29 2014-06-23 2014-06-29'), ('2015-W53',
    '2015-12-28/2016-01-03 2015-12-28 2016-01-03'),
  ('2014-06/2014-08', '2014-06/2014-08 2014-06-01 2014-08-31'), ('1900', '1900 1900-01-01 1900-12-31'),
  ('2200-12-31', '2200-12-31 2200-12-31 2200-12-31')) as said (typed, expected);

-- As people write it: the last day, which counts.
select is(right(pg_temp.reckoned(typed), 10), expected, typed)
from (values
  ('21/06/2014', '2014-06-21'), ('21.06.2014', '2014-06-21'), ('21-06-2014', '2014-06-21'), ('21/6/14',
    '2014-06-21'), ('21/06', '2014-06-21'),
  ('06/2014', '2014-06-30'), ('21 juin 2014', '2014-06-21'), ('Samedi 21 juin 2014', '2014-06-21'), ('le 1er juin',
    '2014-06-01'),
  ('June 21, 2014', '2014-06-21'), ('21st of June 2014', '2014-06-21'), ('Jun 21', '2014-06-21'), ('21 juin',
    '2014-06-21'),
  ('12 mai', '2014-05-12'), ('11 mai', '2015-05-11'), ('29 février', '2016-02-29'), ('juil. 2014', '2014-07-31'),
  ('juin', '2014-06-30'), ('mai', '2014-05-31'), ('avril', '2015-04-30'), ('en juin', '2014-06-30'), ('courant juin',
    '2014-06-30'),
  ('fin juin', '2014-06-30'), ('fin  JUIN 2014', '2014-06-30'), ('d''ici fin juin', '2014-06-30'), ('end of June',
    '2014-06-30'),
  ('avant fin juin', '2014-06-30'), ('mi-juin', '2014-06-15'), ('mid-June', '2014-06-15'), ('début juillet',
    '2014-07-10'),
  ('avant juin', '2014-05-31'), ('by June', '2014-06-30'), ('avant le 21 juin', '2014-06-20'), ('pour le 21 juin',
    '2014-06-21'),
  ('au plus tard le 21 juin', '2014-06-21'), ('by 21 June 2014', '2014-06-21'),
  ('T2 2014', '2014-06-30'), ('Q2 2014', '2014-06-30'), ('t1', '2015-03-31'), ('2e trimestre 2014', '2014-06-30'),
  ('deuxième trimestre', '2014-06-30'), ('first quarter of 2015', '2015-03-31'), ('second semestre 2014',
    '2014-12-31'), ('S1 2015', '2015-06-30'),
  ('été 2014', '2014-08-31'), ('ÉTÉ 2014', '2014-08-31'), ('ete 2014', '2014-08-31'), ('été', '2014-08-31'),
    ('summer 2014', '2014-08-31'),
  ('fin de l’été', '2014-08-31'), ('printemps 2014', '2014-05-31'), ('autumn', '2014-11-30'), ('automne',
    '2014-11-30'), ('hiver', '2015-02-28'),
  ('hiver 2014-2015', '2015-02-28'),
  ('avant l''été', '2014-06-30'), ('avant l’été', '2014-06-30'), ('d''ici l''été', '2014-06-30'),
    ('d’ici à l’été 2015', '2015-06-30'),
  ('by summer', '2014-06-30'), ('before the summer', '2014-06-30'), ('d''ici l''hiver', '2014-11-30'),
  ('à la rentrée', '2014-09-30'), ('rentrée 2015', '2015-09-30'), ('avant la rentrée', '2014-08-31'),
  ('fin d''année', '2014-12-31'), ('fin d’année 2015', '2015-12-31'), ('fin 2014', '2014-12-31'),
    ('d''ici la fin de l''année', '2014-12-31'),
  ('by the end of the year', '2014-12-31'), ('year-end', '2014-12-31'), ('fin du mois', '2014-05-31'),
    ('fin de trimestre', '2014-06-30'),
  ('fin de semaine', '2014-05-18'), ('next week', '2014-05-25'), ('la semaine prochaine', '2014-05-25'),
    ('ce mois-ci', '2014-05-31'),
  ('le mois prochain', '2014-06-30'), ('next quarter', '2014-09-30'), ('l''an prochain', '2015-12-31'),
    ('semaine 26', '2014-06-29'), ('S26', '2014-06-29'),
  ('aujourd’hui', '2014-05-12'), ('demain', '2014-05-13'), ('tomorrow', '2014-05-13'), ('vendredi', '2014-05-16'),
    ('lundi', '2014-05-19'),
  ('next Friday', '2014-05-16'), ('vendredi prochain', '2014-05-16'),
  ('sous 10 jours ouvrés', '2014-05-26'), ('within 10 working days', '2014-05-26'), ('dans dix jours ouvrés',
    '2014-05-26'),
  ('10 business days', '2014-05-26'), ('in 13 working days', '2014-05-30'), ('sous 10 jours', '2014-05-22'), ('J+10',
    '2014-05-22'), ('dans 3 semaines', '2014-06-02'),
  ('in a month', '2014-06-12'), ('dans un mois', '2014-06-12'), ('d''ici 2 mois', '2014-07-12'), ('in two years',
    '2016-05-12'),
  ('sous huitaine', '2014-05-20'), ('sous quinzaine', '2014-05-27')) as said (typed, expected);

-- Nonsense.
select is(pg_temp.reckoned(typed), 'refused', 'refused: ' || typed)
from unnest(array['2014-02-30', '2014-13', '2014-00', '2014-06-00', '29/02/2014', '32/01/2014', '31 juin', '2014-29',
  '2014-W54', '2014-W53',
  'T5 2014', '1899', '2201', '9999-12-31', '0000-01-01', '2014-08/2014-06', 'bientôt', 'soon', 'fin', 'avant',
    'mois', '12', 'juin 14', '99999999999',
  'vendredi 21 juin 2014', 'prochain COPIL', 'dans 900 ans', '2014-06-21T10:00', '', '%', 'fin fin']) as typed;

select is((select said from core.deadline_parse('LR', 'due', E'  d’ici  l’Été\n')), 'd’ici  l’Été',
  'what was said is kept, trimmed');
select is((select row(said, edtf, first_day, last_day)::text from core.deadline_parse('LR', 'due', null)), '(,,,)',
  'nothing for nothing');
select test.at('2014-07-15 10:00:00+02');
select is(right(pg_temp.reckoned('avant l''été'), 10), '2015-06-30', 'in July, the next summer is meant');
select test.at('2015-01-15 10:00:00+01');
select is(right(pg_temp.reckoned('hiver'), 10), '2015-02-28', 'in January, the present winter');
select throws_ok($$select core.deadline_parse('LR', 'due', 'bientôt')$$, 'CP602', null, 'the refusal is bad_value');

select * from finish();
rollback;

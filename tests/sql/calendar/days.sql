-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../people.sql
select plan(9);

select is(test.call('user:sec', 'calendar.add', '{"plan":"LR","day":"2014-05-30","name":"Pont de l’Ascension"}')
  ->> 'own', 'true', 'a day of one''s own');
select ok(test.call('user:mem', 'calendar.days', '{"plan":"LR","from":"2014-05-29","to":"2014-06-09"}',
  locale => 'fr') @> '{"workdays":5,"items":[
    {"day":"2014-05-29","name":"Ascension","own":false},
    {"day":"2014-05-30","name":"Pont de l’Ascension","own":true},
    {"day":"2014-06-09","name":"Lundi de Pentecôte","own":false}]}', 'both ends count');
select is(test.call('user:mem', 'calendar.days', '{"plan":"LR","from":"2014-06-09","to":"2014-06-09"}')
  #>> '{items,0,name}', 'Whit Monday',
  'in the caller''s language');
select is(test.call('user:far', 'calendar.days', '{"plan":"PACA","from":"2014-05-30","to":"2014-05-30"}'),
  '{"plan":"PACA","from":"2014-05-30","to":"2014-05-30","items":[],"workdays":1,"plan_revision":3}',
    'the neighbour works');
select test.refused('user:mem', 'calendar.days', '{"plan":"LR","from":"2014-06-09","to":"2014-06-08"}', 'bad_value',
  '{"param":"to"}');
select test.refused('user:mem', 'calendar.days', '{"plan":"LR","from":"2014-06-09","to":"2034-06-08"}', 'bad_value',
  '{"param":"to"}');
select test.refused('user:mem', 'calendar.days', '{"plan":"LR","from":"1890-06-09","to":"1890-06-10"}', 'bad_value',
  '{"param":"from"}');
select test.refused('user:mem', 'calendar.days', '{"plan":"LR","from":"2014-06-09","to":"infinity"}', 'bad_value',
  '{"param":"to"}');
select test.refused('user:far', 'calendar.days', '{"plan":"LR","from":"2014-06-09","to":"2014-06-09"}', 'not_found',
  '{"object":"LR"}');

select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(32);

select is(
  test.sec('action.create', '{"plan":"LR","title":"Réaliser l''annuaire","text":"Des sous-traitants","decision":"LR-D1",
    "owner":"cci ales","supports":["mem@example.org","CCI-ALES"],"due":"2014-06","priority":"high",
    "sectors":["NUC","CHI","NUC"],"expected":4000000.50,"indicators":["LR-I1"]}')
    - '{created_at,revision,plan_revision,supports}'::text[],
  '{"ref":"LR-1","plan":"LR","number":1,"title":"Réaliser l''annuaire","text":"Des sous-traitants","state":"open",
    "blocked_why":null,"cancelled_why":null,"priority":"high","progress":0,
    "owner":{"kind":"organisation","key":"CCI-ALES","name":"CCI Alès"},
    "due":{"said":"2014-06","first_day":"2014-06-01","last_day":"2014-06-30","edtf":"2014-06","meeting":null,"moves":0,"overdue":false,
      "days_left":49,"working_days_left":33},
    "first_due":{"said":"2014-06","last_day":"2014-06-30"},"postponements":0,"asked":null,"acknowledged":[],
    "decision":{"ref":"LR-D1","title":"Cartographier la sous-traitance"},"sectors":["CHI","NUC"],
    "indicators":["LR-I1"],"depends_on":[],"expected":4000000.5,"secured":null,"recovered":null,"evidence":null,
    "closed_at":null,"withdrawn":false,"visibility":"committee"}'::jsonb,
  'an action is made with all that is known of it');
select is((select string_agg(s ->> 'key', ' ') from jsonb_array_elements(
    test.sec('action.get', '{"action":"LR-1"}') -> 'supports') as s), 'CCI-ALES mem@example.org', 'who helps');
select results_eq(
  $$select method, relation, count(*)::integer from core.journal
    where plan = 'LR' and object = 'LR-1' group by 1, 2 order by 2$$,
  $$values ('action.create', 'action', 1), ('action.create', 'action_indicator', 1),
    ('action.create', 'action_sector', 2), ('action.create', 'action_support', 2)$$,
  'each row of it is in the journal, under its reference');
select is((select count(distinct revision)::integer from core.journal where plan = 'LR' and object = 'LR-1'), 1,
  'as one revision');

select is(test.sec('action.create', '{"plan":"LR","title":"Court"}')
  - '{created_at,revision,plan_revision,text,blocked_why,cancelled_why,evidence,secured,recovered}'::text[],
  '{"ref":"LR-2","plan":"LR","number":2,"title":"Court","state":"open","priority":"normal","progress":0,"owner":null,
    "supports":[],"due":null,"first_due":null,"postponements":0,"asked":null,"acknowledged":[],"decision":null,"sectors":[],"indicators":[],
    "depends_on":[],"expected":null,"closed_at":null,"withdrawn":false,"visibility":"committee"}',
  'a title is enough; the next number follows');
select is(test.sec('action.create', '{"plan":"LR","title":"x","state":"proposed"}') ->> 'state', 'proposed',
  'it may be only proposed');
select is(
  test.sec('action.create', '{"plan":"LR","title":"x","due":"2014-06-30","said":"d''ici l''été"}') #>> '{due,said}',
  'd''ici l''été', 'what was said is kept');
select is(test.sec('action.create', '{"plan":"LR","title":"x","said":"d''ici l''été"}') #>> '{due,last_day}',
  '2014-06-30', 'and reckoned when nothing else is given');
select is(test.sec('action.create', '{"plan":"LR","title":"x","due":"2014-05-11"}') #> '{due,overdue}', 'true',
  'a deadline of yesterday is late');
select is(test.sec('action.create', '{"plan":"LR","title":"x","due":"2014-05-12"}') #> '{due,overdue}', 'false',
  'one of today is not');
select is(test.sec('action.create', '{"plan":"LR","title":"x","due":"2014-05-11","state":"proposed"}')
  #> '{due,overdue}', 'false', 'what is only proposed is never late');
select is(test.sec('action.create', '{"plan":"LR","title":"x","owner":"CCI-ALES"}') #>> '{owner,kind}',
  'organisation', 'an owner by key');
select is(test.sec('action.create', '{"plan":"LR","title":"x","owner":"MEM@example.org"}') #>> '{owner,key}',
  'mem@example.org', 'by address');
select is(test.sec('action.create', '{"plan":"LR","title":"x","owner":"chargee de miss"}') #>> '{owner,key}',
  'mem@example.org', 'by the beginning of a name, without accents');

select test.refused('user:sec', 'action.create', '{"plan":"LR","title":"x","owner":"personne d''ici"}', 'not_found',
  '{"param":"owner"}');
select test.refused('user:sec', 'action.create', '{"plan":"LR","title":"x","owner":"cci nice"}', 'not_found',
  '{"param":"owner"}', 'whom one does not see cannot be an owner');
select test.refused('administrator', 'action.create', '{"plan":"LR","title":"x","owner":"secretariat"}', 'ambiguous',
  '{"param":"owner"}');
select test.refused('user:sec', 'action.create', '{"plan":"LR","title":"x","supports":["nobody@example.org"]}',
  'not_found',
  '{"param":"supports"}');
select test.refused('user:sec', 'action.create', '{"plan":"LR","title":"x","decision":"LR-D9"}', 'not_found',
  '{"object":"LR-D9"}');
select test.refused('user:both', 'action.create', '{"plan":"LR","title":"x","decision":"PACA-D1"}', 'bad_value',
  '{"param":"decision"}', 'a decision of another plan is refused');
select test.refused('user:sec', 'action.create', '{"plan":"LR","title":"x","sectors":["AERO"]}', 'not_found',
  '{"object":"AERO","param":"sectors"}');
select test.refused('user:sec', 'action.create', '{"plan":"LR","title":"x","indicators":["LR-I7"]}', 'not_found',
  '{"object":"LR-I7"}');
select test.refused('user:sec', 'action.create', '{"plan":"LR","title":"x","due":"un de ces jours"}', 'bad_value',
  '{"param":"due"}');
select test.refused('user:sec', 'action.create', '{"plan":"LR","title":"x","said":"un de ces jours"}', 'bad_value',
  '{"param":"said"}');
select test.refused('user:sec', 'action.create', '{"plan":"PACA","title":"x"}', 'not_found', '{"object":"PACA"}');
select test.refused('user:mem', 'action.create', '{"plan":"LR","title":"x"}', 'forbidden');
select test.refused('user:mem', 'action.create', '{"plan":"LR","title":"x"}', 'forbidden');
select test.refused('reader:CCI-ALES', 'action.create', '{"plan":"LR","title":"x"}', 'read_only');
select throws_ok($$select test.sec('action.create', '{"plan":"LR","title":"x","expected":-1}')$$, '23514', null,
  'a negative amount does not pass its type');

-- Fourteen were made; each refusal took its number back.
select is((select max(number) - count(*)::integer from core.action where plan = 'LR'), 0, 'no number is missing');
select is((select last from core.counter where plan = 'LR' and kind = 'action'),
  (select count(*)::integer from core.action where plan = 'LR'), 'nor counted in vain');
select is((select count(*)::integer from core.journal where plan = 'LR' and method = 'action.create'
  and relation = 'action'), (select count(*)::integer from core.action where plan = 'LR'), 'nor journalled in vain');

select * from finish();
rollback;

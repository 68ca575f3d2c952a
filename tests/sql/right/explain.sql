-- SPDX-License-Identifier: MIT
-- May I, and by which rule; in the caller's language.
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(7);
select null from test.sec('action.create', '{"plan":"LR","title":"x"}');

select is(test.call('user:mem', 'right.explain', '{"object":"LR-1","method":"postpone"}', null, 'fr')
  - '{holders,plan_revision}'::text[],
  '{"object":"LR-1","method":"action.postpone","allowed":false,"role":"member","holder":null,"rule":null,
    "why":"Aucune règle ne le permet."}', 'no');
select ok(test.sec('right.explain', '{"object":"LR-1","method":"action.postpone"}')
  @> '{"allowed":true,"role":"secretary","holder":"secretary","rule":"postpone",
    "holders":["administrator","secretary","chair"]}', 'yes');
select is(test.sec('right.explain', '{"object":"LR-M1","method":"approve"}') ->> 'allowed', 'false',
  'minutes are for the chair');
select is(test.admin('right.explain', '{"object":"LR","method":"meeting.approve"}') ->> 'holder', 'administrator',
  'and for administrators');
select test.refused('user:sec', 'right.explain', '{"object":"LR-9","method":"postpone"}', 'not_found',
  '{"object":"LR-9"}');
select test.refused('user:sec', 'right.explain', '{"object":"PACA","method":"edit"}', 'not_found');
select test.refused('user:sec', 'right.explain', '{"object":"LR-1","method":"approve"}', 'bad_value',
  '{"param":"method"}', 'a verb of another kind');

select * from finish();
rollback;

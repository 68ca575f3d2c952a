-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(5);
select null from generate_series(1, 3) as n,
  test.sec('action.create', jsonb_build_object('plan', 'LR', 'title', 'Action ' || n));
select null from test.sec('action.depend', '{"action":"LR-2","on":"LR-1"}');
select test.refused('user:sec', 'action.undepend', '{"action":"LR-2","on":"LR-3"}', 'not_found', '{"param":"on"}');
select test.refused('user:mem', 'action.undepend', '{"action":"LR-2","on":"LR-1"}', 'forbidden');
select is(test.sec('action.undepend', '{"action":"LR-2","on":"LR-1"}') -> 'depends_on', '[]', 'it no longer waits');
select test.refused('user:sec', 'action.undepend', '{"action":"LR-2","on":"LR-1"}', 'not_found');
select isnt(test.sec('action.depend', '{"action":"LR-1","on":"LR-2"}'), null,
  'and the other way round is no circle now');
select * from finish();
rollback;

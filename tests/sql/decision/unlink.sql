-- SPDX-License-Identifier: MIT
begin;
\ir ../setup.sql
\ir ../stage.sql
select plan(5);
select is(test.sec('decision.unlink', '{"decision":"LR-D1","lead":"LR-L1"}') -> 'leads', '[]',
  'it does not come from there');
select is(test.sec('lead.get', '{"lead":"LR-L1"}') ->> 'state', 'open', 'which is open again');
select test.refused('user:sec', 'decision.unlink', '{"decision":"LR-D1","lead":"LR-L1"}', 'not_found',
  '{"param":"lead"}');
select test.refused('user:sec', 'decision.unlink', '{"decision":"LR-D9","lead":"LR-L1"}', 'not_found',
  '{"object":"LR-D9"}');
select test.refused('user:mem', 'decision.unlink', '{"decision":"LR-D1","lead":"LR-L1"}', 'forbidden');
select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
-- Plan B with :actions actions, the first half of them running. Every trigger runs, so that counters, journal and history are as in life; 50 actions
-- share a call and a commit.
set role copild_owner;
set search_path = core, pg_temp;
set synchronous_commit = off;
set bench.actions = :'actions';

begin;
select core.act('administrator', null, null);
select core.open_plan('B', 'action.create');
insert into core.plan (key, title, created_at, revision) values ('B', 'Banc d’essai', core.now(), 0);
insert into core.organisation (key, name, kind, created_at, revision)
select 'O-' || number, 'Organisme ' || number, 'company', core.now(), 0
from generate_series(1, 50) as number;
select count(core.acquaint('B', id, null)) from core.organisation;
insert into core.person (email, name, login, created_at, revision)
values ('bench@example.org', 'Banc', 'bench', core.now(), 0);
insert into core.member (plan, person, role, revision) select 'B', id, 'member', 0 from core.person;
insert into core.sector (plan, key, name, created_at, revision)
select 'B', 'S' || number, 'Secteur ' || number, core.now(), 0
from generate_series(1, 5) as number;
insert into core.counter (plan, kind, last) values ('B', 'action', :actions);
commit;

do $$
begin
  for batch in 0 .. current_setting('bench.actions')::integer / 50 - 1 loop
    perform core.act('administrator', null, null), core.begin_write('B', 'action.create');
    insert into core.action (plan, number, title, owner_organisation, state, progress, due_said, due_edtf, due_first,
      due_last, due_revision, first_due_said, first_due_last, created_at, closed_at, revision)
    select 'B', number, 'Réaliser la tâche ' || number, organisation.id, state, 10 * (number % 10),
      day::text, day::text, day, day, 1, day::text, day, core.now(), case when state = 'done' then core.now() end, 0
    from generate_series(batch * 50 + 1, batch * 50 + 50) as number
    join core.organisation on organisation.key = 'O-' || (1 + number % 50)
    cross join lateral (
      select (array['open', 'in_progress', 'done'])[
        case when number * 2 <= current_setting('bench.actions')::integer then 1 + number % 2 else 3 end
      ]::core.action_state as state,
        (core.now() at time zone 'Europe/Paris')::date - 60 + (number * 7919) % 365 as day) as drawn;
    insert into core.action_sector (plan, action, sector, revision)
    select 'B', number, 'S' || (1 + number % 5), 0
    from generate_series(batch * 50 + 1, batch * 50 + 50) as number;
    commit;
  end loop;
end;
$$;

reset role;
vacuum analyze;

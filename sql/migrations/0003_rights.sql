-- SPDX-License-Identifier: MIT
-- Rights: objects say with whom they are shared, organisations may have a login, persons may be deactivated, and the
-- counters are also kept by visibility (what was there before is the committee's, and needs none).

create type core.visibility as enum ('committee', 'partners', 'public');

alter table core.note add column organisation integer
  constraint note_organisation references core.organisation (id);
alter table core.note_history add column organisation integer;

do $$
declare
  name text;
begin
  foreach name in array '{action,decision,lead,indicator,note}'::text[] loop
    execute format('alter table core.%I add column visibility core.visibility not null default ''committee''', name);
    execute format('alter table core.%I add column visibility core.visibility not null default ''committee''',
      name || '_history');
    execute format('alter table core.%I alter column visibility drop default', name || '_history');
  end loop;
end;
$$;

alter table core.organisation add column login text constraint organisation_login unique;
alter table core.organisation_history add column login text;
alter table core.person add column deactivated_at timestamptz;
alter table core.person_history add column if not exists erased_at timestamptz;
alter table core.person_history add column deactivated_at timestamptz;

-- Functions that are made anew with other parameters, or gone.
drop function if exists core.begin_write(text, text, text);
drop function if exists core.note_add(text, text);
drop function if exists core.action_move(text, text, text);
drop function if exists core.may_write(text);
drop function if exists core.action_items(text, integer[]);
drop function if exists core.action_summary(core.action);
drop function if exists core.define_list(text, text[], text[]);
drop function if exists core.in_sight(text);
drop function if exists core.loose_counts(text);
drop function if exists core.status_actions(text, date, date);
drop function if exists core.tally_read(text, text, date, date);
drop function if exists core.tally_read_part(text, text, date, date);

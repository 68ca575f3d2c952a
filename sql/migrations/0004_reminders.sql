-- SPDX-License-Identifier: MIT
-- Reminders: a deadline may be a meeting, whose day may still be open; and people are called to a meeting.

alter table core.action
  add column due_meeting integer,
  add column due_moves integer not null default 0 constraint action_due_moves check (due_moves >= 0);
alter table core.action_history add column due_meeting integer, add column due_moves integer not null default 0;
alter table core.action_history alter column due_moves drop default;
alter table core.action drop constraint action_due;
alter table core.action add constraint action_due check (num_nulls(due_said, due_revision) in (0, 2)
  and (due_last is not null or due_meeting is not null) = (due_said is not null));
alter table core.action add constraint action_due_meeting foreign key (plan, due_meeting)
  references core.meeting (plan, number);

alter table core.meeting add column convened_at timestamptz;
alter table core.meeting_history add column convened_at timestamptz;

-- What has other parameters or results now: a function is replaced only by one like it.
drop function if exists core.action_items(text, integer[]);
drop function if exists core.action_summary(core.action);
drop function if exists core.define_list(text, text[], text[]);
drop function if exists core.in_sight(text);
drop function if exists core.loose_counts(text);
drop function if exists core.status_actions(text, date, date);
drop function if exists core.tally_read(text, text, date, date);
drop function if exists core.tally_read_part(text, text, date, date);

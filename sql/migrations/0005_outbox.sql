-- SPDX-License-Identifier: MIT
-- The ring takes many rows at a time, those of one person together.

drop index if exists core.reminder_due;
drop index if exists core.reminder_by_message;

-- What works on many rows now.
drop function if exists core.agenda_fall(core.agenda);
drop function if exists core.agenda_rung(core.agenda);
drop function if exists core.message_for(core.reminder);
drop function if exists core.reminder_bind(core.reminder);
drop function if exists core.reminder_fails(core.reminder);
drop function if exists core.reminder_stops(core.reminder, core.person, core.channel);
drop function if exists core.rung_fall(core.agenda, core.action, integer, date, core.told[]);

-- SPDX-License-Identifier: MIT
-- The ring takes many rows at a time, those of one person together; claims take first what one is to act on soonest, and what
-- waits already before all else; news are told once; messages are looked for by what the server said.

drop index if exists core.reminder_due;
drop index if exists core.reminder_by_message;

do $$
begin
  if to_regclass('core.message') is not null then
    alter table core.message add column act_by date;
    update core.message set act_by = (made_at at time zone 'UTC')::date;
    alter table core.message alter column act_by set not null;
    drop index core.message_due;
  end if;
end;
$$;

-- What works on many rows now, has other parameters, or answers with something else.
drop function if exists core.agenda_fall(core.agenda);
drop function if exists core.agenda_rung(core.agenda);
drop function if exists core.content_view(core.message, core.reminder, text[]);
drop function if exists core.digest_actions(integer, timestamptz, date);
drop function if exists core.message_claim(core.message, text, integer);
drop function if exists core.message_for(core.reminder);
drop function if exists core.message_page(text, integer, core.message_state, integer, bigint);
drop function if exists core.message_thaws(core.message, text);
drop function if exists core.messages_due(core.channel, integer, text[]);
drop function if exists core.notice_end(core.reminder_kind, text, text, integer, text);
drop function if exists core.notice_waiting(core.reminder_kind, text, text, integer);
drop function if exists core.outbox_claim(text, text, integer, text[], integer);
drop function if exists core.outbox_open(text);
drop function if exists core.outbox_take(text, core.channel, integer, text[], integer, boolean);
drop function if exists core.reminder_bind(core.reminder);
drop function if exists core.reminder_fails(core.reminder);
drop function if exists core.reminder_fails(core.reminder, core.visibility, text);
drop function if exists core.reminder_stops(core.reminder, core.person, core.channel);
drop function if exists core.rung_fails(core.reminder, core.visibility);
drop function if exists core.rung_fall(core.agenda, core.action, integer, date, core.told[]);
drop function if exists core.told_head(integer, text[], boolean, boolean);

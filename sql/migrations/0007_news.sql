-- SPDX-License-Identifier: MIT
-- News are told once, as they came out: helpers that went, or have other parameters.

drop function if exists core.digest_actions(integer, timestamptz, date);
drop function if exists core.notice_end(core.reminder_kind, text, text, integer, text);
drop function if exists core.notice_waiting(core.reminder_kind, text, text, integer);

-- SPDX-License-Identifier: MIT
-- The whole schema in reading order. `copild migrate` runs these files in one transaction as copild_owner; so does
-- psql, after `set role copild_owner`. Running it again is harmless: tables stay, functions are made anew.

\ir core/schema.sql
\ir core/wording.sql
\ir core/type.sql
\ir core/clock.sql
\ir core/page.sql
\ir core/revision.sql
\ir core/journal.sql
\ir core/plan.sql
\ir core/register.sql
\ir core/actor.sql
\ir core/transition.sql
\ir core/list.sql
\ir core/link.sql
\ir core/act.sql
\ir core/member.sql
\ir core/calendar.sql
\ir core/deadline.sql
\ir core/sector.sql
\ir core/committee.sql
\ir core/meeting.sql
\ir core/lead.sql
\ir core/decision.sql
\ir core/action.sql
\ir core/action_life.sql
\ir core/action_view.sql
\ir core/catalog.sql

\ir api.sql
\ir api/session/whoami.sql
\ir api/journal/list.sql
\ir api/journal/get.sql
\ir api/journal/undo.sql
\ir api/history/list.sql
\ir api/plan/create.sql
\ir api/lead/create.sql
\ir api/lead/edit.sql
\ir api/lead/drop.sql
\ir api/lead/reopen.sql
\ir api/lead/get.sql
\ir api/lead/list.sql
\ir api/decision/create.sql
\ir api/decision/edit.sql
\ir api/decision/link.sql
\ir api/decision/unlink.sql
\ir api/decision/supersede.sql
\ir api/decision/get.sql
\ir api/decision/list.sql
\ir api/action/create.sql
\ir api/action/edit.sql
\ir api/action/accept.sql
\ir api/action/start.sql
\ir api/action/progress.sql
\ir api/action/block.sql
\ir api/action/resume.sql
\ir api/action/postpone.sql
\ir api/action/done.sql
\ir api/action/cancel.sql
\ir api/action/reopen.sql
\ir api/action/depend.sql
\ir api/action/undepend.sql
\ir api/action/get.sql
\ir api/action/list.sql

\ir grants.sql

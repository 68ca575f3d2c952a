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
\ir core/act.sql
\ir core/calendar.sql
\ir core/deadline.sql
\ir core/sector.sql
\ir core/committee.sql
\ir core/catalog.sql

\ir api.sql
\ir api/session/whoami.sql
\ir api/journal/list.sql
\ir api/journal/get.sql
\ir api/journal/undo.sql
\ir api/history/list.sql
\ir api/plan/create.sql

\ir grants.sql

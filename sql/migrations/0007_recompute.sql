-- SPDX-License-Identifier: MIT
-- A reminder still to come that another calendar or hour puts into the past falls at once; one of a new rung does not.

alter table if exists core.recompute add column if not exists rungs boolean not null default false;

drop function if exists core.ladder_recompute(core.action);

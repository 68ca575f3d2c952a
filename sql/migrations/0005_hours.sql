-- SPDX-License-Identifier: MIT
-- Meetings have hours, and those who are called to one were told them; who supports an action holds a right.

alter table core.meeting
  add column starts time,
  add column ends time,
  add constraint meeting_hours check (case when starts is null then ends is null else ends is null or ends > starts end);
alter table core.meeting_history add column starts time, add column ends time;

-- These came with the fourth version's functions; an older one has neither.
alter table if exists core.convening add column starts time, add column ends time, add column zone text;
do $$
begin
  if to_regtype('core.morning') is not null then
    alter domain core.morning rename to hour;
    delete from core.wording where key = 'type.morning';
  end if;
end;
$$;

-- What has other parameters now.
drop function if exists core.told_meeting(text, integer, core.locale);

-- An enumeration cannot grow and be used in one transaction; the table is written anew by sql/rights.sql. With the type
-- goes the function that answers with it.
drop table if exists core.right;
drop type if exists core.right_holder cascade;

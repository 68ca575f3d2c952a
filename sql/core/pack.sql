-- SPDX-License-Identifier: MIT
-- The pack for a meeting: what its committee's members need to know before it. It is due a week before the day, on the
-- working day before if that is a day off, and is sent to all who see the plan whole; it says what is so when it leaves.

select core.define_enum('pack_section',
  '{{carried,"carried over","en cours"},{overdue,overdue,"en retard"},{postponed,postponed,reportées},
    {done,"newly done","faites depuis"},{decisions,"decisions without action","décisions sans action"},
    {gaps,"indicator gaps","écarts des indicateurs"}}');

-- When the pack of a meeting is due; NULL when none is: no date, held, withdrawn, past.
create or replace function core.pack_day(meeting core.meeting) returns date
language plpgsql stable
as $$
begin
  if meeting.state <> 'planned' or meeting.withdrawn or meeting.date is null
    or meeting.date < today(meeting.plan)
  then
    return null;
  end if;
  return case when is_day_off(meeting.plan, meeting.date - 7) then add_workdays(meeting.plan, meeting.date - 7, -1)
    else meeting.date - 7 end;
end;
$$;

-- Who is to have a meeting's pack: of those who see the plan whole whoever has none for about that day. One that went out
-- is not sent again because the meeting moved by less than a week; one that was kept back since the meeting went away, or
-- far, is due again once it is back.
create or replace function core.pack_lacks(meeting core.meeting) returns setof integer
language plpgsql stable
as $$
begin
  return query
  select told from whole_hearers(meeting.plan) as told
  where not exists (
    select from reminder as r
    where r.plan = meeting.plan and r.object = meeting.plan || '-M' || meeting.number and r.kind = 'pack' and r.person = told
      and abs((r.detail ->> 'date')::date - meeting.date) < 7
      and coalesce(not r.reason in ('cancelled', 'held', 'postponed'), true));
end;
$$;

-- Keeps the agenda's row for the pack as the meeting is.
create or replace function core.pack_settle(meeting core.meeting) returns void
language plpgsql
as $$
declare
  due date := pack_day(meeting);
  earliest timestamptz;
begin
  if due is null or not exists (select from pack_lacks(meeting)) then
    delete from agenda as a where a.kind = 'pack' and a.plan = meeting.plan and a.object = meeting.number;
    return;
  end if;
  earliest := greatest(morning_first(meeting.plan, due), core.now());
  update agenda as a set day = due, at = earliest
  where a.kind = 'pack' and a.plan = meeting.plan and a.object = meeting.number
    and (a.day, a.at) is distinct from (due, earliest);
  if not found and not exists (
    select from agenda as a where a.kind = 'pack' and a.plan = meeting.plan and a.object = meeting.number)
  then
    insert into agenda (kind, plan, object, day, at) values ('pack', meeting.plan, meeting.number, due, earliest);
  end if;
end;
$$;

-- A pack's day has come: a row of the ledger for each who is to have it, due at that person's morning.
create or replace function core.agenda_pack(plan text, number integer) returns void
language plpgsql
as $$
declare
  about meeting;
  due date;
begin
  select * into about from meeting as m where m.plan = agenda_pack.plan and m.number = agenda_pack.number;
  due := pack_day(about);
  if due is not null then
    perform ledger_add('pack', about.plan, about.plan || '-M' || about.number, p.id, about.revision,
      greatest(morning_at(about.plan, due, p.zone), core.now()), jsonb_build_object('date', about.date))
    from pack_lacks(about) as told join person as p on p.id = told;
  end if;
end;
$$;

-- The meeting of the same committee that was held last before this one (of any, for a meeting that is no committee's);
-- a row of NULLs where there is none.
create or replace function core.pack_before(meeting core.meeting) returns core.meeting
language plpgsql stable
as $$
declare
  before meeting;
begin
  select * into before from core.meeting as m
  where m.plan = meeting.plan and m.number <> meeting.number and m.state <> 'planned' and not m.withdrawn
    and (meeting.committee is null or m.committee = meeting.committee)
    and coalesce(m.date, '-infinity') <= coalesce(meeting.date, 'infinity')
    and (meeting.held_revision is null or m.held_revision < meeting.held_revision)
  order by m.date desc nulls last, m.held_revision desc
  limit 1;
  return before;
end;
$$;

-- The actions of a section, in the order of their deadlines: running ones that were there when the committee last met
-- and are not late; late ones; postponed ones; those done since it met.
create or replace function core.pack_actions(meeting core.meeting, section core.pack_section) returns setof core.action
language plpgsql stable
as $$
declare
  before meeting := pack_before(meeting);
  since timestamptz := coalesce(before.held_at, '-infinity');
  today date := core.today(meeting.plan);
begin
  return query
  select a.* from action as a
  where a.plan = meeting.plan and not a.withdrawn and case section
      when 'carried' then is_running(a.state) and a.created_at <= since and not is_overdue(a.state, a.due_last, today)
      when 'overdue' then is_overdue(a.state, a.due_last, today)
      when 'postponed' then is_running(a.state) and a.postponements > 0
      when 'done' then a.state = 'done' and a.closed_at > since
      else false end
  order by case when section = 'done' then a.closed_at end desc, case when section = 'postponed' then -a.postponements end,
    a.due_last nulls last, a.number;
end;
$$;

-- The indicators of a plan that are not where they are to be: not at their target, or never measured.
create or replace function core.pack_gaps(plan text) returns table (indicator core.indicator, last core.measure)
language plpgsql stable
as $$
begin
  return query
  select i, m
  from indicator as i, measure_last(i.plan, i.number) as m
  where i.plan = pack_gaps.plan and not i.withdrawn
    and (m.number is null or i.target is not null and percent_of_target(i.baseline, i.target, m.value) < 100)
  order by i.number;
end;
$$;

-- A section as methods answer it: the first fifty, and how many there are.
create or replace function core.pack_section_json(meeting core.meeting, section core.pack_section) returns json
language plpgsql stable
as $$
begin
  if section = 'decisions' then
    return json_build_object('total', coalesce((status_counts(meeting.plan) ->> 'decision.loose')::integer, 0),
      'items', loose_items(meeting.plan, 'decisions_without_action', 50));
  elsif section = 'gaps' then
    return (
      select json_build_object('total', count(*), 'items', coalesce(json_agg(json_build_object(
        'ref', gap.plan || '-I' || gap.number, 'title', gap.title, 'unit', gap.unit,
        'baseline', trim_scale(gap.baseline), 'target', trim_scale(gap.target), 'by', gap.by_last_day,
        'last', trim_scale(gap.value), 'on', gap.taken_on,
        'progress', percent_of_target(gap.baseline, gap.target, gap.value)) order by gap.number)
        filter (where gap.place <= 50), '[]'))
      from (
        select (g.indicator).*, (g.last).value, (g.last).taken_on, row_number() over (order by (g.indicator).number) as place
        from pack_gaps(meeting.plan) as g) as gap);
  end if;
  return (
    select json_build_object('total', count(*), 'items', coalesce(json_agg(
      short.summary::jsonb || jsonb_build_object('postponements', found_one.postponements,
        'first_due', found_one.first_due_last, 'closed_at', found_one.closed_at)
      order by found_one.place) filter (where found_one.place <= 50), '[]'))
    from (
      select a.number, a.postponements, a.first_due_last, a.closed_at, row_number() over () as place
      from pack_actions(meeting, section) as a) as found_one
    left join lateral action_summaries(meeting.plan, array[found_one.number], today(meeting.plan)) as short
      on found_one.place <= 50);
end;
$$;

-- SPDX-License-Identifier: MIT
-- The life of an action: its state changes, its deadline, its links.

select
  core.word('verb.accept', 'accept', 'accepter'),
  core.word('verb.start', 'start', 'commencer'),
  core.word('verb.progress', 'report progress', 'rendre compte'),
  core.word('verb.block', 'block', 'bloquer'),
  core.word('verb.resume', 'resume', 'reprendre'),
  core.word('verb.postpone', 'postpone', 'reporter'),
  core.word('verb.done', 'done', 'terminer'),
  core.word('verb.cancel', 'cancel', 'abandonner'),
  core.word('action.due_later', 'no later deadline than the present one: a later one is a postponement (postpone), with a reason',
    'une échéance qui ne soit pas plus tardive que l’actuelle : une plus tardive est un report (postpone), avec un motif'),
  core.word('action.due_earlier', 'a later deadline than the present one: an earlier one is a correction (edit)',
    'une échéance plus tardive que l’actuelle : une plus proche est une correction (edit)'),
  core.word('action.due_first', 'an action that has a deadline: a first one is given by a correction (edit)',
    'une action qui a une échéance : la première se donne par une correction (edit)');

select core.define_transitions('action',
  '{{proposed,accept,open,""},{proposed,cancel,cancelled,reason},
    {open,start,in_progress,""},{open,progress,in_progress,""},{open,done,done,""},{open,block,blocked,reason},
    {open,postpone,open,reason},{open,cancel,cancelled,reason},
    {in_progress,progress,in_progress,""},{in_progress,done,done,""},{in_progress,block,blocked,reason},
    {in_progress,postpone,in_progress,reason},{in_progress,cancel,cancelled,reason},
    {blocked,resume,in_progress,""},{blocked,progress,blocked,""},{blocked,done,done,""},
    {blocked,block,blocked,reason},{blocked,postpone,blocked,reason},{blocked,cancel,cancelled,reason},
    {done,reopen,in_progress,""},{cancelled,reopen,open,""}}');

select core.define_object('action', '');

-- Begins a change of state (method action.VERB unless it is another's part): the action with its new state, not yet written.
create or replace function core.action_move(ref text, verb text, why text default null, method text default null)
returns core.action
language plpgsql
as $$
declare
  moved action;
begin
  perform begin_write(ref, coalesce(method, 'action.' || verb), why);
  moved := action_take(ref);
  moved.state := move('action', ref, moved.state::text, verb, why);
  if moved.state <> 'blocked' then
    moved.blocked_why := null;
  end if;
  return moved;
end;
$$;

-- Writes what action_move and its like gave back, as the verb has completed it; what the caller reads of it.
create or replace function core.action_put(changed core.action) returns json
language plpgsql
as $$
begin
  update action
  set title = changed.title, text = changed.text, decision = changed.decision,
    owner_organisation = changed.owner_organisation, owner_person = changed.owner_person,
    state = changed.state, blocked_why = changed.blocked_why, cancelled_why = changed.cancelled_why,
    priority = changed.priority, progress = changed.progress,
    due_said = changed.due_said, due_edtf = changed.due_edtf, due_first = changed.due_first,
    due_last = changed.due_last, due_revision = changed.due_revision,
    due_meeting = changed.due_meeting, due_moves = changed.due_moves,
    first_due_said = changed.first_due_said, first_due_last = changed.first_due_last,
    postponements = changed.postponements,
    expected = changed.expected, secured = changed.secured, recovered = changed.recovered,
    evidence = changed.evidence, closed_at = changed.closed_at, linked = changed.linked, visibility = changed.visibility
  where action.plan = changed.plan and action.number = changed.number;
  return action_json(changed.plan, changed.number);
end;
$$;

-- The action with the deadline that was typed (`param` names it in a refusal; `said` replaces what is kept as said).
-- The first deadline follows corrections until the action is first postponed.
create or replace function core.action_due(given core.action, param text, typed text, said text default null)
returns core.action
language plpgsql
as $$
declare
  due record;
  set_one action := given;
begin
  due := due_parse(given.plan, param, typed);
  due.said := coalesce(action_due.said, due.said);
  return action_due_set(given, due.said, due.edtf, due.first_day, due.last_day, due.meeting);
end;
$$;

-- The same with a deadline that was reckoned before.
create or replace function core.action_due_set(given core.action, said text, edtf text, first_day date, last_day date,
  meeting integer) returns core.action
language plpgsql
as $$
declare
  set_one action := given;
begin
  set_one.due_said := said;
  set_one.due_edtf := edtf;
  set_one.due_first := first_day;
  set_one.due_last := last_day;
  set_one.due_meeting := meeting;
  if set_one.due_last is distinct from given.due_last or set_one.due_meeting is distinct from given.due_meeting then
    set_one.due_revision := advance(given.plan);
    set_one.due_moves := 0;
  end if;
  if set_one.postponements = 0 then
    set_one.first_due_said := set_one.due_said;
    set_one.first_due_last := set_one.due_last;
  end if;
  return set_one;
end;
$$;

-- The action with that owner, typed as people do.
create or replace function core.action_owned(given core.action, typed text) returns core.action
language plpgsql
as $$
declare
  party record := party_find('owner', typed);
  owned action := given;
begin
  owned.owner_organisation := party.organisation;
  owned.owner_person := party.person;
  perform acquaint(given.plan, party.organisation, party.person);
  return owned;
end;
$$;

-- The action without what `clear` names. A running action's deadline does not go: that would
-- be to postpone it for ever.
create or replace function core.action_cleared(given core.action, clear text[]) returns core.action
language plpgsql stable
as $$
declare
  left_over action := given;
  field text;
begin
  foreach field in array coalesce(clear, '{}') loop
    case field
      when 'text' then left_over.text := null;
      when 'owner' then left_over.owner_organisation := null; left_over.owner_person := null;
      when 'decision' then left_over.decision := null;
      when 'expected' then left_over.expected := null;
      when 'secured' then left_over.secured := null;
      when 'recovered' then left_over.recovered := null;
      when 'evidence' then left_over.evidence := null;
      when 'due' then
        if is_running(given.state) and given.due_said is not null then
          perform refuse_value('clear', 'action.due_later');
        end if;
        left_over.due_said := null; left_over.due_edtf := null; left_over.due_revision := null;
        left_over.due_first := null; left_over.due_last := null; left_over.due_meeting := null;
        left_over.due_moves := 0;
      else null;  -- lists: action_relinked
    end case;
  end loop;
  return left_over;
end;
$$;

-- The action with its deadline corrected: set where there was none, else moved to an earlier day, or said otherwise.
create or replace function core.action_due_corrected(given core.action, due text, said text) returns core.action
language plpgsql
as $$
declare
  corrected action := given;
begin
  if due is null and said is null then
    return given;
  elsif due is null and given.due_said is not null then
    corrected.due_said := said;
    return corrected;
  end if;
  corrected := action_due(given, case when due is null then 'said' else 'due' end, coalesce(due, said), said);
  if is_running(given.state) and coalesce(corrected.due_last, 'infinity') > given.due_last then
    perform refuse_value('due', 'action.due_later');
  end if;
  return corrected;
end;
$$;

-- Makes the supports of an action exactly those typed; true if that changed anything.
create or replace function core.action_supported(plan text, number integer, typed text[]) returns boolean
language plpgsql
as $$
declare
  name text;
  party record;
  organisations integer[] := '{}';
  persons integer[] := '{}';
  removed bigint;
  added bigint;
begin
  foreach name in array coalesce(typed, '{}') loop
    party := party_find('supports', name);
    organisations := organisations || party.organisation;
    persons := persons || party.person;
    perform acquaint(plan, party.organisation, party.person);
  end loop;
  delete from action_support as link
  where link.plan = action_supported.plan and link.action = action_supported.number
    and not exists (
      select from unnest(organisations, persons) as wanted (organisation, person)
      where (wanted.organisation, wanted.person) is not distinct from (link.organisation, link.person));
  get diagnostics removed = row_count;
  insert into action_support (plan, action, organisation, person)
  select distinct action_supported.plan, action_supported.number, wanted.organisation, wanted.person
  from unnest(organisations, persons) as wanted (organisation, person)
  where not exists (
    select from action_support as link
    where link.plan = action_supported.plan and link.action = action_supported.number
      and (wanted.organisation, wanted.person) is not distinct from (link.organisation, link.person));
  get diagnostics added = row_count;
  return removed + added > 0;
end;
$$;

-- Replaces the sets that are given or cleared; true if that changed anything.
create or replace function core.action_relinked(action core.action, supports text[], sectors text[],
  indicators text[], clear text[]) returns boolean
language plpgsql
as $$
declare
  emptied text[] := coalesce(clear, '{}');
  changed boolean := false;
begin
  if supports is not null or 'supports' = any (emptied) then
    changed := action_supported(action.plan, action.number, supports);
  end if;
  if sectors is not null or 'sectors' = any (emptied) then
    changed := replace_links('action', action.plan, action.number, 'sector',
      sectors_known(action.plan, 'sectors', sectors)) or changed;
  end if;
  if indicators is not null or 'indicators' = any (emptied) then
    changed := replace_links('action', action.plan, action.number, 'indicator',
      link_numbers('indicator', action.plan, 'indicators', indicators)) or changed;
  end if;
  return changed;
end;
$$;

-- Refuses that an action depend on another if that closed a circle, and tells the way round.
create or replace function core.depend_check(plan text, action integer, depends_on integer) returns void
language plpgsql stable
as $$
declare
  before_it integer[];  -- all that lead back to the action
  step integer := depends_on;
  path text[] := array[plan || '-' || action];
begin
  -- Each action once, so that the work is bounded by the dependencies there are, however they branch.
  with recursive back (number) as (
    select depend_check.action
    union
    select link.action
    from back join action_dependency as link on link.plan = depend_check.plan and link.depends_on = back.number
  )
  select array_agg(back.number) into before_it from back;
  if not step = any (before_it) then
    return;
  end if;
  while step <> action loop
    path := path || (plan || '-' || step);
    select min(link.depends_on) into strict step from action_dependency as link
    where link.plan = depend_check.plan and link.action = step and link.depends_on = any (before_it);
  end loop;
  path := path || path[1];
  perform refuse('cycle', jsonb_build_object('path', to_jsonb(path), 'path_text', array_to_string(path, ' → ')));
end;
$$;

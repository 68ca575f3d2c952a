-- SPDX-License-Identifier: MIT
create function api.journal_undo(plan core.plan_key default null) returns json
language plpgsql
as $$
declare
  place text := plan;
  undone bigint;
  change journal;
begin
  if place is null then
    select p.key into place
    from plan as p
    join journal on journal.plan = p.key and journal.revision = last_own_act(p.key) and part = 1
    order by recorded_at desc, p.key
    limit 1;
  end if;
  if place is null then
    perform refuse('nothing_to_undo');
  end if;
  perform begin_write(place, 'journal.undo');
  undone := last_own_act(place);
  if undone is null then
    perform refuse('nothing_to_undo', jsonb_build_object('object', place));
  end if;
  -- What one may no longer do, one may no longer take back.
  select * into strict change from journal where journal.plan = place and journal.revision = undone and part = 1;
  perform allow(change.method, case when may(change.method, place) then place else change.object end);
  perform set_config('copild.undoes', undone::text, true);
  for change in
    select * from journal where journal.plan = place and journal.revision = undone order by part desc
  loop
    perform undo_change(change);
  end loop;
  return json_build_object('undone', act_json(place, undone), 'plan', place, 'plan_revision', revision_of(place));
end;
$$;

comment on function api.journal_undo is $$Takes back the caller's own last act by a new act.

What the act made is withdrawn (its reference is not given again), what it changed or removed is as before. Acts
that were undone already, and undoings, are passed over, so that undoing again takes back the act before. Refused
when somebody has changed the same object since.

plan: the plan to undo in; the one where the caller acted last unless given
Returns: the act that was undone, and the plan's new revision
Errors: nothing_to_undo, not_undoable, not_found, forbidden$$;

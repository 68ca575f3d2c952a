-- SPDX-License-Identifier: MIT
create function api.chain_get(object core.object_ref) returns json
language plpgsql stable cost 10000
as $$
declare
  about record := object_parse(object);
  summary json := object_get(object);
  target note;
  chain record;
begin
  if about.kind = 'note' then
    target := note_get(object);
    about.kind := target.about;
    about.number := target.about_number;
  end if;
  chain := chain_find(about.plan, about.kind, about.number);
  return json_build_object('object', summary,
    'meetings', coalesce((
      select json_agg(meeting_summary(m) order by m.number)
      from meeting as m where m.plan = about.plan and m.number = any (chain.meetings)), '[]'),
    'leads', coalesce((
      select json_agg(json_build_object('ref', l.plan || '-L' || l.number, 'title', l.title,
        'state', lead_state_of(l), 'meeting', case when l.meeting is not null then l.plan || '-M' || l.meeting end)
        order by l.number)
      from lead as l where l.plan = about.plan and l.number = any (chain.leads)), '[]'),
    'decisions', chain_decisions(about.plan, chain.decisions),
    'actions', chain_actions(about.plan, chain.actions),
    'indicators', chain_indicators(about.plan, chain.indicators),
    'notes', chain_notes(about.plan, chain.meetings, chain.leads, chain.decisions, chain.actions,
      chain.indicators),
    'plan_revision', revision_of(about.plan));
end;
$$;

comment on function api.chain_get is $$Shows all that an object came from and all that came of it.

Meetings raise leads and take decisions, decisions come from leads, actions serve decisions, indicators are fed by
actions: from any of them every link is followed both ways. The object itself stands in its list too. For an action, what
it depends on and what needs it; for a decision, all that it supersedes and all that supersede it. At most 200 of each.

object: the reference of an action, decision, lead, meeting, indicator or note
Returns: object, meetings, leads, decisions, actions, indicators with their last measures, notes, plan_revision
Errors: not_found$$;

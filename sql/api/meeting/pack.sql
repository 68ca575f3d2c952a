-- SPDX-License-Identifier: MIT
create function api.meeting_pack(meeting core.meeting_ref) returns json
language plpgsql stable
cost 10000
as $$
declare
  about meeting := meeting_get(meeting);
  before meeting := pack_before(about);
begin
  return json_build_object('meeting', meeting_summary(about), 'since', meeting_summary(before),
    'carried', pack_section_json(about, 'carried'), 'overdue', pack_section_json(about, 'overdue'),
    'postponed', pack_section_json(about, 'postponed'), 'done', pack_section_json(about, 'done'),
    'decisions', pack_section_json(about, 'decisions'), 'gaps', pack_section_json(about, 'gaps'),
    'plan_revision', revision_of(about.plan));
end;
$$;

comment on function api.meeting_pack is $$Shows what a committee needs to know before it meets, as it is now.

It is sent a week before the meeting to all who see the plan whole.

meeting: the meeting's reference
Returns: meeting, since (the committee's meeting that was held last, or null), and six sections, each with total and the
  first fifty items: carried (running actions that were there then and are not late), overdue, postponed (running, those
  postponed most often first), done (since then), decisions (without action), gaps (indicators not at their target or
  never measured); plan_revision
Errors: not_found$$;

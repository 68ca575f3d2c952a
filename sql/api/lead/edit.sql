-- SPDX-License-Identifier: MIT
create function api.lead_edit(
  lead core.lead_ref,
  title core.title default null,
  text core.prose default null,
  source core.prose default null,
  sectors core.key[] default null,
  meeting core.meeting_ref default null,
  clear text[] default null,
  visibility core.visibility default null
) returns json
language plpgsql
as $$
declare
  edited lead;
  emptied text[] := coalesce(clear, '{}');
  relinked boolean := false;
begin
  perform begin_write(lead, 'lead.edit');
  perform clear_known(clear, '{text,source,sectors,meeting}');
  edited := lead_take(lead);
  if sectors is not null or 'sectors' = any (emptied) then
    relinked := replace_links('lead', edited.plan, edited.number, 'sector',
      sectors_known(edited.plan, 'sectors', sectors));
  end if;
  update lead as l
  set visibility = coalesce(lead_edit.visibility, l.visibility),
    title = coalesce(lead_edit.title, l.title),
    text = coalesce(lead_edit.text, case when not 'text' = any (emptied) then l.text end),
    source = coalesce(lead_edit.source, case when not 'source' = any (emptied) then l.source end),
    meeting = coalesce(link_number('meeting', l.plan, 'meeting', lead_edit.meeting),
      case when not 'meeting' = any (emptied) then l.meeting end),
    linked = case when relinked then advance(l.plan) else l.linked end
  where l.plan = edited.plan and l.number = edited.number
  returning l.* into edited;
  return lead_json(edited);
end;
$$;

comment on function api.lead_edit is $$Corrects or completes a lead.

The list of sectors replaces what was there.

lead: the lead's reference
title: the idea in one line
text: what is to be known about it
source: who or what raised it
sectors: the keys of the sectors that it concerns
meeting: the meeting where it was raised
clear: names of fields to empty: text, source, sectors, meeting
visibility: who sees it: committee, partners or public
Returns: the lead
Errors: not_found, bad_value, moved_on, forbidden$$;

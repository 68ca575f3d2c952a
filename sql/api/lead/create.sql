-- SPDX-License-Identifier: MIT
create function api.lead_create(
  plan core.plan_key,
  title core.title,
  text core.prose default null,
  meeting core.meeting_ref default null,
  source core.prose default null,
  sectors core.key[] default null,
  visibility core.visibility default null
) returns json
language plpgsql
as $$
declare
  made lead;
begin
  perform begin_write(plan, 'lead.create');
  insert into lead (plan, number, title, text, meeting, source, visibility, created_at)
  values (plan, next_number(plan, 'lead'), title, text, link_number('meeting', plan, 'meeting', meeting), source,
    coalesce(lead_create.visibility, 'committee'), core.now())
  returning * into made;
  perform replace_links('lead', plan, made.number, 'sector', sectors_known(plan, 'sectors', sectors));
  return lead_json(made);
end;
$$;

comment on function api.lead_create is $$Notes a lead: an idea raised that is not yet decided.

plan: the plan's key
title: the idea in one line
text: what is to be known about it
meeting: the meeting where it was raised
source: who or what raised it
sectors: the keys of the sectors that it concerns
visibility: who sees it: the committee (as unless given), its partners too, or the observers too
Returns: the lead
Errors: not_found, bad_value, forbidden$$;

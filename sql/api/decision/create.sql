-- SPDX-License-Identifier: MIT
create function api.decision_create(
  plan core.plan_key,
  title core.title,
  text core.prose default null,
  meeting core.meeting_ref default null,
  leads core.lead_ref[] default null,
  supersedes core.decision_ref default null,
  sectors core.key[] default null,
  visibility core.visibility default null
) returns json
language plpgsql
as $$
declare
  made decision;
begin
  perform begin_write(plan, 'decision.create');
  insert into decision (plan, number, title, text, meeting, visibility, created_at)
  values (plan, next_number(plan, 'decision'), title, text, link_number('meeting', plan, 'meeting', meeting),
    coalesce(decision_create.visibility, 'committee'), core.now())
  returning * into made;
  perform decision_from(plan, made.number, 'leads', leads);
  perform replace_links('decision', plan, made.number, 'sector', sectors_known(plan, 'sectors', sectors));
  if supersedes is not null then
    perform link_number('decision', plan, 'supersedes', supersedes);
    perform decision_supersede(decision_get(supersedes), made.number);
  end if;
  return decision_json(made);
end;
$$;

comment on function api.decision_create is $$Notes a decision.

plan: the plan's key
title: what was decided, in one line
text: what is to be known about it
meeting: the meeting that decided it
leads: the leads that it comes from
supersedes: the decision that it takes the place of
sectors: the keys of the sectors that it concerns
visibility: who sees it: the committee (as unless given), its partners too, or the observers too
Returns: the decision
Errors: not_found, wrong_state, bad_value, forbidden$$;

-- SPDX-License-Identifier: MIT
create function api.action_create(
  plan core.plan_key,
  title core.title,
  text core.prose default null,
  decision core.decision_ref default null,
  owner core.party default null,
  supports core.party[] default null,
  due core.deadline default null,
  said core.deadline default null,
  priority core.priority default null,
  sectors core.key[] default null,
  expected core.euros default null,
  indicators core.indicator_ref[] default null,
  state core.action_beginning default null,
  visibility core.visibility default null
) returns json
language plpgsql
as $$
declare
  made action;
begin
  perform begin_write(plan, 'action.create');
  made.plan := plan;
  made.title := title;
  made.text := text;
  made.decision := link_number('decision', plan, 'decision', decision);
  made.priority := coalesce(priority, 'normal');
  made.expected := expected;
  made.state := coalesce(state::text, 'open');
  made.postponements := 0;
  made.due_moves := 0;
  if owner is not null then
    made := action_owned(made, owner);
  end if;
  if due is not null then
    made := action_due(made, 'due', due, said);
  elsif said is not null then
    made := action_due(made, 'said', said, said);
  end if;

  insert into action (plan, number, title, text, decision, owner_organisation, owner_person, state, priority,
    due_said, due_edtf, due_first, due_last, due_revision, first_due_said, first_due_last, expected,
    visibility, due_meeting, created_at)
  values (made.plan, next_number(plan, 'action'), made.title, made.text, made.decision, made.owner_organisation,
    made.owner_person, made.state, made.priority, made.due_said, made.due_edtf, made.due_first, made.due_last,
    made.due_revision, made.first_due_said, made.first_due_last, made.expected,
    coalesce(action_create.visibility, 'committee'), made.due_meeting, core.now())
  returning * into made;
  perform action_relinked(made, supports, sectors, indicators, null);
  return action_json(plan, made.number);
end;
$$;

comment on function api.action_create is $$Notes an action: what someone must do by a deadline because of a decision.

plan: the plan's key
title: what is to be done, in one line
text: what is to be known about it
decision: the decision that it comes from
owner: who answers for it: an organisation or a person
supports: who helps
due: the deadline as people say it; its last day is reckoned. A meeting ("prochain COPIL", LR-M3) is followed when it moves
said: what to keep as said, when it is not what is given as due
priority: normal unless given
sectors: the keys of the sectors that it concerns
expected: the value expected of it, in euros
indicators: the indicators that it feeds
state: open unless it is only proposed
visibility: who sees it: the committee (as unless given), its partners too, or the observers too
Returns: the action
Errors: not_found, ambiguous, bad_value, forbidden$$;

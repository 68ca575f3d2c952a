-- SPDX-License-Identifier: MIT
-- The one table of state changes: which verb leads from which state to which, and whether it needs a reason. A verb
-- is a method's (action.done); each aggregate's file fills in its own rows.

create table if not exists core.transition (
  aggregate text not null,
  state text not null,
  verb text not null,
  becomes text not null,
  reason boolean not null,   -- a reason must be given
  place integer not null,    -- the order in which people are told what is possible
  constraint transition_pkey primary key (aggregate, state, verb)
);

select core.word('verb.none', 'nothing', 'rien');

-- Sets an aggregate's rows anew, each {state, verb, becomes, "reason" or ""}.
create or replace function core.define_transitions(aggregate text, rows text[]) returns void
language plpgsql
as $$
declare
  line text[];
  place integer := 0;
begin
  delete from core.transition as old where old.aggregate = define_transitions.aggregate;
  foreach line slice 1 in array rows loop
    place := place + 1;
    insert into core.transition values (aggregate, line[1], line[2], line[3], line[4] = 'reason', place);
  end loop;
end;
$$;

-- True for a text that says something.
create or replace function core.says_something(words text) returns boolean
language sql immutable parallel safe
as $$ select coalesce(words ~ E'[^[:space:]\u00a0\u202f\u200b]', false) $$;

-- The state to which a verb brings an object that is in `state`. Refuses a verb that is not possible there, saying
-- which are (wrong_state), and one whose reason is missing.
create or replace function core.move(aggregate text, object text, state text, verb text, why text default null)
returns text
language plpgsql stable
as $$
declare
  step transition;
  verbs text[];
begin
  select * into step from transition as t
  where t.aggregate = move.aggregate and t.state = move.state and t.verb = move.verb;
  if not found then
    verbs := array(
      select t.verb from transition as t
      where t.aggregate = move.aggregate and t.state = move.state
      order by t.place);
    perform refuse('wrong_state', jsonb_build_object('object', object, 'state', state,
      'state_label', say(aggregate || '_state.' || state), 'possible', to_jsonb(verbs),
      'possible_labels', coalesce(
        (select string_agg(say('verb.' || v), ', ') from unnest(verbs) as v), say('verb.none'))));
  end if;
  if step.reason and not says_something(why) then
    perform refuse('reason_missing', jsonb_build_object('object', object, 'param', 'why'));
  end if;
  return step.becomes;
end;
$$;

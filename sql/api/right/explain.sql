-- SPDX-License-Identifier: MIT
create function api.right_explain(object core.place_ref, method core.method_name) returns json
language plpgsql stable
as $$
declare
  home text := split_part(object, '-', 1);
  meant text := method_meant(object, method);
  as_what right_holder;
begin
  if object like '%-%' then
    perform object_get(object);
  else
    perform plan_get(object);
  end if;
  as_what := holding(meant, object);
  return json_build_object('object', object, 'method', meant, 'allowed', as_what is not null,
    'role', role_in(home), 'holder', as_what,
    'rule', (select held.rule from core.right as held where held.method = meant and held.holder = as_what),
    'why', say('rule.' || coalesce((
      select held.rule from core.right as held
      where held.method = meant and held.holder = as_what), 'none')),
    'holders', coalesce((
      select json_agg(held.holder order by held.holder) from core.right as held where held.method = meant), '[]'),
    'plan_revision', revision_of(home));
end;
$$;

comment on function api.right_explain is $$Says whether the caller may do something to an object, and by which rule.

The rules are those of docs/rights.md. What the method itself asks for besides, such as a state, is not looked at.

object: a reference, such as LR-12, or a plan's key
method: the method, such as action.postpone; its verb alone is one of the object's kind
Returns: object, method, allowed, role (the caller's in the plan), holder (as what the caller may), rule and why (its
  sentence), holders (all who may), plan_revision
Errors: not_found, bad_value$$;

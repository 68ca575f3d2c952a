-- SPDX-License-Identifier: MIT
create function api.plan_loose(plan core.plan_key) returns json
language plpgsql stable cost 10000
as $$
begin
  perform plan_get(plan);
  return (
    select json_object_agg(part.name, part.value order by part.place)
    from (
      select kind as name, place, loose_items(plan, kind, 100) as value from loose_kind
      union all
      select * from (values
        ('plan', 0, to_json(plan::text)),
        ('counts', 1000, loose_counts(plan, tally_total(plan, null, null), status_counts(plan))),
        ('plan_revision', 1001, to_json(revision_of(plan)))) as rest (name, place, value)) as part);
end;
$$;

comment on function api.plan_loose is $$Shows what hangs loose in a plan, so that nothing that was said is forgotten.

Leads without a decision; decisions in force without an action that stands (a cancelled one does not count); actions,
neither done nor cancelled, without owner, deadline or decision; indicators without a measure; meetings held without
minutes. Of each kind the first hundred by number.

plan: the plan's key
Returns: for each kind the list of {ref, title}; counts: how many there are of each in all; plan_revision
Errors: not_found$$;

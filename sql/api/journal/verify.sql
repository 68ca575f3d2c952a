-- SPDX-License-Identifier: MIT
create function api.journal_verify(
  plan core.plan_key default null,
  "from" bigint default null,
  "to" bigint default null
) returns json
language plpgsql stable
cost 10000
as $$
declare
  place text := '';
  checked record;
begin
  if plan is not null then
    place := (plan_get(plan)).key;
  elsif not administrator() then
    perform refuse('forbidden');
  end if;
  select * into checked
  from journal_check(place, greatest("from", 1), coalesce("to", 9223372036854775807));
  return json_build_object('plan', nullif(place, ''), 'ok', checked.broken is null, 'rows', checked.rows,
    'first_broken', checked.broken, 'revision', checked.reached, 'head', fingerprint(checked.head));
end;
$$;

comment on function api.journal_verify is $$Checks that a plan's journal is as it was written: no row changed, missing or inserted.

Each row carries a hash of itself and of the row before it, and the plan knows the last one. `first_broken` names the
first row that is wrong: `what` is "changed" (it is not what its hash, or the one before it, says), "missing" or
"inserted". To check a printed status, ask up to its revision and compare `head` with its fingerprint. The register of
organisations and persons has a journal of its own, which administrators check by naming no plan.

plan: the plan's key; the register unless given
from: the first revision to check; 1 unless given
to: the last revision to check; the plan's last unless given
Returns: ok, rows (how many were read), first_broken (revision, part, what) or null, revision (the last one read), and
head, its fingerprint
Errors: not_found, forbidden$$;

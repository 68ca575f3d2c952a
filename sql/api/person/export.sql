-- SPDX-License-Identifier: MIT
create function api.person_export(person core.party) returns json
language plpgsql stable
cost 10000
as $$
begin
  return person_dossier((person_find('person', person)).id);
end;
$$;

comment on function api.person_export is $$Shows all that is known of a person, in every plan.

For administrators and for oneself. Objects are named by their references, and acts by their revisions; journal.get
tells the rest to those who see the plan. What others wrote into titles, texts and notes is not searched for names.

person: the address, or the beginning of a name
Returns: person, history (its earlier versions), contact_of, memberships, known_in, owns, supports, notes, attendance,
preference, webhooks, acknowledged (actions), asked (requests for more time), answered (those of others), acts,
and witnessed: what journal.refusals and journal.reads tell of it
Errors: not_found, ambiguous, forbidden$$;

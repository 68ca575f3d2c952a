-- SPDX-License-Identifier: MIT
create function api.webhook_create(
  url core.webhook_url,
  organisation core.party default null,
  person core.party default null
) returns json
language plpgsql
as $$
declare
  made webhook;
begin
  perform begin_write('', 'webhook.create');
  if num_nonnulls(organisation, person) > 1 then
    perform refuse_value('person', 'webhook.owner');
  end if;
  made.organisation := (organisation_find('organisation', organisation)).id;
  made.person := case when organisation is null then
    coalesce((person_find('person', person)).id, own_person()) end;
  if num_nonnulls(made.organisation, made.person) = 0 then
    perform refuse_value('person', 'webhook.owner');
  elsif not (administrator() or is_self(made.person)
    or made.organisation is not null and answers_for(made.organisation))
  then
    perform refuse('forbidden');
  end if;
  perform webhook_checked(url);
  insert into webhook (organisation, person, url, created_at)
  values (made.organisation, made.person, url, core.now())
  returning * into made;
  return webhook_json(made);
end;
$$;

comment on function api.webhook_create is $$Notes the address of a program that is to be told what a person, or an organisation's contact, would be told.

For oneself, for the contact of an organisation, and for administrators. It is used in the place of mail once that
person's channel is webhook (preference.edit): the person's own newest, or, for who has none, that of an organisation
whose contact the person is. What is signed and how is told in protocol.md; the secret is printed by "copild webhook-secret NUMBER" on the server.

url: where to send: https, no user name, no password
organisation: whose it is, where it is an organisation's
person: whose it is, where it is a person's; oneself unless given
Returns: webhook (its number), party, told, used, url, state, why, generation, overlap_until, created_at, revision
Errors: not_found, ambiguous, bad_value, forbidden, read_only$$;

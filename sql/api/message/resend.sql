-- SPDX-License-Identifier: MIT
create function api.message_resend(
  plan core.plan_key default null,
  person core.party default null,
  channel core.channel default null,
  search core.search_words default null,
  since date default null
) returns json
language plpgsql
as $$
begin
  perform begin_write('', 'message.resend');
  if plan is not null then
    perform plan_get(plan);
  end if;
  return core.message_resend(plan, (person_find('person', person)).id, channel, search, since);
end;
$$;

comment on function api.message_resend is $$Has all messages tried again that were given up, as message.retry does with one.

After a relay that refused everything for a day, for instance. For administrators, and for secretaries of a plan that
they are about. A thousand at most are tried again in one call.

plan: those about that plan
person: those to that person
channel: mail or webhook
search: those to which the server last answered with these words, such as 550
since: those given up on that day or later; in the last seven days unless given
Returns: resent (how many), left (how many more there are), since
Errors: not_found, ambiguous, bad_value, forbidden, read_only$$;

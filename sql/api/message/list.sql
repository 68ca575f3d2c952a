-- SPDX-License-Identifier: MIT
create function api.message_list(
  plan core.plan_key default null,
  person core.party default null,
  state core.message_state default null,
  channel core.channel default null,
  search core.search_words default null,
  "limit" core.page_limit default null,
  cursor core.page_cursor default null
) returns json
language plpgsql stable
as $$
begin
  if plan is not null then
    perform plan_get(plan);
  end if;
  return message_page(plan, (person_find('person', person)).id, state, channel, search, page_size("limit"),
    (cursor_numbers(cursor, 1))[1]);
end;
$$;

comment on function api.message_list is $$Lists what was sent, is to be sent or could not be, the latest first.

One's own messages; for secretaries those that are about a plan of theirs as well, for administrators all.

plan: those about that plan
person: those to that person
state: waiting, busy, sent, failed, void (nothing left to say) or cancelled
channel: mail or webhook
search: those to which the server last answered with these words, such as 550
limit: how many at most; 50 unless given
cursor: the "next" of the page before
Returns: items, each with message (its number), person, channel, shape, plans, state, attempts, code, text and instants; next
Errors: not_found, ambiguous, bad_value$$;

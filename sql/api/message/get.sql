-- SPDX-License-Identifier: MIT
create function api.message_get(message core.message_id) returns json
language plpgsql stable
as $$
begin
  return message_json(core.message_get(message), true)::json;
end;
$$;

comment on function api.message_get is $$Tells a message whole: what became of it, why it was made, and what it says.

What it says is told once it is fixed, which it is from its first attempt on, and to those alone who see all plans that it
is about whole, to whom it is for, and to administrators.

message: its number
Returns: message, uid, person, channel, shape, plans, state, next_at, attempts, ambiguous (attempts that may have arrived),
  code and text (the server's last answer), reminders (why it was made), content, and instants
Errors: not_found, bad_value$$;

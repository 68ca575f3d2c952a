-- SPDX-License-Identifier: MIT
create function api.message_cancel(message core.message_id, why core.prose default null) returns json
language plpgsql
as $$
begin
  perform begin_write('', 'message.cancel', why);
  perform core.message_get(message);
  perform message_act(message, 'cancel', why);
  return message_json(core.message_get(message))::json;
end;
$$;

comment on function api.message_cancel is $$Cancels a message that has not left.

For administrators, and for those who are secretary of all plans that it is about. What it was to say is noted as not
sent; later reminders are made all the same.

message: its number
why: the reason, if any
Returns: the message, as in message.list
Errors: not_found, wrong_state, bad_value, forbidden, read_only$$;

-- SPDX-License-Identifier: MIT
create function api.message_retry(message core.message_id) returns json
language plpgsql
as $$
begin
  perform begin_write('', 'message.retry');
  perform core.message_get(message);
  perform message_act(message, 'retry', null);
  return message_json(core.message_get(message))::json;
end;
$$;

comment on function api.message_retry is $$Has a message tried again, from now on and as often as a new one.

For administrators, and for secretaries of a plan that it is about. An address that was refused is trusted again. A message
of which something may have left stays as it was; any other says what holds when it leaves.

message: its number
Returns: the message, as in message.list
Errors: not_found, wrong_state, bad_value, forbidden, read_only$$;

-- SPDX-License-Identifier: MIT
create function api.webhook_test(webhook core.webhook_id) returns json
language plpgsql
as $$
declare
  tried webhook;
begin
  perform begin_write('', 'webhook.test');
  tried := webhook_take(webhook);
  return json_build_object('webhook', tried.id, 'message', webhook_try(tried.id), 'state', tried.state);
end;
$$;

comment on function api.webhook_test is $$Sends a webhook a message of type webhook.test, to see whether it arrives and its signature is understood.

message.get tells what came of it.

webhook: its number
Returns: webhook, message (its number), state
Errors: not_found, bad_value, forbidden, read_only$$;

-- SPDX-License-Identifier: MIT
create function api.webhook_remove(webhook core.webhook_id) returns json
language plpgsql
as $$
declare
  gone webhook;
begin
  perform begin_write('', 'webhook.remove');
  gone := webhook_take(webhook);
  update webhook as w set removed = true where w.id = gone.id returning w.* into gone;
  return json_build_object('webhook', gone.id, 'removed', true, 'revision', gone.revision);
end;
$$;

comment on function api.webhook_remove is $$Removes a webhook: nothing is sent there any more.

What is under way may still arrive; what may have arrived before, and waits to be tried again, is cancelled, and the
secretaries are told that it could not be delivered. A person whose channel it was gets mail again, also what waits.

webhook: its number
Returns: webhook, removed, revision
Errors: not_found, forbidden, read_only$$;

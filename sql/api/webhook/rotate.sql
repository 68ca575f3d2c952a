-- SPDX-License-Identifier: MIT
create function api.webhook_rotate(webhook core.webhook_id) returns json
language plpgsql
as $$
declare
  rotated webhook;
begin
  perform begin_write('', 'webhook.rotate');
  rotated := webhook_take(webhook);
  update webhook as w
  set generation = w.generation + 1, rotated_at = core.now(), state = 'active', disabled_why = null
  where w.id = rotated.id
  returning w.* into rotated;
  return webhook_json(rotated);
end;
$$;

comment on function api.webhook_rotate is $$Gives a webhook a new secret, and makes it active again if it was disabled.

For a day both secrets sign, the new one first. The new one is printed by "copild webhook-secret NUMBER" on the server.

webhook: its number
Returns: webhook (its number), party, told, used, url, state, why, generation, overlap_until, created_at, revision
Errors: not_found, forbidden, read_only$$;

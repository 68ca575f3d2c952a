-- SPDX-License-Identifier: MIT
create function api.delivery_status() returns json
language plpgsql stable
as $$
begin
  return delivery_json();
end;
$$;

comment on function api.delivery_status is $$Says whether deliveries are held, how many messages wait, left or were given up, and why.

For administrators and secretaries.

Returns: held, held_by (switch: a person; clock: the daemon, whose clock jumped), why, held_at, waiting, ready, busy, oldest,
  next_try (when the first of those that wait is tried), sent and failed (in seven days), last_sent, to_come (the earliest
  instant at which another reminder, digest or pack can be sent), trouble: what goes wrong with messages that the caller may
  read, at most ten of state (waiting: put off; failed: given up in seven days), channel, host, messages (how many), since,
  next_at, code and text (what the server said)
Errors: forbidden$$;

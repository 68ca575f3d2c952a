-- SPDX-License-Identifier: MIT
create function api.delivery_status() returns json
language plpgsql stable
as $$
begin
  return delivery_json();
end;
$$;

comment on function api.delivery_status is $$Says whether deliveries are held, and how many messages wait, left or failed.

For administrators and secretaries.

Returns: held, held_by (switch: a person; clock: the daemon, whose clock jumped), why, held_at, waiting, ready, busy, oldest,
  sent and failed (of the last seven days), to_come (when the next reminder may fall due)
Errors: forbidden$$;

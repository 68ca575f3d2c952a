-- SPDX-License-Identifier: MIT
create function api.delivery_release() returns json
language plpgsql
as $$
begin
  perform begin_write('', 'delivery.release');
  perform delivery_switch(false, null);
  return delivery_json();
end;
$$;

comment on function api.delivery_release is $$Lets deliveries go on that were held.

For administrators. What waits is looked at again before it leaves: of several reminders of one action the latest alone.

Returns: as delivery.status
Errors: forbidden, read_only$$;

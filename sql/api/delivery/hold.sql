-- SPDX-License-Identifier: MIT
create function api.delivery_hold(why core.prose) returns json
language plpgsql
as $$
begin
  perform begin_write('', 'delivery.hold', why);
  if not says_something(why) then
    perform refuse('reason_missing', '{"object":"delivery","param":"why"}');
  end if;
  perform delivery_switch(true, why);
  return delivery_json();
end;
$$;

comment on function api.delivery_hold is $$Holds all deliveries, of all plans, until they are released.

For administrators. Reminders fall due meanwhile and wait; what is being sent at this moment still leaves.

why: the reason, which delivery.status tells
Returns: as delivery.status
Errors: reason_missing, forbidden, read_only, bad_value$$;

-- SPDX-License-Identifier: MIT
create function api.meeting_get(meeting core.meeting_ref) returns json
language plpgsql stable
as $$
begin
  return meeting_json(meeting_get(meeting));
end;
$$;

comment on function api.meeting_get is $$Shows a meeting with its minutes and who was there.

meeting: the meeting's reference
Returns: the meeting
Errors: not_found$$;

-- SPDX-License-Identifier: MIT
create function api.note_get(note core.note_ref) returns json
language plpgsql stable
as $$
begin
  return note_json(note_get(note));
end;
$$;

comment on function api.note_get is $$Shows a note.

note: the note's reference
Returns: the note
Errors: not_found$$;

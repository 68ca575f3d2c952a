-- SPDX-License-Identifier: MIT
create function api.note_create(
  object core.object_ref,
  text core.prose,
  visibility core.visibility default null
) returns json
language plpgsql
as $$
declare
  made text;
begin
  perform begin_write(object, 'note.create');
  perform check_revision(object, (object_get(object) ->> 'revision')::bigint);
  made := note_add(object, text, visibility);
  return note_json(note_get(made));
end;
$$;

comment on function api.note_create is $$Adds a note to an object of a plan, such as a progress report on an action.

object: the reference of an action, decision, lead, meeting or indicator
text: the note
visibility: who sees it of those who see the object: the committee (as unless given) and its author, its partners too,
  or the observers too
Returns: the note
Errors: not_found, bad_value, moved_on, forbidden$$;

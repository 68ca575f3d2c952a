-- SPDX-License-Identifier: MIT
create function api.note_edit(
  note core.note_ref,
  text core.prose default null,
  visibility core.visibility default null
) returns json
language plpgsql
as $$
declare
  edited note;
begin
  perform begin_write(note, 'note.edit');
  edited := note_take(note);
  if text !~ '[^[:space:]]' then
    perform refuse_value('text', 'note.text');
  end if;
  update note as n
  set text = coalesce(note_edit.text, n.text), visibility = coalesce(note_edit.visibility, n.visibility)
  where n.plan = edited.plan and n.number = edited.number
  returning n.* into edited;
  return note_json(edited);
end;
$$;

comment on function api.note_edit is $$Corrects a note; what is left out stays.

note: the note's reference
text: the note
visibility: who sees it of those who see the object: committee, partners or public
Returns: the note
Errors: not_found, bad_value, moved_on, forbidden$$;

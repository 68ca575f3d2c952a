-- SPDX-License-Identifier: MIT
create function api.journal_list(
  plan core.plan_key,
  object text default null,
  person core.party default null,
  after bigint default null,
  "limit" core.page_limit default null,
  cursor core.page_cursor default null
) returns json
language plpgsql stable
as $$
declare
  place text := (plan_get(plan)).key;
  size integer := page_size("limit");
  start bigint := (cursor_parse(cursor, 1))[1];
  self integer := (party_find('person', person)).person;
  acts bigint[];
begin
  if journal_list.after is null then
    acts := array(
      select journal.revision
      from journal
      where journal.plan = place
        and (journal_list.object is null or journal.object = journal_list.object)
        and (journal_list.person is null or journal.person = self)
        and (start is null or journal.revision < start)
      group by journal.revision
      order by journal.revision desc
      limit size + 1);
  else
    acts := array(
      select journal.revision
      from journal
      where journal.plan = place
        and (journal_list.object is null or journal.object = journal_list.object)
        and (journal_list.person is null or journal.person = self)
        and journal.revision > greatest(journal_list.after, start)
      group by journal.revision
      order by journal.revision
      limit size + 1);
  end if;
  return json_build_object(
    'items', coalesce((
      select json_agg(act_json(place, act.revision) order by act.rank)
      from unnest(acts[1:size]) with ordinality as act (revision, rank)), '[]'),
    'next', case when cardinality(acts) > size then cursor_pack(acts[size]::text) end,
    'plan_revision', revision_of(place));
end;
$$;

comment on function api.journal_list is $$Lists the acts of a plan, the newest first; with `after`, the oldest first from there.

plan: the plan's key
object: only acts on this reference, such as LR-12
person: only acts of this person
after: only acts after this revision, the oldest first
limit: acts on a page; 50 unless given
cursor: the page before's `next`
Returns: items, each as journal.get reads it, and next
Errors: not_found, ambiguous, bad_value$$;

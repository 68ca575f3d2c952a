-- SPDX-License-Identifier: MIT
-- One search across all that a plan holds.

-- The best matches of each kind, and of them all. Candidates come from the definer functions that may use the indexes;
-- what the caller sees of them is joined here.
create or replace function core.search_hits(plan text, words text, size integer)
returns table (kind core.object_kind, number integer, rank real, body text)
language plpgsql stable
as $$
declare
  query tsquery := search_query(search_hits.words);
begin
  return query
  select hit.kind, hit.number, case
      when object_ref_of(search_hits.plan, hit.kind, hit.number) = upper(trim(search_hits.words)) then 10
      else ts_rank(hit.search, query) end as rank, hit.body
  from (
    select 'action'::object_kind as kind, a.number, a.search, a.text as body
    from action_matching(search_hits.plan, search_hits.words) as found_one (number)
    join action as a on a.plan = search_hits.plan and a.number = found_one.number and not a.withdrawn
    union all
    select 'decision', d.number, d.search, d.text
    from decision_matching(search_hits.plan, search_hits.words) as found_one (number)
    join decision as d on d.plan = search_hits.plan and d.number = found_one.number and not d.withdrawn
    union all
    select 'lead', l.number, l.search, l.text
    from lead_matching(search_hits.plan, search_hits.words) as found_one (number)
    join lead as l on l.plan = search_hits.plan and l.number = found_one.number and not l.withdrawn
    union all
    select 'meeting', m.number, m.search, m.minutes
    from meeting_matching(search_hits.plan, search_hits.words) as found_one (number)
    join meeting as m on m.plan = search_hits.plan and m.number = found_one.number and not m.withdrawn
    union all
    select 'indicator', i.number, i.search, i.text
    from indicator_matching(search_hits.plan, search_hits.words) as found_one (number)
    join indicator as i on i.plan = search_hits.plan and i.number = found_one.number and not i.withdrawn
    union all
    select 'note', n.number, n.search, n.text
    from note_matching(search_hits.plan, search_hits.words) as found_one (number)
    join note as n on n.plan = search_hits.plan and n.number = found_one.number and not n.withdrawn) as hit
  order by 3 desc, hit.kind, hit.number
  limit size;
end;
$$;

-- The part of a text around the words sought; NULL for no text.
create or replace function core.search_excerpt(source text, words text) returns text
language sql stable
as $$
  select ts_headline('core.french', left(source, 20000), core.search_query(words),
    'StartSel="", StopSel="", MinWords=8, MaxWords=24')
$$;

-- SPDX-License-Identifier: MIT
create function api.plan_search(
  plan core.plan_key,
  words core.search_words,
  "limit" core.page_limit default null
) returns json
language plpgsql stable cost 10000
as $$
declare
  size integer := coalesce("limit", 20);
begin
  perform plan_get(plan);
  return json_build_object('items', coalesce((
      select json_agg(object_summary(plan, hit.kind, hit.number)::jsonb
          || jsonb_build_object('excerpt', search_excerpt(hit.body, plan_search.words))
        order by hit.rank desc, hit.kind, hit.number)
      from search_hits(plan, words, size) as hit), '[]'),
    'plan_revision', revision_of(plan));
end;
$$;

comment on function api.plan_search is $$Looks for words in everything that a plan holds: the best matches first.

Leads, decisions, actions, notes, meetings and indicators. Every word must occur; accents do not count, and the last
word may be unfinished. A reference such as LR-12 finds that object.

plan: the plan's key
words: what to look for
limit: how many at most; 20 unless given
Returns: items (kind, ref, title, state, and an excerpt of the text that matches), plan_revision
Errors: not_found$$;

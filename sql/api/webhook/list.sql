-- SPDX-License-Identifier: MIT
create function api.webhook_list() returns json
language plpgsql stable
as $$
begin
  return json_build_object('items', coalesce((
    select json_agg(webhook_json(w) order by w.id) from webhook as w where not w.removed), '[]'));
end;
$$;

comment on function api.webhook_list is $$Lists the webhooks that are one's own or one's organisation's; all of them for administrators.

Returns: items: webhook (its number), party, url, state, why, generation, overlap_until, created_at, revision$$;

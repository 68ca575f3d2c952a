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

Returns: items: webhook (its number), party (whose it is), told (the person who is told there: an organisation's contact),
  used (whether that person's channel leads there now), url, state (active; disabled: why says it), why, generation,
  overlap_until (until then the secret before signs too), created_at, revision$$;

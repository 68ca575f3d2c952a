-- SPDX-License-Identifier: MIT
-- What leaves at an instant, in words: "par news assigned LR-1 moved LR-2, sec digest done LR-3". After outbox_functions.sql.

-- What a message's view shows: lists with references, or the meeting.
create function pg_temp.shown(shape text, view jsonb) returns text
language sql
as $$
  select case when view ? 'meeting' then concat_ws(' ', view #>> '{meeting,ref}',
      case when (view -> 'update')::boolean then 'update' end, case when (view -> 'cancelled')::boolean then 'cancelled' end)
    else (
      select string_agg(list.key || ' ' || coalesce(one ->> 'ref', one ->> 'person_name', one ->> 'to'), ' '
        order by list.key, place)
      from jsonb_each(view) as list,
        jsonb_array_elements(case jsonb_typeof(list.value) when 'array' then list.value else '[]' end)
          with ordinality as listed (one, place)
      where not list.key = any ('{plans,secretaries}')) end
$$;

-- Rings at that instant until nothing more comes of it, and sends all; without a relay it only rings.
create function pg_temp.told(instant timestamptz, relay boolean default true) returns text
language plpgsql
as $$
declare
  claims jsonb;
  left_now jsonb := '[]';
begin
  loop
    perform pg_temp.at(instant);
    exit when not relay;
    claims := pg_temp.claim();
    exit when claims = '[]';
    perform pg_temp.finish(claims, 'sent');
    left_now := left_now || claims;
  end loop;
  return coalesce((
    select string_agg(concat_ws(' ', split_part(c #>> '{to,address}', '@', 1), c ->> 'shape',
      pg_temp.shown(c ->> 'shape', c -> 'view')), ', ' order by c #>> '{to,address}', c ->> 'shape')
    from jsonb_array_elements(left_now) as c), '');
end;
$$;

-- SPDX-License-Identifier: MIT
-- Pages of lists: a cursor holds where the page before ended (its last row's sort values), unreadable to people.

create or replace function core.cursor_pack(variadic positions text[]) returns text
language sql stable parallel safe
as $$ select translate(encode(convert_to(to_jsonb(positions)::text, 'UTF8'), 'base64'), E'\n', '') $$;

-- The positions in a cursor, `count` of them; NULL for NULL. Refuses what cursor_pack did not make.
create or replace function core.cursor_parse(cursor text, count integer) returns text[]
language plpgsql stable parallel safe
as $$
declare
  positions text[];
begin
  if cursor is null then
    return null;
  end if;
  begin
    select array_agg(value order by place) into positions
    from jsonb_array_elements_text(convert_from(decode(cursor, 'base64'), 'UTF8')::jsonb)
      with ordinality as position (value, place);
  exception when others then
    positions := null;
  end;
  if positions is null or cardinality(positions) <> count then
    perform core.refuse_value('cursor', 'type.page_cursor');
  end if;
  return positions;
end;
$$;

-- The rows of one page asked for: the caller's limit, or 50.
create or replace function core.page_size(asked integer) returns integer
language sql immutable parallel safe
as $$ select coalesce(asked, 50) $$;

-- The positions in a cursor that are whole numbers; refused as cursor_parse does.
create or replace function core.cursor_numbers(cursor text, count integer) returns bigint[]
language plpgsql stable parallel safe
as $$
declare
  positions text[] := core.cursor_parse(cursor, count);
begin
  if not coalesce((select bool_and(coalesce(position ~ '^-?[0-9]{1,18}$', false)) from unnest(positions) as position), true)
  then
    perform core.refuse_value('cursor', 'type.page_cursor');
  end if;
  return positions::bigint[];
end;
$$;

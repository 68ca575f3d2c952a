-- SPDX-License-Identifier: MIT
-- What the tests of the ledger and the outbox do again and again: ring until it sleeps, claim, say what came of it, and read
-- the ledger in one line.

create function pg_temp.ring() returns json
language plpgsql set search_path = core, pg_temp
as $$
declare
  said json;
  rounds integer := 0;
begin
  loop
    said := core.outbox_ring(extract(epoch from clock_timestamp()));
    exit when (said ->> 'sleep') is null or (said ->> 'sleep')::double precision > 0;
    rounds := rounds + 1;
    if rounds > 200 then
      raise exception 'the ring does not come to rest: % %', said, (select to_jsonb(r) from core.reminder as r where state = 'waiting' order by due_at limit 1);
    end if;
  end loop;
  return said;
end;
$$;

-- Whatever is claimed has its lease end, and rings.
create function pg_temp.lapse() returns void
language plpgsql
as $$
begin
  update core.message set lease_until = clock_timestamp() - interval '1 second' where state = 'busy';
  perform pg_temp.ring();
end;
$$;

-- Moves the clock and rings.
create function pg_temp.at(instant timestamptz) returns text
language plpgsql
as $$
begin
  perform test.at(instant);
  return pg_temp.ring() -> 'ready' ->> 'mail';
end;
$$;

create function pg_temp.claim(instance text default 'one', room integer default 100) returns jsonb
language sql
as $$ select core.outbox_claim(instance, 'mail', room, room, '{}', 60)::jsonb $$;

create function pg_temp.finish(claims jsonb, outcome text, more jsonb default '{}', instance text default 'one')
returns jsonb
language sql
as $$
  select core.outbox_finish(instance, (
    select json_agg(jsonb_build_object('id', c -> 'id', 'token', c -> 'token', 'outcome', outcome) || more)
    from jsonb_array_elements(claims) as c))::jsonb
$$;

-- Claims all that is ready and sends it: to whom, in the order of names.
create function pg_temp.sent() returns text
language plpgsql
as $$
declare
  claims jsonb := pg_temp.claim();
begin
  perform pg_temp.finish(claims, 'sent');
  return coalesce((
    select string_agg(split_part(c #>> '{to,address}', '@', 1) || case when (c #>> '{view,late}')::boolean then '!' else '' end,
      ' ' order by c #>> '{to,address}')
    from jsonb_array_elements(claims) as c), '');
end;
$$;

-- The rungs of an action in the ledger: days, who, state and reason.
create function pg_temp.rungs(of text default 'LR-1') returns text
language sql
as $$
  select coalesce(string_agg(concat_ws(' ', r.days, coalesce(split_part(p.email, '@', 1), '-'), r.state, r.reason), ', '
    order by r.due_revision, r.days, p.email), '')
  from core.reminder as r left join core.person as p on p.id = r.person
  where r.kind = 'rung' and r.object = of
$$;

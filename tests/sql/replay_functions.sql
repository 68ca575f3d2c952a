-- SPDX-License-Identifier: MIT
-- What stood at a revision, from the tables with their history and from the journal alone, for tests to compare.
-- Wants a schema "test".

-- Every row of a kept table that stood at a revision: from the table and its history.
create function test.stood(relation text, place text, revision bigint) returns setof jsonb
language plpgsql
as $$
declare
  column_name text := case relation when 'plan' then 'key' else 'plan' end;
begin
  return query execute format(
    'select to_jsonb(r) - ''search'' from core.%1$I as r where %2$I = $1 and revision <= $2
     union all
     select to_jsonb(r) - ''search'' - ''until'' from core.%3$I as r
     where %2$I = $1 and revision <= $2 and until > $2',
    relation, column_name, relation || '_history') using place, revision;
end;
$$;

-- The same from the journal alone: each row's last image up to that revision.
create function test.replayed(relation text, place text, up_to bigint) returns setof jsonb
language sql
as $$
  select after
  from (
    select distinct on (key) key, after
    from (
      select revision, part, after, (
        select jsonb_agg(coalesce(after, before) -> name) from unnest(core.key_columns(replayed.relation)) as name) as key
      from core.journal
      where plan = place and relation = replayed.relation and revision <= up_to) as image
    order by key, revision desc, part desc) as last
  where after is not null
$$;

create function test.differing(place text) returns table (relation text, revision bigint, side text, image jsonb)
language sql
as $$
  with kept as (
    select distinct journal.relation from core.journal where plan = place
  ), moment as (
    select kept.relation, revision
    from kept, generate_series(1, (select max(revision) from core.journal where plan = place)) as revision
  )
  select moment.relation, moment.revision, 'history', image
  from moment, lateral (
    select test.stood(moment.relation, place, moment.revision)
    except all
    select test.replayed(moment.relation, place, moment.revision)) as missing (image)
  union all
  select moment.relation, moment.revision, 'journal', image
  from moment, lateral (
    select test.replayed(moment.relation, place, moment.revision)
    except all
    select test.stood(moment.relation, place, moment.revision)) as missing (image)
$$;

-- The same for every revision at once, for long journals: each version of each row, with the revision that it came
-- with and the one that ended it.
create function test.versions_kept(relation text, place text) returns table (since bigint, until bigint, image jsonb)
language plpgsql
as $$
declare
  column_name text := case relation when 'plan' then 'key' else 'plan' end;
begin
  return query execute format(
    'select revision, null::bigint, to_jsonb(r) - ''search'' from core.%1$I as r where %2$I = $1
     union all
     select revision, until, to_jsonb(r) - ''search'' - ''until'' from core.%3$I as r
     where %2$I = $1 and until > revision',
    relation, column_name, relation || '_history') using place;
end;
$$;

create function test.versions_told(relation text, place text) returns table (since bigint, until bigint, image jsonb)
language sql
as $$
  select revision, next, after
  from (
    select revision, after, lead(revision) over (partition by key order by revision) as next
    from (
      select distinct on (key, revision) key, revision, after
      from (
        select revision, part, after, (
          select jsonb_agg(coalesce(after, before) -> name)
          from unnest(core.key_columns(versions_told.relation)) as name) as key
        from core.journal
        where plan = place and relation = versions_told.relation) as image
      order by key, revision, part desc) as act) as version
  where after is not null
$$;

create function test.differing_versions(place text) returns table (relation text, since bigint, until bigint, image jsonb)
language sql
as $$
  select kept.relation, version.*
  from (select distinct journal.relation from core.journal where plan = place) as kept, lateral (
    (select * from test.versions_kept(kept.relation, place)
     except all
     select * from test.versions_told(kept.relation, place))
    union all
    (select * from test.versions_told(kept.relation, place)
     except all
     select * from test.versions_kept(kept.relation, place))) as version
$$;

-- SPDX-License-Identifier: MIT
-- A plan's policy as people write it ("7 owner+secretary", "08-01/08-31 summer"), and how it is read and changed.

-- Rungs as typed. Refuses a number of days that stands twice.
create or replace function core.rungs_parse(typed core.rung_said[]) returns table (days integer, told core.told[])
language plpgsql stable
as $$
begin
  if cardinality(typed) > 20 or exists (
    select from unnest(typed) as one group by split_part(one, ' ', 1)::integer having count(*) > 1)
  then
    perform refuse_value('rungs', 'policy.rung_twice');
  end if;
  return query
  select split_part(one, ' ', 1)::integer,
    array(select distinct name::told from regexp_split_to_table(split_part(one, ' ', 2), '\+') as name order by 1)
  from unnest(typed) as one;
end;
$$;

-- Refuses quiet periods that together leave fewer than 60 days of a year on which something is sent: of any year, and of
-- those that are named.
create or replace function core.quiet_leaves(typed core.quiet_said[]) returns void
language plpgsql stable
as $$
declare
  year text;
begin
  for year in
    select '2001' union select substring(one from n) from unnest(typed) as one, (values ('^([0-9]{4})-'), ('/([0-9]{4})-')) as at (n)
    where one ~ n
  loop
    if (
      select count(*) < 60
      from generate_series((year || '-01-01')::timestamp, (year || '-12-31')::timestamp, '1 day') as day
      where not exists (
        select from unnest(typed) as one
        where is_within(day::date, substring(one from '^[0-9-]+'), substring(one from '/([0-9-]+) '))))
    then
      perform refuse('bad_value', jsonb_build_object('param', 'quiet',
        'expected', say('policy.quiet_most') || array_to_string(typed, ', ')));
    end if;
  end loop;
end;
$$;

-- Quiet periods as typed. Refuses days that do not exist, and periods that leave too little; a leap year's day is one of
-- "each year".
create or replace function core.quiet_parse(typed core.quiet_said[]) returns table (first text, last text, label text)
language plpgsql stable
as $$
declare
  part text[];
begin
  if cardinality(typed) > 20 then
    perform refuse_value('quiet', 'policy.quiet');
  end if;
  for part in select regexp_match(one, '^([0-9-]+)/([0-9-]+) (.*)$') from unnest(typed) as one loop
    begin
      if length(part[1]) <> length(part[2])
        or (case length(part[1]) when 5 then '2000-' else '' end || part[1])::date is null
        or (case length(part[2]) when 5 then '2000-' else '' end || part[2])::date is null
        or length(part[1]) = 10 and (part[2]::date < part[1]::date or part[2]::date - part[1]::date > 365
          or part[1]::date < '1900-01-01' or part[2]::date > '2200-12-31')
        or length(part[1]) = 5 and mod(365 + ('2001-' || replace(part[2], '02-29', '02-28'))::date
          - ('2001-' || replace(part[1], '02-29', '02-28'))::date, 365) >= 300
      then
        perform refuse_value('quiet', 'policy.quiet');
      end if;
    exception when datetime_field_overflow or invalid_datetime_format then
      perform refuse_value('quiet', 'policy.quiet');
    end;
    first := part[1];
    last := part[2];
    label := btrim(part[3]);
    return next;
  end loop;
  perform quiet_leaves(typed);
end;
$$;

-- A rung as people write it.
create or replace function core.rung_words(days integer, told core.told[]) returns text
language sql immutable parallel safe
as $$ select days || ' ' || array_to_string(told, '+') $$;

-- Gives a plan a policy of its own, which is the default until it is changed.
create or replace function core.policy_own(plan text) returns void
language plpgsql
as $$
begin
  if exists (select from policy as p where p.plan = policy_own.plan) then
    return;
  end if;
  insert into rung (plan, days, told) select policy_own.plan, d.days, d.told from default_rungs() as d;
  insert into policy (plan) values (policy_own.plan);
end;
$$;

-- Makes a plan's rungs those typed: what is the same stays as it is.
create or replace function core.rungs_put(plan text, typed core.rung_said[]) returns void
language plpgsql
as $$
declare
  wanted record;
begin
  delete from rung as r
  where r.plan = rungs_put.plan and r.days not in (select w.days from rungs_parse(typed) as w);
  for wanted in select * from rungs_parse(typed) as w order by w.days loop
    update rung as r set told = wanted.told where r.plan = rungs_put.plan and r.days = wanted.days;
    if not found then
      insert into rung (plan, days, told) values (rungs_put.plan, wanted.days, wanted.told);
    end if;
  end loop;
end;
$$;

-- Makes a plan's quiet periods those typed.
create or replace function core.quiet_put(plan text, typed core.quiet_said[]) returns void
language plpgsql
as $$
declare
  wanted record;
begin
  delete from quiet as q
  where q.plan = quiet_put.plan and (q.first, q.last) not in (select w.first, w.last from quiet_parse(typed) as w);
  for wanted in
    select distinct on (w.first, w.last) w.first, w.last, w.label from quiet_parse(typed) as w
    order by w.first, w.last
  loop
    update quiet as q set label = wanted.label
    where q.plan = quiet_put.plan and q.first = wanted.first and q.last = wanted.last;
    if not found then
      insert into quiet (plan, first, last, label) values (quiet_put.plan, wanted.first, wanted.last, wanted.label);
    end if;
  end loop;
end;
$$;

-- What a caller reads of a plan's policy; `own`: its hour and rungs are not the default. Quiet periods have none.
create or replace function core.policy_json(plan text) returns json
language plpgsql stable
as $$
begin
  return json_build_object('ref', plan, 'plan', plan,
    'own', exists (select from policy as p where p.plan = policy_json.plan),
    'morning', hour_text(morning_of(plan)),
    'rungs', coalesce((
      select json_agg(json_build_object('days', r.days, 'told', r.told, 'said', rung_words(r.days, r.told))
        order by r.days)
      from rungs_of(policy_json.plan) as r), '[]'),
    'quiet', coalesce((
      select json_agg(json_build_object('first', q.first, 'last', q.last, 'label', q.label,
        'said', q.first || '/' || q.last || ' ' || q.label) order by q.first, q.last)
      from quiet as q where q.plan = policy_json.plan), '[]'),
    'plan_revision', revision_of(plan));
end;
$$;

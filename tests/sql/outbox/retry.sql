-- SPDX-License-Identifier: MIT
-- When a message is tried again: the schedule of each channel, spread by a fifth, what a server asks for, and the end.
begin;
\ir ../setup.sql
select plan(9);

-- The least and the most of two hundred waits after so many attempts, in seconds, and whether they are spread.
create function pg_temp.waits(channel core.channel, attempt integer, asked integer default null,
  out low numeric, out high numeric)
language sql
as $$
  select min(wait), max(wait)
  from (
    select round(extract(epoch from core.retry_at(tried, asked) - core.now())) as wait
    from jsonb_populate_record(null::core.message, jsonb_build_object(
      'channel', channel, 'attempt', attempt, 'first_at', core.now())) as tried,
      generate_series(1, 200)) as drawn
$$;

create function pg_temp.schedule(channel core.channel, attempts integer) returns setof text
language sql
as $$
  select format('%s: %s', attempt, case
    when low is null and high is null then 'given up'
    when low < 0.9 * wait and high > 1.1 * wait and low >= 0.8 * wait - 1 and high <= 1.2 * wait + 1 then wait::text
    else format('%s to %s where %s is due', low, high, wait) end)
  from unnest(case channel
      when 'webhook' then '{5,300,1800,7200,18000,36000,50400,72000,86400,0}'::integer[]
      else '{375,600,1800,3600,7200,14400,14400,14400,14400,14400}' end) with ordinality as planned (wait, attempt),
    pg_temp.waits(channel, attempt::integer)
  where attempt <= attempts
  order by attempt
$$;

select results_eq($$select pg_temp.schedule('webhook', 10)$$,
  array['1: 5', '2: 300', '3: 1800', '4: 7200', '5: 18000', '6: 36000', '7: 50400', '8: 72000', '9: 86400', '10: given up'],
  'a webhook is tried ten times in three days');
select results_eq($$select pg_temp.schedule('mail', 8) offset 1$$,
  array['2: 600', '3: 1800', '4: 3600', '5: 7200', '6: 14400', '7: 14400', '8: 14400'],
  'mail ever more seldom, to four hours');
select ok((select low >= 300 and high <= 450 and high > low + 60 from pg_temp.waits('mail', 1)),
  'the second try of mail is never before the five minutes of a greylist');

select ok((select low >= 3600 and high <= 3601 from pg_temp.waits('webhook', 1, 3600)), 'a server may ask for longer');
select ok((select high < 1900 * 1.2 from pg_temp.waits('webhook', 3, 10)), 'but not for less');
select ok((select high <= 86401 from pg_temp.waits('webhook', 1, 9999999)), 'and for a day at most');

create temp table tried as
  select populated as message from jsonb_populate_record(null::core.message,
    jsonb_build_object('channel', 'mail', 'attempt', 30, 'first_at', core.now() - interval '5 days' + interval '1 second')) as populated;
select isnt((select core.retry_at(message, null) from tried), null, 'mail is tried for five days');
update tried set message.first_at = (message).first_at - interval '1 second';
select is((select core.retry_at(message, null) from tried), null, 'and then no more');
update tried set message.first_at = null;
select isnt((select core.retry_at(message, null) from tried), null, 'reckoned from the first try that the server answered');

select * from finish();
rollback;

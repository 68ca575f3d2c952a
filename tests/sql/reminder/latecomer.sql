-- SPDX-License-Identifier: MIT
-- Who comes to be told of an action after the ring has looked at a rung, which it does up to 26 hours before, hears of it in
-- the morning that is still to come; not of what was told before.
begin;
\ir ../setup.sql
\ir ../stage.sql
\ir ../outbox_functions.sql
select plan(21);

select test.admin('preference.edit', jsonb_build_object('person', p.email, 'digest', 'none')) is null from core.person as p
\g /dev/null
create function pg_temp.joins(who text, role text, zone text default 'Europe/Paris') returns void
language plpgsql
as $$
begin
  perform test.admin('person.create', jsonb_build_object('email', who || '@example.org', 'name', who, 'plan', 'LR', 'zone', zone));
  perform test.admin('preference.edit', jsonb_build_object('person', who || '@example.org', 'digest', 'none'));
  perform test.admin('member.add', jsonb_build_object('plan', 'LR', 'party', who || '@example.org', 'role', role));
end;
$$;
-- Those of a rung who are to hear of it.
create function pg_temp.heard(days integer, of text default 'LR-1') returns text
language sql
as $$
  select string_agg(split_part(p.email, '@', 1), ' ' order by p.email)
  from core.reminder as r join core.person as p on p.id = r.person
  where r.kind = 'rung' and r.object = of and r.days = heard.days and r.state <> 'void'
$$;
create function pg_temp.versions() returns text
language sql
as $$ select string_agg(r.id || ':' || r.xmin, ' ' order by r.id) from core.reminder as r where r.kind = 'rung' $$;

-- Due on Friday 20 June; a week after it, on 1 July, the secretaries are told too, on 22 July the chairs.
select test.sec('action.create', '{"plan":"LR","title":"Une","owner":"mem@example.org","due":"2014-06-20"}') is null
\g /dev/null
select pg_temp.at('2014-05-12 10:20+02'), pg_temp.sent(), pg_temp.at('2014-06-23 12:00+02'), pg_temp.sent() \g /dev/null
select pg_temp.at('2014-06-30 20:00+02') \g /dev/null
select is(pg_temp.heard(7), 'both mem sec', 'in the evening before, the ring has looked');
select pg_temp.joins('eva', 'secretary'), pg_temp.joins('yan', 'secretary', 'America/New_York'), pg_temp.joins('cha', 'chair'),
  pg_temp.joins('pat', 'partner'), pg_temp.ring() \g /dev/null
select is(pg_temp.heard(7), 'both eva mem sec yan', 'a secretary who comes then hears of it too; whom it does not tell, not');
select is(pg_temp.at('2014-07-01 08:00+02') || ' ' || pg_temp.sent(), '4 both eva mem sec', 'in the morning, with the others');
select pg_temp.joins('leo', 'secretary'), pg_temp.joins('zoe', 'secretary', 'America/Cayenne'), pg_temp.ring() \g /dev/null
select is(pg_temp.heard(7), 'both eva mem sec yan zoe', 'who comes after the morning hears where it is still to come');
select is(pg_temp.at('2014-07-01 13:00+02') || ' ' || pg_temp.sent(), '1 zoe', 'at its hour there');
select is(pg_temp.at('2014-07-01 14:00+02') || ' ' || pg_temp.sent(), '1 yan', 'and there');
select is((select count(*) from core.reminder where kind = 'rung' and days = 7 and state = 'sent'), 6::bigint, 'each once');

-- The last rung, after which the ladder is at its end; and another role.
select pg_temp.at('2014-07-21 20:00+02') \g /dev/null
select is((select count(*) from core.agenda where kind = 'rung'), 0::bigint, 'the ring has looked at the last rung');
select test.admin('member.add', '{"plan":"LR","party":"pat@example.org","role":"chair"}') is null, pg_temp.ring() is null
\g /dev/null
select is(pg_temp.heard(21), 'both cha eva leo mem pat sec yan zoe', 'another role tells as well');
select is(pg_temp.at('2014-07-22 08:00+02') || ' ' || pg_temp.sent(), '7 both cha eva leo mem pat sec', 'in the morning');
select is((select count(*) from core.agenda where kind = 'rung'), 0::bigint, 'after which there is no more');

-- Who helps, where the plan tells those.
select test.sec('action.done', '{"action":"LR-1"}') is null,
  test.sec('reminder.edit', '{"plan":"LR","rungs":["-3 owner+supports","0 owner"]}') is null,
  test.sec('action.create', '{"plan":"LR","title":"Deux","owner":"mem@example.org","due":"2014-09-12"}') is null
\g /dev/null
select pg_temp.at('2014-07-22 14:00+02'), pg_temp.sent(), pg_temp.at('2014-09-08 21:00+02'), pg_temp.sent() \g /dev/null
select is(pg_temp.rungs('LR-2'), '-3 mem waiting', 'nobody helps in the evening before');
select test.call('user:mem', 'action.acknowledge', '{"action":"LR-2"}') is null,
  test.sec('action.edit', '{"action":"LR-2","supports":["par@example.org"]}') is null, pg_temp.ring() is null \g /dev/null
select is(pg_temp.rungs('LR-2'), '-3 mem void acknowledged, -3 par waiting', 'who helps from then on hears; who knew of it does not');
select test.sec('action.edit', '{"action":"LR-2","clear":["supports"]}') is null, pg_temp.ring() is null \g /dev/null
select is(pg_temp.rungs('LR-2'), '-3 mem void acknowledged, -3 par void owner_changed', 'who helps no more does not');
select test.sec('journal.undo', '{"plan":"LR"}') is null, pg_temp.ring() is null \g /dev/null
select is(pg_temp.rungs('LR-2'), '-3 mem void acknowledged, -3 par waiting', 'and does again');
select is(pg_temp.at('2014-09-09 08:00+02') || ' ' || pg_temp.sent(), '1 par', 'once');

-- An owner who comes in the evening, or in the morning, or after it.
select pg_temp.at('2014-09-11 21:00+02') \g /dev/null
select test.sec('action.edit', '{"action":"LR-2","owner":"obs@example.org"}') is null, pg_temp.ring() is null \g /dev/null
select is(pg_temp.heard(0, 'LR-2'), 'obs', 'a new owner hears in the morning');
select test.sec('action.edit', '{"action":"LR-2","owner":"yan@example.org"}') is null,
  pg_temp.at('2014-09-12 08:00+02'), pg_temp.sent() \g /dev/null
select is(pg_temp.heard(0, 'LR-2'), 'yan', 'of the new place');
select test.sec('action.edit', '{"action":"LR-2","owner":"par@example.org"}') is null, pg_temp.at('2014-09-12 23:00+02') \g /dev/null
select is(pg_temp.heard(0, 'LR-2'), null, 'and not where it is past');

-- Who comes when nothing is about to fall changes nothing.
select test.sec('reminder.edit', '{"plan":"LR","clear":["policy"]}') is null,
  test.sec('action.postpone', '{"action":"LR-2","due":"2014-11-28","why":"x"}') is null, pg_temp.at('2014-09-30 12:00+02'), pg_temp.sent()
\g /dev/null
create temp table was as select (select string_agg(xmin::text, ' ') from core.agenda where kind = 'rung') as agenda, pg_temp.versions() as ledger;
select pg_temp.joins('max', 'secretary') \g /dev/null
select is((select string_agg(xmin::text, ' ') from core.agenda where kind = 'rung'), (select agenda from was), 'no ladder is touched');
select is(pg_temp.versions(), (select ledger from was), 'and no row of the ledger');

select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
-- The matrix of rights: every method × every role × own, foreign, shared and public objects, every cell executed. What
-- is expected comes from the rights table, read here by a second, simple implementation; and no canary of an object
-- that one may not see occurs in any answer or refusal.
begin;
\ir ../setup.sql
\ir ../world.sql
select plan(10);

-- What is asked for and what programs are told, for the methods that answer and change it.
alter table core.webhook alter column id restart;
alter table core.message alter column id restart with 2;
select test.call('user:sec', 'postponement.request', '{"action":"LR-2","due":"2014-12-31","why":"x"}') is null,
  test.call('user:par', 'postponement.request', '{"action":"LR-1","due":"2014-12-31","why":"x"}') is null,
  test.call('user:mem', 'webhook.create', '{"url":"https://hooks.example.org/"}') is null
\g /dev/null
insert into core.message (id, person, channel, host, shape, plans, next_at, made_at, act_by, last_text, content, frozen_at)
overriding system value
select 1, p.id, 'mail', 'smtp', 'news', '{LR}', core.now(), core.now(), '2014-05-12', 'Canari zzlasttext', '{"view":"Canari zzcontent"}',
  core.now()
from core.person as p where p.email = 'mem@example.org';
insert into test.object values ('message', 'foreign', '1', 'zzlasttext'), ('content', 'foreign', '1', 'zzcontent');

-- How each method is called on an object of which kind; %s stands for its reference.
create temp table cell (method text primary key, kind text not null, params text not null);
insert into cell values
  ('session.whoami', 'none', '{}'),
  ('right.explain', 'every', '{"object":"%s","method":"action.edit"}'),
  ('plan.create', 'register', '{"key":"NEW","title":"x"}'),
  ('plan.edit', 'plan', '{"plan":"%s","summary":"x"}'),
  ('plan.get', 'plan', '{"plan":"%s"}'),
  ('plan.list', 'none', '{"search":"canari"}'),
  ('plan.status', 'plan', '{"plan":"%s","due_soon":300}'),
  ('plan.loose', 'plan', '{"plan":"%s"}'),
  ('plan.search', 'plan', '{"plan":"%s","words":"canari","limit":200}'),
  ('member.add', 'plan', '{"plan":"%s","party":"sec@example.org","role":"chair"}'),
  ('member.remove', 'plan', '{"plan":"%s","party":"sec@example.org"}'),
  ('member.list', 'plan', '{"plan":"%s"}'),
  ('calendar.days', 'plan', '{"plan":"%s","from":"2014-05-01","to":"2014-06-01"}'),
  ('calendar.add', 'plan', '{"plan":"%s","day":"2014-06-06","name":"x"}'),
  ('calendar.remove', 'plan', '{"plan":"%s","day":"2014-05-30"}'),
  ('calendar.workday', 'plan', '{"plan":"%s","from":"2014-05-01","days":3}'),
  ('sector.create', 'plan', '{"plan":"%s","key":"X","name":"x"}'),
  ('sector.edit', 'plan', '{"plan":"%s","sector":"NUC","name":"x"}'),
  ('sector.get', 'plan', '{"plan":"%s","sector":"NUC"}'),
  ('sector.list', 'plan', '{"plan":"%s"}'),
  ('committee.create', 'plan', '{"plan":"%s","key":"CT","name":"x"}'),
  ('committee.edit', 'plan', '{"plan":"%s","committee":"COPIL","name":"x"}'),
  ('committee.get', 'committee', '{"plan":"%s","committee":"COPIL"}'),
  ('committee.list', 'plan', '{"plan":"%s"}'),
  ('meeting.create', 'plan', '{"plan":"%s"}'),
  ('meeting.edit', 'meeting', '{"meeting":"%s","place":"x"}'),
  ('meeting.convene', 'meeting', '{"meeting":"%s"}'),
  ('meeting.pack', 'meeting', '{"meeting":"%s"}'),
  ('meeting.hold', 'meeting', '{"meeting":"%s"}'),
  ('meeting.approve', 'meeting', '{"meeting":"%s"}'),
  ('meeting.reopen', 'meeting', '{"meeting":"%s"}'),
  ('meeting.attend', 'meeting', '{"meeting":"%s"}'),
  ('meeting.get', 'meeting', '{"meeting":"%s"}'),
  ('meeting.list', 'plan', '{"plan":"%s","search":"canari"}'),
  ('lead.create', 'plan', '{"plan":"%s","title":"x"}'),
  ('lead.edit', 'lead', '{"lead":"%s","text":"x"}'),
  ('lead.drop', 'lead', '{"lead":"%s","why":"x"}'),
  ('lead.reopen', 'lead', '{"lead":"%s"}'),
  ('lead.get', 'lead', '{"lead":"%s"}'),
  ('lead.list', 'plan', '{"plan":"%s","search":"canari"}'),
  ('decision.create', 'plan', '{"plan":"%s","title":"x"}'),
  ('decision.edit', 'decision', '{"decision":"%s","text":"x"}'),
  ('decision.link', 'decision', '{"decision":"%s","lead":"LR-L1"}'),
  ('decision.unlink', 'decision', '{"decision":"%s","lead":"LR-L1"}'),
  ('decision.supersede', 'decision', '{"decision":"%s","by":"LR-D1"}'),
  ('decision.get', 'decision', '{"decision":"%s"}'),
  ('decision.list', 'plan', '{"plan":"%s","search":"canari"}'),
  ('action.create', 'plan', '{"plan":"%s","title":"x"}'),
  ('action.edit', 'action', '{"action":"%s","text":"x"}'),
  ('action.accept', 'action', '{"action":"%s"}'),
  ('action.start', 'action', '{"action":"%s"}'),
  ('action.progress', 'action', '{"action":"%s","percent":10,"note":"x"}'),
  ('action.report', 'action', '{"action":"%s","percent":10,"evidence":"x","note":"x"}'),
  ('action.block', 'action', '{"action":"%s","why":"x"}'),
  ('action.resume', 'action', '{"action":"%s"}'),
  ('action.postpone', 'action', '{"action":"%s","due":"2014-12-31","why":"x"}'),
  ('action.done', 'action', '{"action":"%s"}'),
  ('action.cancel', 'action', '{"action":"%s","why":"x"}'),
  ('action.reopen', 'action', '{"action":"%s"}'),
  ('action.acknowledge', 'action', '{"action":"%s"}'),
  ('postponement.request', 'action', '{"action":"%s","due":"2014-12-31","why":"x"}'),
  ('postponement.accept', 'action', '{"action":"%s"}'),
  ('postponement.refuse', 'action', '{"action":"%s","why":"x"}'),
  ('postponement.list', 'plan', '{"plan":"%s","limit":200}'),
  ('action.depend', 'action', '{"action":"%s","on":"LR-4"}'),
  ('action.undepend', 'action', '{"action":"%s","on":"LR-4"}'),
  ('action.get', 'action', '{"action":"%s"}'),
  ('action.list', 'plan', '{"plan":"%s","search":"canari","limit":200}'),
  ('indicator.create', 'plan', '{"plan":"%s","title":"x","unit":"x"}'),
  ('indicator.edit', 'indicator', '{"indicator":"%s","text":"x"}'),
  ('indicator.get', 'indicator', '{"indicator":"%s"}'),
  ('indicator.list', 'plan', '{"plan":"%s","search":"canari"}'),
  ('measure.add', 'indicator', '{"indicator":"%s","value":1,"on":"2014-05-02"}'),
  ('measure.edit', 'indicator', '{"indicator":"%s","number":1,"value":2}'),
  ('measure.list', 'indicator', '{"indicator":"%s"}'),
  ('note.create', 'object', '{"object":"%s","text":"x"}'),
  ('note.edit', 'note', '{"note":"%s","text":"x"}'),
  ('note.get', 'note', '{"note":"%s"}'),
  ('note.list', 'plan', '{"plan":"%s"}'),
  ('chain.get', 'every', '{"object":"%s"}'),
  ('history.list', 'every', '{"object":"%s"}'),
  ('journal.list', 'plan', '{"plan":"%s","limit":200}'),
  ('journal.get', 'plan', '{"plan":"%s","revision":1}'),
  ('journal.undo', 'plan', '{"plan":"%s"}'),
  ('journal.verify', 'plan', '{"plan":"%s"}'),
  ('journal.refusals', 'plan', '{"plan":"%s"}'),
  ('journal.reads', 'plan', '{"plan":"%s"}'),
  ('organisation.create', 'register', '{"key":"X","name":"x","kind":"other"}'),
  ('organisation.edit', 'register', '{"organisation":"CCI-ALES","city":"x"}'),
  ('organisation.get', 'none', '{"organisation":"canari"}'),
  ('organisation.list', 'none', '{"search":"canari"}'),
  ('person.create', 'register', '{"email":"x@example.org","name":"x"}'),
  ('person.edit', 'register', '{"person":"mem@example.org","function":"x"}'),
  ('person.activate', 'register', '{"person":"mem@example.org"}'),
  ('person.export', 'register', '{"person":"mem@example.org"}'),
  ('person.erase', 'register', '{"person":"mem@example.org"}'),
  ('person.deactivate', 'register', '{"person":"mem@example.org"}'),
  ('preference.get', 'register', '{"person":"mem@example.org"}'),
  ('preference.edit', 'register', '{"person":"mem@example.org","digest":"none"}'),
  ('webhook.create', 'register', '{"person":"mem@example.org","url":"https://hooks.example.org/"}'),
  ('webhook.list', 'none', '{}'),
  ('webhook.rotate', 'register', '{"webhook":1}'),
  ('webhook.remove', 'register', '{"webhook":1}'),
  ('webhook.test', 'register', '{"webhook":1}'),
  ('reminder.policy', 'plan', '{"plan":"%s"}'),
  ('reminder.edit', 'plan', '{"plan":"%s","morning":"09:00"}'),
  ('reminder.preview', 'plan', '{"plan":"%s","days":300,"limit":200}'),
  ('reminder.explain', 'every', '{"object":"%s"}'),
  ('message.list', 'none', '{"limit":200}'),
  ('message.get', 'none', '{"message":1}'),
  ('message.retry', 'register', '{"message":1}'),
  ('message.resend', 'register', '{}'),
  ('message.cancel', 'register', '{"message":1}'),
  ('delivery.status', 'register', '{}'),
  ('delivery.hold', 'register', '{"why":"x"}'),
  ('delivery.release', 'register', '{}'),
  ('person.get', 'none', '{"person":"canari"}'),
  ('person.list', 'none', '{"search":"canari"}');

create temp table method as
select entry ->> 'name' as name, entry ->> 'volatility' = 'v' as writes
from json_array_elements(core.catalog() -> 'methods') as entry;
select is_empty('select name from method where name not in (select method from cell)',
  'every method is in the matrix: a new one needs its line here');
select is_empty('select method from cell where method not in (select name from method)', 'and no other');
select is_empty($$select name from method where name not in (select method from core.right)$$,
  'every method has its row in the rights table');
select is_empty($$select method from core.right where method not in (select name from method)$$, 'and no other has');

-- Every cell, executed.
create temp table tried as
select cell.method, method.writes, actor.actor, actor.role, actor.owns, object.kind, object.class, object.ref,
  attempt.outcome, attempt.said
from cell join method on method.name = cell.method
cross join test.actor as actor
cross join lateral (
  select distinct o.kind, o.class, o.ref from test.object as o
  where cell.kind = o.kind and o.kind in ('plan', 'action', 'decision', 'lead', 'indicator', 'note', 'meeting',
      'committee')
    or cell.kind = 'every' and o.kind in ('action', 'decision', 'lead', 'indicator', 'note', 'meeting')
    or cell.kind = 'object' and o.kind in ('action', 'decision', 'lead', 'indicator', 'meeting')
  union all
  select 'register', 'register', '' where cell.kind in ('register', 'none')) as object
cross join lateral test.attempt(actor.actor, cell.method, replace(cell.params, '%s', object.ref)::jsonb) as attempt;
select diag(count(*) || ' cells') from tried;

-- The second implementation: what the rights table, read as a person reads it, says of a cell.
create function pg_temp.expected(cell tried) returns text
language plpgsql
as $$
declare
  holders text[] := array(select holder from core.right where method = cell.method);
begin
  if cell.actor in ('user:gone', 'user:nobody') then
    return 'unknown_user';
  elsif cell.writes and cell.actor like 'reader:%' then
    return 'read_only';
  elsif cell.class = 'register' then
    -- In the register: the administrator, who has the role somewhere, and oneself; what is asked for is then found or
    -- not, of those one knows.
    return case
      when not cell.writes and cell.method not in ('person.export', 'preference.get', 'delivery.status') then 'allowed'
      when cell.role::text = any (holders) or cell.actor = 'user:far' and 'secretary' = any (holders) then 'allowed'
      when 'self' = any (holders) and cell.actor = 'user:mem' then 'allowed'
      when 'self' = any (holders) and (cell.actor <> 'user:svc' or not cell.writes) then 'not_found or forbidden'
      else 'forbidden'
    end;
  elsif not test.sees(cell.actor, cell.class) then
    return 'not_found';
  elsif cell.role::text = any (holders) or 'everybody' = any (holders)
    or cell.role is null and 'secretary' = any (holders)  -- user:far in PACA
  then
    return 'allowed';
  elsif not cell.writes and cell.method not in ('journal.verify', 'journal.refusals', 'journal.reads') then
    return 'allowed';  -- and finds nothing: the policies
  elsif 'owner' = any (holders) and cell.owns and cell.kind = 'action' and cell.class = 'own' then
    return 'allowed';
  elsif 'support' = any (holders) and cell.actor = 'user:nim' and cell.kind = 'action' and cell.class = 'helped' then
    return 'allowed';
  elsif 'owner' = any (holders) and cell.actor = 'user:sec' and cell.kind = 'action' and cell.class <> 'own' then
    return 'allowed';  -- whose are all the others
  end if;
  return 'forbidden';
end;
$$;
create temp table judged as
select tried.*, pg_temp.expected(tried) as expected, test.sees(actor, 'plan') as sees_plan from tried;
select is_empty($$
  select method, actor, class, ref, expected, outcome, left(said, 200) from judged
  where case expected
      when 'allowed' then outcome in ('forbidden', 'read_only', 'unknown_user') or outcome ~ '^[0-9A-Z]{5}:'
        -- What is seen is found, but for what a method names besides and the register's "canari".
        or outcome = 'not_found' and class <> 'register' and ref <> 'PACA'
          and method not in ('journal.get', 'decision.supersede', 'action.undepend', 'action.depend',
            'committee.get', 'decision.unlink')
      when 'not_found or forbidden' then outcome not in ('not_found', 'forbidden')
      else outcome <> expected
    end$$, 'every cell comes out as the table says');
select is_empty($$
  select said from judged where outcome = 'not_found' and class in ('own', 'foreign', 'shared', 'public')
    and kind <> 'committee' and expected = 'not_found' and said not like 'There is no "' || ref || '" here.%'
    and (sees_plan or said not like 'There is no "LR" here.%')$$,
  'what one may not see is refused like what is not there');
select is_empty($$
  select distinct judged.method, judged.actor, judged.ref, object.canary
  from judged join test.object on judged.said ~ object.canary
  where not test.sees(judged.actor, object.class)$$,
  'no canary of what one may not see is in any byte of any answer or refusal');
select is((select count(distinct object.canary) from judged join test.object on judged.said ~ object.canary
  where judged.actor = 'administrator'), (select count(*) from test.object), 'though each of them is there to be found');
select ok((select count(*) from judged where expected = 'allowed' and outcome = 'ok') > 500,
  'and most of what is allowed is done');
select is_empty($$
  select name from method where writes and not exists (
    select from judged where judged.method = method.name and outcome = 'ok')
    and name not in ('action.accept', 'action.resume', 'action.reopen', 'lead.reopen', 'meeting.hold', 'meeting.convene')$$,
  'each write at least once');

select * from finish();
rollback;

-- SPDX-License-Identifier: MIT
-- One plan, LR, with people of every role and objects of every kind in every visibility, for the tests of rights. Each
-- object's title, text or name holds a canary of its own, by which a side view would be known.

create table test.actor (
  actor text primary key,
  role core.right_holder,   -- in LR; null for no part in it
  sees text[] not null,     -- the classes of objects
  owns boolean not null default false,
  self text                 -- the address of the person
);
insert into test.actor values
  ('administrator', 'administrator', '{plan,own,helped,foreign,shared,public,elsewhere}', false, null),
  ('user:sec', 'secretary', '{plan,own,helped,foreign,shared,public}', false, 'sec@example.org'),
  ('user:cha', 'chair', '{plan,own,helped,foreign,shared,public}', false, 'cha@example.org'),
  ('user:mem', 'member', '{plan,own,helped,foreign,shared,public}', false, 'mem@example.org'),
  ('user:par', 'partner', '{plan,own,shared,public}', true, 'par@example.org'),
  ('user:svc', 'partner', '{plan,own,shared,public}', true, null),
  ('reader:par@example.org', 'partner', '{plan,own,shared,public}', true, 'par@example.org'),
  ('user:nim', 'partner', '{plan,helped,shared,public}', false, 'nim@example.org'),
  ('user:obs', 'observer', '{plan,public}', false, 'obs@example.org'),
  ('user:far', null, '{elsewhere}', false, 'far@example.org'),
  ('user:gone', null, '{}', false, 'gone@example.org'),
  ('user:nobody', null, '{}', false, null);
create table test.object (
  kind text not null,
  class text not null,
  ref text not null,
  canary text not null,
  primary key (kind, class, ref)
);

select test.admin('plan.create', '{"key":"LR","title":"Canari zzplanlr"}') is null,
  test.admin('plan.create', '{"key":"PACA","title":"Canari zzplanpaca"}') is null,
  test.admin('organisation.create', '{"key":"CCI-ALES","name":"CCI Alès","kind":"chamber","plan":"LR"}') is null,
  test.admin('organisation.create', '{"key":"CCI-NIMES","name":"CCI Nîmes","kind":"chamber","plan":"LR"}') is null,
  test.admin('organisation.create', '{"key":"LOIN","name":"Canari zzorganisation","kind":"other","plan":"PACA"}') is null,
  test.admin('organisation.edit', '{"organisation":"CCI-ALES","login":"svc"}') is null
\g /dev/null
select test.admin('person.create', jsonb_build_object('email', name || '@example.org', 'name', 'Monsieur ' || name,
  'login', name, 'organisation', case name when 'par' then 'CCI-ALES' when 'nim' then 'CCI-NIMES' end)) is null
from unnest('{sec,cha,mem,par,nim,obs,far,gone}'::text[]) as name
\g /dev/null
select test.admin('person.create', '{"email":"zzperson@example.org","name":"Canari zzname","plan":"PACA"}') is null,
  test.admin('member.add', '{"plan":"LR","party":"sec@example.org","role":"secretary"}') is null,
  test.admin('member.add', '{"plan":"LR","party":"cha@example.org","role":"chair"}') is null,
  test.admin('member.add', '{"plan":"LR","party":"mem@example.org","role":"member"}') is null,
  test.admin('member.add', '{"plan":"LR","party":"obs@example.org","role":"observer"}') is null,
  test.admin('member.add', '{"plan":"LR","party":"gone@example.org","role":"secretary"}') is null,
  test.admin('member.add', '{"plan":"LR","party":"CCI-ALES","role":"partner"}') is null,
  test.admin('member.add', '{"plan":"LR","party":"CCI-NIMES","role":"partner"}') is null,
  test.admin('member.add', '{"plan":"PACA","party":"far@example.org","role":"secretary"}') is null,
  test.admin('person.deactivate', '{"person":"gone@example.org"}') is null
\g /dev/null

-- The vocabulary of the plan, which whoever has a part in it sees.
select test.admin('sector.create', '{"plan":"LR","key":"NUC","name":"Nucléaire"}') is null,
  test.admin('calendar.add', '{"plan":"LR","day":"2014-05-30","name":"Pont"}') is null
\g /dev/null
-- What is the committee's: a meeting held, with minutes.
select test.admin('committee.create', '{"plan":"LR","key":"COPIL","name":"Canari zzcommittee"}') is null,
  test.admin('meeting.create', '{"plan":"LR","committee":"COPIL","date":"2014-04-07","place":"Canari zzplace",
    "objective":"Canari zzobjective"}') is null,
  test.admin('meeting.hold', '{"meeting":"LR-M1","attendance":["sec@example.org"]}') is null,
  test.admin('meeting.edit', '{"meeting":"LR-M1","minutes":"Canari zzminutes"}') is null,
  test.admin('lead.create', '{"plan":"PACA","title":"Canari zzelsewhere"}') is null
\g /dev/null

-- One of each kind in each visibility; all actions are linked with each other and with all the rest.
create function test.made(kind text, class text, params jsonb) returns void
language plpgsql
as $$
declare
  answer jsonb;
begin
  answer := test.admin(kind || '.create', params || jsonb_build_object('visibility',
    case class when 'shared' then 'partners' when 'public' then 'public' else 'committee' end));
  insert into test.object values (kind, class, answer ->> 'ref', 'zz' || kind || class);
end;
$$;
select test.made('lead', class, jsonb_build_object('plan', 'LR', 'title', 'Canari zzlead' || class, 'meeting', 'LR-M1',
    'source', 'Canari zzlead' || class)) is null
from unnest('{foreign,shared,public}'::text[]) as class
\g /dev/null
select test.made('decision', class, jsonb_build_object('plan', 'LR', 'title', 'Canari zzdecision' || class,
    'meeting', 'LR-M1', 'leads', '["LR-L1","LR-L2"]'::jsonb)) is null
from unnest('{foreign,shared,public}'::text[]) as class
\g /dev/null
select test.made('indicator', class, jsonb_build_object('plan', 'LR', 'title', 'Canari zzindicator' || class,
    'unit', 'M€', 'baseline_label', 'Canari zzindicator' || class)) is null,
  test.admin('measure.add', jsonb_build_object('indicator', 'LR-I' || place, 'value', 5, 'on', '2014-05-01',
    'note', 'Canari zzindicator' || class)) is null
from unnest('{foreign,shared,public}'::text[]) with ordinality as one (class, place)
\g /dev/null
select test.made('action', class, jsonb_build_object('plan', 'LR', 'title', 'Canari zzaction' || class,
    'text', 'Canari zzaction' || class, 'decision', 'LR-D1', 'due', '2014-05-05', 'expected', 1000 * place,
    'owner', case when class = 'own' then 'CCI-ALES' else 'sec@example.org' end, 'sectors', '["NUC"]'::jsonb,
    'indicators', '["LR-I1","LR-I2","LR-I3"]'::jsonb)) is null
from unnest('{own,foreign,shared,public}'::text[]) with ordinality as one (class, place)
\g /dev/null
select test.admin('action.depend', jsonb_build_object('action', 'LR-' || a, 'on', 'LR-' || b)) is null
from generate_series(1, 4) as a, generate_series(1, 4) as b where a < b
\g /dev/null
select test.admin('decision.supersede', '{"decision":"LR-D1","by":"LR-D3"}') is null
\g /dev/null
select test.admin('action.edit', jsonb_build_object('action', ref, 'evidence', 'Canari zzevidence' || class)) is null
from test.object where kind = 'action' and class <> 'own'
\g /dev/null

-- One that a partner helps with.
select test.made('action', 'helped', '{"plan":"LR","title":"Canari zzactionhelped","owner":"sec@example.org",
  "supports":["CCI-NIMES"],"due":"2014-05-05"}') is null
\g /dev/null

-- Notes: a partner's own on its action; the committee's and the partners' on what is shared; the partners' on what is
-- not; one for all.
select test.call('user:par', 'note.create', '{"object":"LR-1","text":"Canari zznoteown"}') is null,
  test.admin('note.create', '{"object":"LR-3","text":"Canari zznoteforeign"}') is null,
  test.admin('note.create', '{"object":"LR-3","text":"Canari zznoteshared","visibility":"partners"}') is null,
  test.admin('note.create', '{"object":"LR-2","text":"Canari zznotehidden","visibility":"partners"}') is null,
  test.admin('note.create', '{"object":"LR-4","text":"Canari zznotepublic","visibility":"public"}') is null,
  test.admin('note.create', '{"object":"LR-M1","text":"Canari zznotemeeting","visibility":"public"}') is null
\g /dev/null
insert into test.object values
  ('note', 'own', 'LR-N1', 'zznoteown'), ('note', 'foreign', 'LR-N2', 'zznoteforeign'),
  ('note', 'shared', 'LR-N3', 'zznoteshared'), ('note', 'foreign', 'LR-N4', 'zznotehidden'),
  ('note', 'public', 'LR-N5', 'zznotepublic'), ('note', 'foreign', 'LR-N6', 'zznotemeeting'),
  ('meeting', 'foreign', 'LR-M1', 'zzobjective'), ('minutes', 'foreign', 'LR-M1', 'zzminutes'),
  ('place', 'foreign', 'LR-M1', 'zzplace'), ('committee', 'foreign', 'LR', 'zzcommittee'),
  ('evidence', 'foreign', 'LR-2', 'zzevidence'),
  ('plan', 'plan', 'LR', 'zzplanlr'), ('plan', 'elsewhere', 'PACA', 'zzplanpaca'),
  ('title', 'elsewhere', 'PACA-L1', 'zzelsewhere'), ('person', 'elsewhere', '', 'zzperson@'),
  ('name', 'elsewhere', '', 'zzname'), ('organisation', 'elsewhere', '', 'zzorganisation');

-- True where the second implementation of the rights says that an actor sees a class of objects.
create function test.sees(actor text, class text) returns boolean
language sql
as $$ select class = any (a.sees) from test.actor as a where a.actor = sees.actor $$;

-- A call that leaves no trace: what came of it ('ok' or the kind of refusal) and every byte that was said.
create function test.attempt(actor text, method text, params jsonb, out outcome text, out said text)
language plpgsql
as $$
declare
  detail text;
begin
  begin
    said := test.call(actor, method, params, null, 'en')::text;
    raise exception 'undone' using errcode = 'TEST1';
  exception when others then
    if sqlstate = 'TEST1' then
      outcome := 'ok';
    else
      get stacked diagnostics said = message_text, detail = pg_exception_detail;
      outcome := case when sqlstate like 'CP%' then detail::jsonb ->> 'kind' else sqlstate || ': ' || said end;
      said := said || ' ' || detail;
    end if;
  end;
end;
$$;

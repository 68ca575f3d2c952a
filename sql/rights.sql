-- SPDX-License-Identifier: MIT
-- Who may do what: one table, from which docs/rights.md is made. Every write is checked against it (core.allow), every
-- policy of row security follows from it (core.sight, resolved by core.act), and what stands nowhere here is refused.

-- What each role sees of a plan: the least shared of what it sees. Besides, everybody with a part in a plan sees what is
-- one's own there: the actions that one, one's organisation or a person of it owns or supports, and one's notes.
create table if not exists core.sight (
  role core.member_role primary key,
  sees core.visibility not null
);
insert into core.sight (role, sees)
values ('secretary', 'committee'), ('chair', 'committee'), ('member', 'committee'), ('partner', 'partners'),
  ('observer', 'public')
on conflict on constraint sight_pkey do update set sees = excluded.sees;

-- Who holds a right. The first three by what they are, then by their role in the plan, then by what the object is to
-- them: owner, whose (or whose organisation's) action it is; support, who (or whose organisation) helps with it.
select core.define_enum('right_holder',
  '{{everybody,everybody,"tout le monde"},{administrator,administrator,administrateur},
    {self,"the person","la personne"},{secretary,secretary,secrétaire},
    {chair,chair,présidence},{member,member,membre},{partner,partner,partenaire},{observer,observer,observateur},
    {owner,owner,pilote},{support,support,appui}}');

create table if not exists core.rule (
  rule text primary key,
  place integer not null
);
create table if not exists core.right (
  method text not null,
  holder core.right_holder not null,
  rule text not null constraint right_rule references core.rule (rule),
  constraint right_pkey primary key (method, holder)
);
delete from core.right;
delete from core.rule;

-- One rule: these methods are for these holders; with its sentence.
create or replace function core.define_rule(rule text, holders text, methods text, en text, fr text) returns void
language plpgsql
as $$
begin
  perform core.word('rule.' || rule, en, fr);
  insert into core.rule values (rule, (select count(*) from core.rule) + 1);
  insert into core.right
  select method, holder::core.right_holder, define_rule.rule
  from regexp_split_to_table(trim(methods), '\s+') as method, regexp_split_to_table(trim(holders), '\s+') as holder;
end;
$$;

select
  core.define_rule('register', 'everybody',
    'session.whoami right.explain plan.list organisation.get organisation.list person.get person.list message.list
     message.get',
    'Everybody copild knows may ask who they are, what they may do, and for what they see of plans, organisations and persons.',
    'Toute personne connue de copild peut demander qui elle est, ce qu’elle peut faire, et ce qu’elle voit des plans, des organismes et des personnes.'),
  core.define_rule('read', 'administrator secretary chair member partner observer',
    'plan.get plan.status plan.loose plan.search member.list calendar.days calendar.workday sector.get sector.list
     lead.get lead.list decision.get decision.list action.get action.list indicator.get indicator.list measure.list
     note.get note.list postponement.list chain.get history.list journal.list journal.get
     reminder.policy reminder.preview reminder.explain',
    'Whoever has a part in a plan reads what that part sees of it; counts and searches tell of nothing else.',
    'Quiconque a une place dans un plan en lit ce que cette place en voit ; décomptes et recherches ne disent rien d’autre.'),
  core.define_rule('committee', 'administrator secretary chair member',
    'committee.get committee.list meeting.get meeting.list meeting.pack',
    'Meetings and their minutes are the committee’s.',
    'Les séances et leurs comptes rendus sont ceux du comité.'),
  core.define_rule('report', 'administrator secretary owner',
    'action.progress action.report note.create',
    'Secretaries report on any action, owners on their own: how far it is, what shows it, a note.',
    'Les secrétaires rendent compte de toute action, les pilotes de la leur : avancement, justificatif, note.'),
  core.define_rule('write', 'administrator secretary',
    'plan.edit member.add member.remove calendar.add calendar.remove sector.create sector.edit committee.create
     committee.edit meeting.create meeting.edit meeting.convene meeting.hold meeting.attend lead.create lead.edit lead.drop
     lead.reopen decision.create decision.edit decision.link decision.unlink decision.supersede action.create
     action.edit action.accept action.start action.block action.resume action.done action.cancel action.reopen
     action.depend action.undepend indicator.create indicator.edit measure.add measure.edit note.edit
     reminder.edit message.retry message.resend message.cancel
     organisation.create organisation.edit person.create',
    'Secretaries write; in the register, what is known in a plan of theirs.',
    'Les secrétaires écrivent ; dans le registre, ce qui est connu d’un de leurs plans.'),
  core.define_rule('acknowledge', 'administrator secretary owner support', 'action.acknowledge',
    'Owners, and those who help, say that they know of a deadline; secretaries note it.',
    'Les pilotes et leurs appuis accusent réception d’une échéance ; les secrétaires le notent.'),
  core.define_rule('ask', 'owner', 'postponement.request',
    'Owners ask for a later deadline.', 'Les pilotes demandent le report d’une échéance.'),
  core.define_rule('postpone', 'administrator secretary chair',
    'action.postpone postponement.accept postponement.refuse meeting.reopen journal.undo',
    'Chairs accept postponements and reopen minutes; secretaries note it. Each takes back acts of their own.',
    'Les présidences acceptent les reports et rouvrent les comptes rendus ; les secrétaires le notent. Chacun annule ses propres actes.'),
  core.define_rule('approve', 'administrator chair', 'meeting.approve',
    'Chairs approve minutes.', 'Les présidences approuvent les comptes rendus.'),
  core.define_rule('person', 'administrator self secretary', 'person.edit',
    'A person edits what is theirs; secretaries those known in a plan of theirs.',
    'Chacun modifie ce qui le concerne ; les secrétaires, les personnes connues d’un de leurs plans.'),
  core.define_rule('preference', 'administrator self secretary', 'preference.get preference.edit',
    'A person says how to be told; secretaries for those known in a plan of theirs.',
    'Chacun dit comment être prévenu ; les secrétaires, pour les personnes connues d’un de leurs plans.'),
  core.define_rule('webhook', 'administrator self', 'webhook.create webhook.list webhook.rotate webhook.remove webhook.test',
    'A person has webhooks of their own, and those of the organisation whose contact they are.',
    'Chacun a ses propres webhooks, et ceux de l’organisme dont il est le contact.'),
  core.define_rule('evidence', 'administrator secretary chair member', 'journal.verify',
    'Whoever sees a plan whole may have its journal verified.',
    'Quiconque voit un plan en entier peut en faire vérifier le journal.'),
  core.define_rule('audit', 'administrator secretary chair', 'journal.refusals journal.reads',
    'Secretaries and chairs may know who tried what, and what partners read.',
    'Les secrétaires et les présidences peuvent savoir qui a tenté quoi, et ce que lisent les partenaires.'),
  core.define_rule('dossier', 'administrator self', 'person.export',
    'A person may have all that is known of them.',
    'Chacun peut obtenir tout ce qui est connu de lui.'),
  core.define_rule('delivery', 'administrator secretary', 'delivery.status',
    'Secretaries may know whether messages leave.',
    'Les secrétaires peuvent savoir si les messages partent.'),
  core.define_rule('administer', 'administrator',
    'plan.create person.activate person.deactivate person.erase delivery.hold delivery.release',
    'Administrators of the server open plans, say who may act, erase persons, and hold all deliveries.',
    'Les administrateurs du serveur ouvrent les plans, disent qui peut agir, effacent des personnes et retiennent tous les envois.'),
  core.word('rule.none', 'No rule allows it.', 'Aucune règle ne le permet.');

-- The caller's role in a plan, the strongest of several; 'administrator' for one; NULL for no part in it.
create or replace function core.role_in(plan text) returns text
language plpgsql stable security definer set search_path = core, pg_temp
as $$
begin
  if administrator() then
    return 'administrator';
  end if;
  return (
    select min(role_by(m.role, m.organisation, own_person())) from member as m
    where m.plan = role_in.plan and (m.person = own_person() or m.organisation = own_organisation()));
end;
$$;

-- True for a reference to an action that the caller sees and that the caller, the caller's organisation or a person of
-- it owns.
create or replace function core.owns(object text) returns boolean
language plpgsql stable
as $$
declare
  parts record := object_parse(object);
begin
  return parts.kind = 'action' and exists (
    select from action as a
    where a.plan = parts.plan and a.number = parts.number
      and (a.owner_organisation = own_organisation() or a.owner_person = own_person()
        or a.owner_person in (select p.id from person as p where p.organisation = own_organisation())));
end;
$$;

-- The same for one that any of these supports, or an organisation whose contact the caller is.
create or replace function core.supports(object text) returns boolean
language plpgsql stable
as $$
declare
  parts record := object_parse(object);
begin
  return parts.kind = 'action' and exists (
    select from action_support as s
    left join organisation as o on o.id = s.organisation
    left join person as p on p.id = s.person
    where s.plan = parts.plan and s.action = parts.number
      and (s.person = own_person() or o.contact = own_person()
        or coalesce(s.organisation, p.organisation) = own_organisation()));
end;
$$;

-- As what the caller may call a method on a plan, or on one object by reference ('' for the register, where a right in
-- any plan will do: what it is worth there is the method's to check); NULL if not.
create or replace function core.holding(method text, object text) returns core.right_holder
language plpgsql stable
as $$
declare
  holders right_holder[] := array(
    select held.holder from core.right as held where held.method = holding.method order by held.holder);
  home text := split_part(object, '-', 1);
  role text := role_in(home);
begin
  if 'everybody' = any (holders) then
    return 'everybody';
  elsif role::right_holder = any (holders) then
    return role;
  elsif home = '' and 'self' = any (holders) and own_person() is not null then
    return 'self';
  elsif home = '' then
    return (
      select min(role_in(key)::right_holder) from unnest(plans()) as key
      where role_in(key)::right_holder = any (holders));
  elsif role is null or object not like '%-%' then
    return null;
  end if;
  return case
    when 'owner' = any (holders) and owns(object) then 'owner'
    when 'support' = any (holders) and supports(object) then 'support' end;
end;
$$;

-- True where the caller may call the method on that plan.
create or replace function core.may(method text, object text) returns boolean
language plpgsql stable
as $$
begin
  return holding(method, object) is not null;
end;
$$;

-- The one check of every write: refuses an object that the caller does not see as one that is not there, and a method
-- for which the caller holds no right.
create or replace function core.allow(method text, object text) returns void
language plpgsql stable
as $$
declare
  parts record;
begin
  if object like '%-%' then
    parts := object_parse(object);
    if not object_seen(parts.plan, parts.kind, parts.number) then
      perform refuse('not_found', jsonb_build_object('object', object));
    end if;
  end if;
  if not may(method, object) then
    perform refuse('forbidden');
  end if;
end;
$$;

select core.define_domain('place_ref', 'text',
  'a reference such as LR-12, LR-D3, LR-M2, LR-L4, LR-I1 or LR-N1, or the key of a plan',
  'une référence telle que LR-12, LR-D3, LR-M2, LR-L4, LR-I1 ou LR-N1, ou la clé d’un plan',
  pattern => '^[A-Z0-9]{1,8}(-[DMLIN]?[1-9][0-9]{0,8})?$');
select core.define_domain('method_name', 'text',
  'a method such as action.postpone, or its verb', 'une méthode telle que action.postpone, ou son verbe',
  pattern => '^[a-z]+([.][a-z]+)?$', max_length => 60);

-- The method that was meant by a name or a verb alone, of an object's kind; refuses one that is not there.
create or replace function core.method_meant(object text, typed text) returns text
language plpgsql stable
as $$
declare
  kind text := case when object like '%-%' then (object_parse(object)).kind::text else 'plan' end;
  meant text := case when typed like '%.%' then typed else kind || '.' || typed end;
begin
  if not exists (select from core.right as held where held.method = meant) then
    perform refuse_value('method', 'type.method_name');
  end if;
  return meant;
end;
$$;

-- The table as docs/rights.md is made of it: what each role sees, and each rule with its holders and methods.
create or replace function core.rights() returns json
language sql stable
as $$
  select json_build_object(
    'sight', (select json_agg(json_build_object('role', role, 'sees', sees) order by role) from core.sight),
    'rules', (
      select json_agg(json_build_object('rule', rule.rule, 'en', wording.en,
          'holders', (
            select json_agg(distinct held.holder) from core.right as held where held.rule = rule.rule),
          'methods', (
            select json_agg(distinct held.method) from core.right as held where held.rule = rule.rule))
        order by rule.place)
      from core.rule join core.wording on wording.key = 'rule.' || rule.rule))
$$;

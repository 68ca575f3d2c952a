-- SPDX-License-Identifier: MIT
create function api.preference_edit(
  person core.party default null,
  channel core.channel default null,
  digest core.digest_rhythm default null,
  muted_until date default null,
  clear text[] default null
) returns json
language plpgsql
as $$
declare
  meant person;
  kept preference;
begin
  perform begin_write('', 'preference.edit');
  perform clear_known(clear, '{muted_until}');
  meant := preference_for(person);
  if muted_until not between (core.now() at time zone meant.zone)::date
    and (core.now() at time zone meant.zone)::date + 366
  then
    perform refuse_value('muted_until', 'preference.muted_until');
  elsif channel = 'webhook' and not webhook_ready(meant.id) then
    perform refuse_value('channel', 'preference.webhook');
  end if;
  kept := preference_of(meant.id);
  kept.channel := coalesce(channel, kept.channel);
  kept.digest := coalesce(digest, kept.digest);
  kept.muted_until := coalesce(muted_until, case when clear is null or clear = '{}' then kept.muted_until end);
  update preference as p
  set channel = kept.channel, digest = kept.digest, muted_until = kept.muted_until
  where p.person = meant.id;
  if not found then
    insert into preference values (kept.*);
  end if;
  return preference_json(meant);
end;
$$;

comment on function api.preference_edit is $$Changes how a person wants to be told of reminders and news.

For oneself, for administrators, and for those who may write in a plan where the person is known. What falls due while
a person is muted comes on the first morning after it, of each action the latest reminder only; on the next morning for
who is back earlier and clears it. Who wants nothing at all (channel none) gets neither reminders nor news; what fell
due meanwhile does not come later. Language and time zone are changed by person.edit.

person: the address, or the beginning of a name; oneself unless given
channel: mail, webhook (one of the person's own: webhook.create) or none
digest: what is of interest at a glance, if there is something to say: daily, weekly or none
muted_until: the last day on which nothing is sent
clear: names of fields to empty: muted_until
Returns: ref, person, channel, digest, muted_until, locale, zone, revision
Errors: not_found, ambiguous, bad_value, forbidden, read_only$$;

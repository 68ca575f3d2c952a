-- SPDX-License-Identifier: MIT
-- Messages that come back: a mail server took them, and said later that it could not deliver them. `copild bounce` hands in
-- what it said, as a delivery status notification (RFC 3464) tells it.

-- A message has come back: it has failed like one that was refused at once, its secretaries are told, and nothing more is
-- written to an address that does not exist. Answers the message's number; NULL for one that is not known, that was never
-- handed over, or that had ended otherwise.
--
-- report: uid, code (of the server's answer, or 0), text (its words), recipient (whether the address is what is wrong),
-- final and original (the addresses of which it tells: where the message went, where it was sent)
create or replace function core.outbox_bounced(report json) returns bigint
language plpgsql set search_path = core, pg_temp
as $$
declare
  returned message;
begin
  select * into returned from message as m
  where m.uid = (report ->> 'uid')::uuid and m.channel = 'mail' and (m.state in ('sent', 'busy') or m.state = 'waiting' and m.handed)
  for update;
  if not found then
    return null;
  end if;
  -- The token ends a claim that still holds: whoever has it need not try again.
  update message as m
  set state = 'failed', token = m.token + 1, claimed_by = null, lease_until = null, handed = true,
    last_code = nullif((report ->> 'code')::integer, 0), last_text = left(report ->> 'text', 500), ended_at = core.now()
  where m.id = returned.id
  returning m.* into returned;
  -- Who forwards mail elsewhere, or has another address by now, has one that may well be good.
  insert into unreachable (person, since)
  select p.id, core.now() from person as p
  where p.id = returned.person and (report ->> 'recipient')::boolean
    and lower(p.email) in (lower(report ->> 'final'), lower(report ->> 'original'))
  on conflict on constraint unreachable_pkey do nothing;
  update reminder as r set state = 'bound', ended_at = null where r.message = returned.id and r.state = 'sent';
  perform message_fail(returned);
  return returned.id;
end;
$$;

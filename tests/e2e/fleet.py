# SPDX-License-Identifier: MIT
"""Two daemons that deliver from one database, what happens to them, and whether anything was lost by it."""
import re
import signal
from collections import Counter

from house import wait_for
from outbox import delivery

CONNECTIONS = 4

# Who claimed and who completed what, kept by the test: a completion is a change to "sent".
WITNESS = """
create table public.claim (message bigint, token bigint, by text, primary key (message, token));
create table public.completion (message bigint, token bigint, was text, by text);
grant all on public.claim, public.completion to public;
create function public.claimed() returns trigger language plpgsql as $$
begin
  insert into public.claim values (new.id, new.token, new.claimed_by);
  return null;
end $$;
create trigger claimed after update on core.message for each row
  when (new.state = 'busy' and old.token <> new.token) execute function public.claimed();
create function public.completed() returns trigger language plpgsql as $$
begin
  insert into public.completion values (new.id, old.token, old.state, old.claimed_by);
  return null;
end $$;
create trigger completed after update on core.message for each row
  when (new.state = 'sent' and old.state <> 'sent') execute function public.completed();
"""


class Fleet:
    """Two daemons on one database, and what happens to them."""

    def __init__(self, brief_daemon, cluster, post, box, **options):
        self.cluster, self.post = cluster, post
        self.daemons = [brief_daemon(cluster, post.database, **delivery(box, instance=name, lease="3s",
            connections=CONNECTIONS, **options)) for name in ("a", "b")]
        self.kills = 0

    def trouble(self, draw):
        how, = draw.choices((self.kill_one, self.kill_postgres, self.stall_one), (14, 4, 2))
        how(draw)

    def caller(self):
        return self.daemons[0]

    def kill_one(self, draw):
        daemon = draw.choice(self.daemons)
        daemon.kill()
        self.kills += 1
        daemon.start()

    def stall_one(self, draw):
        """It stands still until the other has taken over what it holds."""
        number = draw.randrange(len(self.daemons))
        self.daemons[number].signal(signal.SIGSTOP)
        self.kills += 1
        wait_for(lambda: not self.post.sql("select id from core.message where claimed_by = %s", "ab"[number]),
            "the other to take over")
        self.daemons[number].signal(signal.SIGCONT)
        wait_for(self.daemons[number].serves, "copild to serve again")

    def kill_postgres(self, _draw):
        self.cluster.stop("immediate")
        self.cluster.start()
        self.kills += len(self.daemons)
        for daemon in self.daemons:
            wait_for(daemon.serves, "copild to serve again")


def check(post, box, hook, kills):
    states = Counter(post.states())
    assert set(states) <= {"sent", "void"}, states
    again = check_channel(post, "mail", "<{}@copil.example.org>", [(letter.id, letter.content,
        letter.mail.get_body(("plain",)).get_content()) for letter in box.handed.all()])
    assert again <= kills * CONNECTIONS
    posted = check_channel(post, "webhook", "msg_{}", [(taken.id, taken.body, taken.body.decode())
        for taken in hook.taken.all()])
    assert posted <= kills * CONNECTIONS
    assert post.sql("""select a.title from core.action as a
        left join core.reminder as r on r.object = a.plan || '-' || a.number and r.kind = 'assigned'
          and r.state = 'sent'
        group by a.title having count(r.message) <> 1""") == [], "not told, or told twice"
    wrong = post.sql("""select * from public.completion as done where was <> 'busy' or not exists (
        select from public.claim as held
        where (held.message, held.token, held.by) = (done.message, done.token, done.by))""")
    assert wrong == [], "completed by who did not hold it"
    assert post.sql("select message from public.completion group by 1 having count(*) > 1") == []
    lost = post.sql("""select object, days, state::text, reason from core.reminder
        where state = 'bound' or state = 'void' and reason <> 'overtaken'""")
    assert lost == [], "a reminder was lost"
    print(f"{kills} kills and stalls, {len(post.messages())} messages, {again} mails and {posted} webhooks again")


def check_channel(post, channel, identifier, taken):
    """What was `taken` by a channel (identifiers, contents, texts) is what was sent, and says what the ledger says: all
    of it, where the list is not cut. Answers how many came again."""
    sent = {identifier.format(uid if channel == "mail" else uid.replace("-", "")): set(titles or ()) if news else None
        for uid, news, titles in post.sql("""
            select m.uid::text, m.shape = 'news', array_agg(a.title) filter (where a.title is not null)
            from core.message as m
            left join core.reminder as r on r.message = m.id and r.state = 'sent'
            left join core.action as a on r.object = a.plan || '-' || a.number
            where m.state = 'sent' and m.channel = %s group by m.uid, m.shape""", channel)}
    contents = {}
    for name, content, text in taken:
        assert contents.setdefault(name, content) == content, "another under the same identifier"
        titles = sent.get(name)
        if titles is not None:  # a week's digest tells of them again
            told = set(re.findall(r"Tour \d+ \d+", text))
            assert told == titles or told < titles and len(told) >= 50, name
    assert set(sent) == set(contents), "lost, or sent under an identifier that copild does not know"
    return len(taken) - len(contents)

# SPDX-License-Identifier: MIT
"""Load for the tests that interleave, kill and restart: how many rounds, from which seed, calls by the thousand, and
plans filled past the triggers, which are slow in such numbers."""
import os
import random
from collections import deque

from house import HOME, run
from peer import Peer, Refusal

SOAK = bool(os.environ.get("SOAK"))


def rounds(few, whole):
    """How often: the whole count in `make soak`, a few in `make check`."""
    return whole if SOAK else few


def chance():
    """A generator whose seed is shown with a failure; COPILD_SEED=n runs the same again."""
    seed = int(os.environ.get("COPILD_SEED") or random.SystemRandom().randrange(1 << 32))
    print(f"COPILD_SEED={seed}")
    return random.Random(seed)


PAST_TRIGGERS = "set session_replication_role = replica;"
# So many partners of plan P with so many open actions each, whose deadlines are spread over some days from a first.
PEOPLE = """
insert into core.person (email, name, created_at, revision)
select 'q' || n || '@example.org', 'Personne ' || n, core.now(), 0 from generate_series(1, %(people)s) as n;
insert into core.member (plan, person, role, revision)
select 'P', p.id, 'partner', 0 from core.person as p where p.email ~ '^q[0-9]';
insert into core.action (plan, number, title, owner_person, state, due_said, due_first, due_last, due_revision,
  first_due_said, first_due_last, created_at, revision)
select 'P', row_number() over (order by k, p.id), 'Relire l’annuaire', p.id, 'open', due.day::text, due.day, due.day, 1,
  due.day::text, due.day, core.now(), 1
from core.person as p cross join generate_series(1, %(each)s) as k
cross join lateral (select '%(first)s'::date + (p.id * 7919 + k) %% %(spread)s as day) as due
where p.email ~ '^q[0-9]';
"""
# All of them have one deadline: its ladder is reckoned once.
LADDERS = """
select core.ladder_begin(a, true) from core.action as a where a.plan = 'P' and a.number = 1;
insert into core.agenda (kind, plan, object, due_revision, passed, since, owned_since, day, at)
select n.kind, n.plan, a.number, n.due_revision, n.passed, n.since, n.owned_since, n.day, n.at
from core.agenda as n join core.action as a on a.plan = n.plan and a.number <> n.object
where n.kind = 'rung' and n.plan = 'P';
"""
NEWS = """
insert into core.reminder (plan, kind, object, person, due_revision, channel, due_at, made_at)
select 'P', 'assigned', 'P-' || a.number, a.owner_person, a.revision, 'mail', core.now(), core.now()
from core.action as a;
"""


def fill(post, what, people, each=1, first="2014-05-13", spread=1):
    """Fills plan P; `what` of PEOPLE, LADDERS and NEWS. The deadlines by the addresses of those who have them."""
    post.sql(PAST_TRIGGERS + "".join(what) % {"people": people, "each": each, "first": first, "spread": spread})
    post.sql("analyze")
    return dict(post.sql("""select p.email, min(a.due_last)
        from core.action as a join core.person as p on p.id = a.owner_person group by 1"""))


class Line:
    """A connection with many calls under way: `ask` sends, `settle` takes the next answer."""

    def __init__(self, peer: Peer):
        self.peer, self.asked = peer, deque()

    def ask(self, method, params, then):
        """`then(result, refusal)` is called with the answer, one of them None."""
        request = self.peer.request(method, params)
        self.asked.append((request["id"], then))
        self.peer.send(request)

    def settle(self):
        """Takes one answer: the one that is due, in the order of asking."""
        answer = self.peer.read()
        assert answer is not None, "the connection was closed"
        number, then = self.asked.popleft()
        assert answer["id"] == number, "answers are out of order"
        then(answer.get("result"), Refusal(answer["error"]) if "error" in answer else None)

    def settle_to(self, left):
        while len(self.asked) > left:
            self.settle()


def check_replay(cluster, database):
    """History equals the journal, version by version; counters equal the rows."""
    cluster.sql(database, "create schema test")
    run("psql", "-XqAt", "-h", cluster.host, "-U", "postgres", "-d", database, "-v", "ON_ERROR_STOP=1",
        "-f", HOME / "tests/sql/replay_functions.sql")
    assert cluster.sql(database, "select * from test.differing_versions('P') limit 5") == []
    assert cluster.sql(database, """select revision from (
        select revision, recorded_at, lag(recorded_at) over (order by revision, part) as earlier
        from core.journal where plan = 'P') as row where recorded_at < earlier""") == []
    assert cluster.sql(database, """select open + in_progress from core.tally
        where plan = 'P' and dimension = 'plan'""") == cluster.sql(database, """select count(*) from core.action
        where plan = 'P' and state in ('open', 'in_progress') and not withdrawn""")

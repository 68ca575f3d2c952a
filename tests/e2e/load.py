# SPDX-License-Identifier: MIT
"""Load for the tests that interleave, kill and restart: how many rounds, from which seed, and calls by the thousand."""
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

# SPDX-License-Identifier: MIT
"""What callers notice when PostgreSQL or copild goes away, and that nothing acknowledged is lost."""
import threading
import time

import pytest

from house import wait_for
from peer import Refusal


@pytest.fixture
def daemon(make_daemon, own_cluster):
    return make_daemon(own_cluster)


def fill(daemon):
    with daemon.peer() as peer:
        peer.call("plan.create", key="P", title="Essai")


def test_postgres_away_and_back(daemon, own_cluster):
    fill(daemon)
    with daemon.peer() as peer:
        own_cluster.stop("immediate")
        wait_for(lambda: peer.call("system.info")["database"] == "down", "copild to notice")
        for method, params in (("plan.get", {"plan": "P"}), ("lead.create", {"plan": "P", "title": "x"})):
            start = time.monotonic()
            refusal = peer.refused(method, **params)
            assert (refusal.code, refusal.kind, refusal.data["retryable"]) == (-32001, "unavailable", True)
            assert time.monotonic() - start < 1
        assert peer.call("system.ping")["pong"] is True
        own_cluster.start()
        wait_for(daemon.serves, "copild to serve again")
        # the same connection goes on
        assert peer.call("plan.get", plan="P")["key"] == "P"
        assert peer.call("lead.create", plan="P", title="x")["ref"] == "P-L1"


def test_started_without_postgres(make_daemon, own_cluster):
    own_cluster.stop()
    daemon = make_daemon(own_cluster, ready=False)
    with daemon.peer() as peer:
        assert peer.refused("plan.list").data["retryable"] is True
        own_cluster.start()
        wait_for(daemon.serves, "copild to serve")
        assert peer.call("plan.list")["items"] == []


class Writer(threading.Thread):
    """Creates leads until the connection or the database is gone; remembers those that were acknowledged."""

    def __init__(self, daemon):
        super().__init__()
        self.daemon, self.acknowledged, self.leave = daemon, [], threading.Event()
        self.start()

    def run(self):
        while not self.leave.is_set():
            try:
                with self.daemon.peer() as peer:
                    while not self.leave.is_set():
                        self.acknowledged.append(peer.call("lead.create", plan="P", title="x")["ref"])
            except (OSError, AssertionError, Refusal):
                pass


@pytest.mark.parametrize("victim", ["copild", "postgres"])
def test_killed_under_load(daemon, own_cluster, victim):
    fill(daemon)
    writers = [Writer(daemon) for _ in range(4)]
    try:
        for _ in range(3):
            count = sum(len(writer.acknowledged) for writer in writers)
            wait_for(lambda: sum(len(writer.acknowledged) for writer in writers) > count + 50, "writes to go through")
            if victim == "copild":
                daemon.kill()
                daemon.start()
            else:
                own_cluster.stop("immediate")
                own_cluster.start()
                wait_for(daemon.serves, "copild to serve again")
    finally:
        for writer in writers:
            writer.leave.set()
        for writer in writers:
            writer.join()
    acknowledged = [ref for writer in writers for ref in writer.acknowledged]
    assert len(acknowledged) == len(set(acknowledged))
    stored = own_cluster.sql("copild", "select number from core.lead where plan = 'P' order by number")
    numbers = [number for (number,) in stored]
    assert numbers == list(range(1, len(numbers) + 1)), "references have a gap"
    assert {int(ref.split("-L")[1]) for ref in acknowledged} <= set(numbers)

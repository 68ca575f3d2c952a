# SPDX-License-Identifier: MIT
"""What callers notice when PostgreSQL goes away and comes back."""

import pytest

from house import wait_for
from peer import Refusal


@pytest.fixture
def daemon(make_daemon, own_cluster):
    return make_daemon(own_cluster)


def fill(daemon):
    with daemon.peer() as peer:
        peer.call("plan.create", key="P", title="Essai")


def written(peer):
    """A lead, unless the connection for writes is not back yet."""
    try:
        return peer.call("lead.create", plan="P", title="x")
    except Refusal as refusal:
        assert refusal.kind == "unavailable"
        return None


def test_postgres_away_and_back(daemon, own_cluster):
    fill(daemon)
    with daemon.peer() as peer:
        own_cluster.stop("immediate")
        wait_for(lambda: peer.call("system.info")["database"] == "down", "copild to notice")
        for method, params in (("plan.get", {"plan": "P"}), ("lead.create", {"plan": "P", "title": "x"})):
            refusal = peer.refused(method, **params)
            assert (refusal.code, refusal.kind, refusal.data["retryable"]) == (-32001, "unavailable", True)
        assert peer.call("system.ping")["pong"] is True
        own_cluster.start()
        wait_for(daemon.serves, "copild to serve again")
        # the same connection goes on
        assert peer.call("plan.get", plan="P")["key"] == "P"
        assert wait_for(lambda: written(peer), "writes to go through again")["ref"] == "P-L1"


def test_started_without_postgres(make_daemon, own_cluster):
    own_cluster.stop()
    daemon = make_daemon(own_cluster, ready=False)
    with daemon.peer() as peer:
        assert peer.refused("plan.list").data["retryable"] is True
        own_cluster.start()
        wait_for(daemon.serves, "copild to serve")
        assert peer.call("plan.list")["items"] == []

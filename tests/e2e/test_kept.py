# SPDX-License-Identifier: MIT
"""Connections to the relay that are kept for the next mail."""
import pytest

from house import wait_for
from outbox import Post, delivery
from postbox import ScriptedPostbox
from scripted import Authority

ONE = "p1@example.org"


@pytest.fixture(scope="module")
def authority(place):
    return Authority(place / "authority of kept connections")


@pytest.fixture(params=["none", "starttls", "implicit"])
def box(request, authority):
    """A relay that speaks in the clear, with STARTTLS, or with TLS from the first byte."""
    context = None if request.param == "none" else authority.issue("127.0.0.1")
    with ScriptedPostbox(context=context, implicit=request.param == "implicit") as relay:
        relay.tls = {"tls": request.param, **({"ca_file": authority.file} if context else {})}
        yield relay


@pytest.fixture
def post(new_database, cluster):
    return Post(cluster, new_database())


@pytest.fixture
def deliver(brief_daemon, cluster, post, box):
    """deliver(people, option=value): a daemon whose relay is that box, and one message that is due for each."""
    def start(people=1, **options):
        daemon = brief_daemon(cluster, post.database, **delivery(box, **box.tls, **options))
        post.begin_due(daemon, people)
        return daemon
    return start


def test_no_more_than_allowed(deliver, box, post):
    deliver(20, connections=2)
    post.wait_sent()
    assert len(box.letters) == 20 and box.count <= 2


def test_the_relay_ends_it(deliver, box, post):
    """It says so ("421") while nothing is sent: the next mail takes another connection, and that is no failure."""
    daemon = deliver()
    post.wait_sent()
    for talk in list(box.talks.values()):
        talk.send(b"421 4.4.2 idle for too long\r\n")
        talk.close()
    with daemon.peer() as peer:
        post.act(peer, ONE, "Compter les fournisseurs")
    post.fall_due()
    wait_for(lambda: len(box.letters) == 2, "the second mail")
    assert [message.attempt for message in post.wait_sent()] == [1, 1] and box.count == 2

# SPDX-License-Identifier: MIT
"""What one daemon has in hand stays its own while PostgreSQL is away, a lock is held, or the daemon stands still: one
mail leaves, and it is known that it did."""
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from house import wait_for
from outbox import Post, delivery
from postbox import Postbox, ScriptedPostbox
from scripted import Gate

ONE = "p1@example.org"
LEASE = {"lease": "3s"}  # the shortest


@pytest.fixture
def post(own_cluster):
    own_cluster.shift_clock("copild", "2014-05-12 10:00:00+02")
    return Post(own_cluster, "copild")


@pytest.fixture
def deliver(brief_daemon, own_cluster, post):
    """deliver(box, section={"option": value}): a daemon whose relay is that box, and one message that is due."""
    def start(box, options=None, **settings):
        daemon = brief_daemon(own_cluster, "copild", **delivery(box, **(options or {})), **settings)
        post.begin_due(daemon)
        return daemon
    return start


class Handed:
    """A relay that has been given a message, and says that it took it when the test lets it."""

    def __init__(self):
        self.gate = Gate("250 2.0.0 taken")
        self.box = ScriptedPostbox({"dot": [self.gate]})

    def wait(self):
        wait_for(self.gate.reached.is_set, "the message to be handed over")


@pytest.fixture
def relay():
    handed = Handed()
    with handed.box:
        yield handed


def sent_once(post, relay):
    """It has left once, and at the first attempt."""
    post.wait_sent()
    assert set(relay.box.handed.ids().values()) == {1}
    assert [(message.attempt, message.ambiguous) for message in post.messages()] == [(1, 0)]


def lapsed(post):
    return post.value("select lease_until < clock_timestamp() from core.message")


@contextmanager
def locked(cluster, statement):
    """Somebody has locked what the statement names."""
    with cluster.transaction() as holder:
        holder.execute(statement)
        yield


def test_fault_26_away_for_longer_than_a_lease(deliver, own_cluster, post, relay):
    daemon = deliver(relay.box, LEASE)
    relay.wait()
    own_cluster.stop("immediate")
    over = time.monotonic() + 3
    relay.gate.opened.set()
    with daemon.peer() as peer:
        wait_for(lambda: peer.call("system.info")["delivery"]["sent"] == 1, "the relay's yes")
    wait_for(lambda: time.monotonic() > over, "the lease to be over")
    own_cluster.start()
    sent_once(post, relay)


@contextmanager
def name_taken(cluster):
    """Copild's delivery connection is lost; its name is somebody else's before it can ask for it again."""
    holder, = cluster.sql("copild", """select pid, classid::bigint << 32 | objid::bigint from pg_locks
        where locktype = 'advisory' and granted""")
    other = cluster.connect()
    try:
        with ThreadPoolExecutor() as pool, other.cursor() as cursor:
            taken = pool.submit(cursor.execute, "select pg_advisory_lock(%s)", holder[1:])
            wait_for(lambda: cluster.sql("copild", """select pid from pg_locks
                where locktype = 'advisory' and not granted"""), "somebody to want the name")
            cluster.sql("copild", "select pg_terminate_backend(%s)", holder[0])
            taken.result()
            yield
    finally:
        other.close()


def test_fault_25_its_name_is_taken_for_a_while(deliver, own_cluster, post, relay):
    """What is under way then stays its own."""
    daemon = deliver(relay.box)
    relay.wait()
    with daemon.peer() as peer:
        def state():
            return peer.call("system.info")["delivery"]["state"]
        with name_taken(own_cluster):
            wait_for(lambda: state() == "namesake", "the name to be refused")
        wait_for(lambda: state() != "namesake", "the name")
        relay.gate.opened.set()
    sent_once(post, relay)


def test_fault_05_alone_it_keeps_what_nobody_took(deliver, post, relay):
    daemon = deliver(relay.box, LEASE)
    relay.wait()
    daemon.signal(signal.SIGSTOP)
    try:
        relay.gate.opened.set()
        wait_for(lambda: lapsed(post), "the lease to be over")
    finally:
        daemon.signal(signal.SIGCONT)
    sent_once(post, relay)


def test_a_lease_that_becomes_shorter(deliver, post):
    """What is claimed for less time than before is renewed in time."""
    gates = [Gate("250 2.0.0 taken"), Gate("250 2.0.0 taken")]
    leases = "select lease_until from core.message order by id desc limit 1"
    with ScriptedPostbox({"dot": list(gates)}) as box:
        daemon = deliver(box, {"lease": "60s"})
        wait_for(gates[0].reached.is_set, "the first message")
        daemon.write(**delivery(box, **LEASE))
        daemon.signal(signal.SIGHUP)
        wait_for(lambda: "configuration read again" in daemon.said(), "the configuration")
        with daemon.peer() as peer:
            post.act(peer, ONE, "Compter les fournisseurs")
        post.fall_due()
        wait_for(gates[1].reached.is_set, "the second message")
        first = post.sql(leases)
        wait_for(lambda: post.sql(leases) != first, "its first lease to be over")
        for gate in gates:
            gate.opened.set()
        post.wait_sent()
        assert [(message.attempt, message.ambiguous) for message in post.messages()] == [(1, 0), (1, 0)]


def test_fault_39_a_locked_message_is_told_later(deliver, own_cluster, post, relay):
    """Also when the lock is held for longer than the lease."""
    daemon = deliver(relay.box, LEASE, database={"lock_timeout": "100ms"})
    relay.wait()
    with locked(own_cluster, "select from core.message for update"):
        relay.gate.opened.set()
        wait_for(lambda: "core.outbox_finish: 55P03" in daemon.said(), "the note to be refused")
        wait_for(lambda: lapsed(post), "the lease to be over")
    sent_once(post, relay)


def test_fault_39_a_locked_plan_keeps_no_other_waiting(deliver, own_cluster, post):
    """One whose reminders are to be reckoned anew waits for whoever writes to it; the others' leave."""
    with Postbox() as box:
        daemon = deliver(box, database={"lock_timeout": "100ms"})
        post.wait_sent()
        with daemon.peer() as peer:
            peer.call("plan.create", key="Q", title="Plan voisin")
            with locked(own_cluster, "select from core.revision where plan = 'Q' for update"):
                post.sql("insert into core.recompute (plan) values ('Q')")
                post.act(peer, ONE, "Compter les fournisseurs")
                post.fall_due()
                wait_for(lambda: len(box.letters.all()) == 2, "what is about another plan")
                assert post.value("select plan from core.recompute") == "Q"
        wait_for(lambda: not post.sql("select plan from core.recompute"), "the plan's turn")


# ---- a claim on its way ------------------------------------------------------------------------

def claims(cluster):
    """True while a claim waits for what another has locked."""
    return cluster.sql("copild", """select pid from pg_stat_activity where application_name = 'copild delivery'
        and wait_event_type = 'Lock' and query like '%outbox_claim%'""")


@contextmanager
def claiming(deliver, cluster, post, box):
    """A daemon whose claim is answered when this ends."""
    daemon = deliver(box, {"hold": "yes"}, database={"lock_timeout": "1min", "statement_timeout": "1min"})
    post.wait_for(lambda messages: messages, "the message")
    with locked(cluster, "select from core.reminder where message is not null for update"):
        daemon.write(**delivery(box))
        daemon.signal(signal.SIGHUP)
        wait_for(lambda: claims(cluster), "the claim")
        yield daemon


def untouched(post):
    """It was claimed, and given back as if it never had been."""
    return post.sql("""select id from core.message where token = 1 and state = 'waiting' and attempt = 0 and not handed
        and ambiguous = 0""")


def test_fault_06_stopped_while_it_claims(deliver, own_cluster, post):
    with ScriptedPostbox() as box:
        with claiming(deliver, own_cluster, post, box) as daemon:
            daemon.signal(signal.SIGTERM)
            wait_for(lambda: not daemon.serves("system.ping"), "it to stop")
        assert daemon.process.wait(60) == 0
        assert untouched(post) and not len(box.handed)


def test_fault_100_held_while_it_claims(deliver, own_cluster, post):
    with ScriptedPostbox() as box:
        with claiming(deliver, own_cluster, post, box) as daemon, daemon.peer() as peer:
            daemon.write(**delivery(box, hold="yes"))
            daemon.signal(signal.SIGHUP)
            wait_for(lambda: peer.call("system.info")["delivery"]["held"], "deliveries to be held")
        wait_for(lambda: untouched(post), "the claim to be given back")
        assert not len(box.handed)


def test_fault_100_the_relay_is_gone_while_it_claims(deliver, own_cluster, post):
    """A configuration without a relay: what comes then is given back."""
    with Postbox() as box:
        with claiming(deliver, own_cluster, post, box) as daemon, daemon.peer() as peer:
            daemon.write(**delivery(None))
            daemon.signal(signal.SIGHUP)
            wait_for(lambda: not peer.call("system.info")["delivery"]["relay"], "the configuration")
        wait_for(lambda: untouched(post), "the message to wait again")
        assert not box.letters.all()
        assert daemon.stop() == 0

# SPDX-License-Identifier: MIT
"""Queues as long as they get: very many reminders due at one instant, and a day's messages behind a relay that was
away. What the receiver saw counts: nothing lost or twice, never more than the rate, the nearest deadlines first."""
from collections import Counter

import pytest

from house import wait_for
from load import LADDERS, NEWS, PEOPLE, fill, rounds
from outbox import PLAN, Post, delivery
from postbox import Postbox, ScriptedPostbox

PATIENCE = rounds(60, 3600)
SECRETARY, CHAIR = "secretary@example.org", "chair@example.org"


@pytest.fixture
def post(new_database, cluster):
    return Post(cluster, new_database())


def open_messages(post):
    return post.value("select count(*) from core.message where state in ('waiting', 'busy')")


def wait_drained(post, box, count):
    wait_for(lambda: len(box.letters) >= count, "all letters", PATIENCE)
    wait_for(lambda: open_messages(post) == 0, "all of them to be noted", PATIENCE)


def check_rate(box, rate, connections):
    """What begins in a second is what the rate allows and a tenth at once; what was under way may come with it."""
    assert box.letters.fullest(1.0) <= 1.1 * rate + 1 + connections


# ---- 64: a long queue --------------------------------------------------------------------------

@pytest.mark.whole
def test_fault_64_a_long_queue_leaves_by_deadline(brief_daemon, cluster, post):
    """A day without a relay; then one connection, so that letters come in the order in which they left."""
    count, rate = rounds(80, 50000), rounds(60, 200)
    with ScriptedPostbox({"banner": "421 4.3.2 closed today"}) as box:
        daemon = brief_daemon(cluster, post.database, **delivery(box, connections=1, rate=rate))
        with daemon.peer() as peer:
            post.begin(peer)
            due = fill(post, (PEOPLE, NEWS), count, spread=50)
            wait_for(lambda: open_messages(post) == count, "all to be queued", PATIENCE)
            for _ in range(6):
                before = box.count
                post.pass_time("4 hours")
                wait_for(lambda known=before: box.count > known, "another try")
            assert box.count < 100 + count // 100, "tried for each message"
            peer.call("delivery.hold", why="le relais revient")
            wait_for(lambda: peer.call("system.info")["delivery"]["in_hand"] == 0, "nothing to be in hand")
            post.pass_time("5 hours")  # so that those may be tried too that were before
            box.script = {}
            peer.call("delivery.release")
        wait_drained(post, box, count)
        came = [due[letter.recipients[0]] for letter in box.letters.all()]
        assert came == sorted(came) and len(set(came)) == 50
        assert Counter(letter.recipients[0] for letter in box.letters.all()) == Counter(list(due))
        check_rate(box, rate, 1)


# ---- 99: very many at one instant --------------------------------------------------------------

@pytest.mark.whole
def test_fault_99_due_at_one_instant(brief_daemon, cluster, post):
    """A week after the deadline of all of it: everybody is reminded, and the secretary of everything."""
    people, each, rate = rounds(60, 5000), rounds(3, 10), rounds(100, 200)
    with Postbox() as box:
        daemon = brief_daemon(cluster, post.database, **delivery(box, connections=4, rate=rate))
        with daemon.peer() as peer:
            post.begin(peer)
            peer.call("person.create", email=CHAIR, name="La présidence", plan=PLAN)
            peer.call("member.add", plan=PLAN, party=CHAIR, role="chair")
        due = fill(post, (PEOPLE, LADDERS), people, each, first="2014-05-02")
        post.set_clock("2014-05-14 08:00:00+02")
        wait_drained(post, box, people + 1)
        assert Counter(letter.recipients[0] for letter in box.letters.all()) == Counter([*due, SECRETARY])
        assert post.sql("""select days, p.email = %s, state::text, count(*), count(distinct message)
            from core.reminder as r join core.person as p on p.id = r.person group by 1, 2, 3 order by 2""",
            SECRETARY) == [(7, False, "sent", people * each, people), (7, True, "sent", people * each, 1)]
        check_rate(box, rate, 4)
        assert daemon.serves()


# ---- 40: rings and writers ---------------------------------------------------------------------

def test_a_ring_waits_for_no_writer(brief_daemon, cluster, post):
    """What is to join a message that somebody is about to change waits for the next ring, and holds nobody up."""
    daemon = brief_daemon(cluster, post.database, **delivery(None))
    with daemon.peer() as peer:
        post.begin(peer)
        assert daemon.stop() == 0
    due = fill(post, (PEOPLE, NEWS), 2)
    post.value("select core.outbox_ring()")
    assert open_messages(post) == len(due) == 2
    post.sql("update core.reminder set due_revision = 0")
    post.sql(NEWS)
    writer = cluster.connect(post.database)
    try:
        with writer.cursor() as cursor:
            cursor.execute("begin; select from core.message order by id limit 1 for update")
            assert post.value("select core.outbox_ring()")["sleep"] == 0
            assert bound(post) == [1, 2]
            cursor.execute("commit")
    finally:
        writer.close()
    post.value("select core.outbox_ring()")
    assert bound(post) == [2, 2]


def bound(post):
    """How many reminders each message has."""
    return [count for count, in post.sql("""select count(*) from core.reminder where state = 'bound'
        group by message order by 1""")]

# SPDX-License-Identifier: MIT
"""Clocks that jump, machines that sleep, hours that are skipped or come twice: rows 93 to 96 of docs/faults.md."""
import os
import signal
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import test_webhooks as hooks
from clockwork import Clockwork
from hook import ScriptedHook, answer
from house import Cluster, wait_for
from outbox import Post, delivery
from postbox import Postbox, ScriptedPostbox
from scripted import Gate

authority, key, deliver = hooks.authority, hooks.key, hooks.deliver
STEPS = ("+2h", "-2h", "+10y", "@1970-01-02 00:00:00")


class FakeClock:
    """The wall clock of one process: what stands in a file; `+0` is the machine's own."""

    def __init__(self, directory):
        self.path = directory / "clock"
        self.set("+0")

    def set(self, said):
        fresh = self.path.with_suffix(".new")
        fresh.write_text(said + "\n", encoding="utf-8")
        fresh.chmod(0o644)
        fresh.rename(self.path)

    @property
    def environment(self):
        library = next(Path("/usr/lib").glob("*-linux-gnu*/faketime/libfaketime.so.1"))
        return {"LD_PRELOAD": str(library), "FAKETIME_TIMESTAMP_FILE": str(self.path), "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1"}

    @property
    def prefix(self):
        return ["env", *(f"{name}={value}" for name, value in self.environment.items())]


@pytest.fixture
def post(new_database, cluster):
    return Post(cluster, new_database())


def act_for_all(daemon, post, title):
    with daemon.peer() as peer:
        for email in post.people:
            post.act(peer, email, title)
    post.fall_due()


# ---- the next instant --------------------------------------------------------------------------

def test_one_timer_for_the_next_instant(deliver, post, authority):
    """What is to be tried again in a few seconds is, however seldom the outbox is looked at without a reason."""
    with ScriptedHook([answer(500)], authority.issue("127.0.0.1")) as hook:
        daemon = deliver([f"https://127.0.0.1:{hook.port}/"], poll="60s")
        with daemon.peer() as peer:
            peer.call("plan.create", key="AUTRE", title="Une écriture, qui réveille")
        wait_for(lambda: len(hook.taken) == 2, "the second attempt")
        post.wait_sent()
        assert set(hook.taken.ids().values()) == {2}


# ---- 93: the clock jumps -----------------------------------------------------------------------

@pytest.mark.parametrize("step", STEPS)
def test_fault_93_the_daemons_clock_jumps(brief_daemon, cluster, post, place, step):
    """What is due is the database's to say: the daemon's own wall clock may say what it likes."""
    clock = FakeClock(place)
    with Postbox() as box:
        daemon = brief_daemon(cluster, post.database, prefix=clock.prefix, **delivery(box))
        with daemon.peer() as peer:
            post.begin(peer, 3)
        for said in ("+0", step, "+0"):
            clock.set(said)
            before = len(box.letters)
            act_for_all(daemon, post, f"Relire {said}")
            wait_for(lambda known=before: len(box.letters) == known + 3, "the letters of this hour")
        post.wait_sent()
        assert set(box.letters.ids().values()) == {1} and daemon.serves()


class FakeCluster(Cluster):
    """PostgreSQL under another wall clock."""

    clock = None

    def start(self):
        before = dict(os.environ)
        os.environ.update(self.clock.environment)
        try:
            super().start()
        finally:
            os.environ.clear()
            os.environ.update(before)


@pytest.fixture
def strange(place, source, tmp_path_factory):
    """A PostgreSQL whose clock a test may move."""
    directory = tmp_path_factory.mktemp("clock")
    for path in (directory, *directory.parents):
        if str(path).startswith("/tmp/"):
            path.chmod(0o755)
    cluster = FakeCluster(place / f"strange{len(os.listdir(place))}", source)
    cluster.clock = FakeClock(directory)
    cluster.start()
    cluster.shift_clock("copild", "2014-05-12 10:00:00+02")  # else there would be summaries on a Monday morning
    yield cluster
    cluster.clock.set("+0")
    cluster.stop("immediate")


@pytest.mark.parametrize("step", ["+2h", "-2h"])
def test_fault_93_the_databases_clock_jumps_by_hours(brief_daemon, strange, step):
    post = Post(strange, "copild")
    with Postbox() as box:
        daemon = brief_daemon(strange, "copild", **delivery(box))
        with daemon.peer() as peer:
            post.begin(peer, 3)
        act_for_all(daemon, post, "Avant")
        post.wait_sent()
        strange.clock.set(step)
        act_for_all(daemon, post, "Après")
        post.wait_for(lambda messages: len(messages) == 6, "the messages")
        post.wait_sent()
        strange.clock.set("+0")
        act_for_all(daemon, post, "Enfin")
        wait_for(lambda: len(box.letters) >= 9, "the letters of the right hour")
        assert set(box.letters.ids().values()) == {1}


@pytest.mark.parametrize("step", ["+2h", "-2h"])
def test_fault_93_the_databases_clock_jumps_while_a_message_leaves(brief_daemon, strange, step):
    """Leases are that clock's; it ends none of them by jumping, and nobody else sends the message again."""
    post = Post(strange, "copild")
    gate = Gate("250 ok")
    with ScriptedPostbox({"dot": [gate]}) as box:
        daemons = [brief_daemon(strange, "copild", **delivery(box, instance=name, lease="9s")) for name in ("a", "b")]
        with daemons[0].peer() as peer:
            post.begin(peer, 1)
        act_for_all(daemons[0], post, "Avant")
        wait_for(gate.reached.is_set, "the message to have left")
        strange.clock.set(step)
        for _ in range(2):
            until = post.value("select max(lease_until) from core.message")
            wait_for(lambda known=until: post.value("""select max(lease_until) <> %s
                and max(lease_until) - clock_timestamp() between '0 s' and '9 s' from core.message""", known),
                "the lease to be renewed on that clock")
        gate.opened.set()
        post.wait_sent()
        act_for_all(daemons[1], post, "Après")
        post.wait_for(lambda messages: len(messages) == 2 and messages[1].state == "sent", "the next message")
        assert set(box.handed.ids().values()) == {1}
        assert [message.ambiguous for message in post.messages()] == [0, 0]


@pytest.mark.parametrize("step", ["+10y", "+30d", "@1970-01-02 00:00:00"])
def test_fault_93_the_databases_clock_jumps_by_years(brief_daemon, strange, step):
    """Nothing is sent on such a clock before somebody says so; the log asks for that, in one line."""
    post = Post(strange, "copild")
    with Postbox() as box:
        daemon = brief_daemon(strange, "copild", **delivery(box))
        with daemon.peer() as peer:
            post.begin(peer, 3)
            act_for_all(daemon, post, "Avant")
            post.wait_sent()
            strange.clock.set(step)
            wait_for(lambda: peer.call("delivery.status")["held"], "deliveries to be held")
            assert daemon.serves() and len(box.letters) == 3
            assert daemon.said().count("nothing is sent until an administrator has looked at it") == 1
            strange.clock.set("+0")
            peer.call("delivery.release")
            act_for_all(daemon, post, "Après")
        wait_for(lambda: sum("Après" in letter.mail.get_body().get_content() for letter in box.letters.all()) == 3,
            "the letters of after")
        assert set(box.letters.ids().values()) == {1}


# ---- 94: the machine sleeps --------------------------------------------------------------------

def test_fault_94_sleeps_for_a_night(brief_daemon, cluster, post):
    """What became due meanwhile comes when it wakes, once, one message for each person."""
    with Postbox() as box:
        daemon = brief_daemon(cluster, post.database, **delivery(box))
        with daemon.peer() as peer:
            post.begin(peer, 3)
            for email in post.people:
                for number in range(3):
                    post.act(peer, email, f"Relire {number}", due="2014-06-16")
        post.fall_due()
        post.wait_sent()
        box.letters.clear()
        post.set_clock("2014-06-11 00:30:00+02")
        assert daemon.serves()
        daemon.signal(signal.SIGSTOP)
        post.pass_time("8 hours")
        daemon.signal(signal.SIGCONT)
        wait_for(lambda: len(box.letters) >= 3, "the reminders of the night")
        post.wait_sent()
        assert Counter(letter.recipients[0] for letter in box.letters.all()) == Counter(post.people)
        assert set(box.letters.ids().values()) == {1}


# ---- 95, 96: the hours of spring and autumn ----------------------------------------------------
# In Amman the clocks change at midnight before a Friday, which is a working day of the plan's calendar.

@pytest.fixture
def clockwork(cluster):
    made = Clockwork(cluster, cluster.create_database(f"time{os.urandom(4).hex()}"))
    yield made
    made.close()


def reminded(clockwork, due, around):
    """The instants at which somebody in Amman, whose morning is at half past midnight, is reminded of a day."""
    clockwork.set_clock(around - timedelta(days=4))
    call = clockwork.call
    call("administrator", "plan.create", {"key": "P", "title": "Essai"})
    call("administrator", "person.create", {"email": "p1@example.org", "name": "P", "zone": "Asia/Amman", "plan": "P"})
    call("administrator", "member.add", {"plan": "P", "party": "p1@example.org", "role": "member"})
    call("administrator", "reminder.edit", {"plan": "P", "morning": "00:30"})
    call("administrator", "action.create", {"plan": "P", "title": "x", "owner": "p1@example.org", "due": due})
    clockwork.live([], around + timedelta(days=1))
    numbers = {number for number, in clockwork.rows("""select message from core.reminder
        where kind = 'rung' and days = 0 and state = 'sent'""")}
    return [now for now, number, _ in clockwork.sent if number in numbers]


def test_fault_95_a_morning_that_is_skipped(clockwork):
    """On 28 March 2014 midnight was one o'clock: half past midnight was half past one."""
    around = datetime.fromisoformat("2014-03-28 00:00:00+03:00")
    sent, = reminded(clockwork, "2014-03-28", around)
    assert timedelta(0) <= sent - datetime.fromisoformat("2014-03-28 01:30:00+03:00") < timedelta(minutes=1)


def test_fault_96_a_morning_that_comes_twice(clockwork):
    """On 31 October 2014 one o'clock was midnight again: it was half past midnight twice."""
    around = datetime.fromisoformat("2014-10-31 00:00:00+03:00")
    sent, = reminded(clockwork, "2014-10-31", around)
    assert any(timedelta(0) <= sent - datetime.fromisoformat(f"2014-10-31 00:30:00+0{zone}:00") < timedelta(minutes=1)
        for zone in (2, 3))

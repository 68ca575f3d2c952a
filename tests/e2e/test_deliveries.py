# SPDX-License-Identifier: MIT
"""Deliveries while daemons and PostgreSQL are killed, stand still, or are many: nothing is lost, nothing is completed
by who no longer holds it, and what comes twice comes under the same Message-ID."""
import json
import signal
from collections import Counter

import pytest

import test_webhooks as hooks
from fleet import WITNESS, Fleet, check
from hook import Hook
from house import wait_for
from load import chance, rounds
from outbox import Post, delivery
from peer import Refusal
from postbox import Postbox, ScriptedPostbox
from scripted import Gate

ONE = "p1@example.org"
authority, key = hooks.authority, hooks.key


@pytest.fixture
def post(new_database, cluster):
    return Post(cluster, new_database())


def begin(daemon, post, people):
    with daemon.peer() as peer:
        post.begin(peer, people)


def noted(post, peer, email, title):
    """The action, unless the connection for writes is not back yet."""
    try:
        return post.act(peer, email, title)
    except Refusal as refusal:
        assert refusal.kind == "unavailable"
        return None


def act_for_all(daemon, post, title="Relire l’annuaire"):
    with daemon.peer() as peer:
        for number, email in enumerate(post.people, 1):
            wait_for(lambda one=email, words=f"{title} {number}": noted(post, peer, one, words), "writes to go through")
    post.fall_due()


# ---- 2, 3: one kill, at a known place ----------------------------------------------------------

def test_fault_02_killed_before_anything_was_sent(brief_daemon, cluster, post):
    gate = Gate("354 go on")
    with ScriptedPostbox({"data": [gate]}) as box:
        daemon = brief_daemon(cluster, post.database, **delivery(box, instance="a"))
        begin(daemon, post, 1)
        act_for_all(daemon, post)
        wait_for(gate.reached.is_set, "the relay to be asked")
        daemon.kill()
        gate.opened.set()
        assert not len(box.handed)
        daemon.start()
        post.pass_time("10 min")
        post.wait_sent()
        assert box.letters.ids() == {f"<{post.message().uid}@copil.example.org>": 1}


def test_fault_03_killed_after_the_yes(brief_daemon, cluster, post):
    """The relay has it, and copild was killed before it heard so."""
    gate = Gate("250 2.0.0 taken")
    with ScriptedPostbox({"dot": [gate]}) as box:
        daemon = brief_daemon(cluster, post.database, **delivery(box, instance="a"))
        begin(daemon, post, 1)
        act_for_all(daemon, post)
        wait_for(gate.reached.is_set, "the message to be handed over")
        daemon.kill()
        gate.opened.set()
        daemon.start()
        post.pass_time("10 min")
        post.wait_sent()
        first, second = box.handed.all()
        assert first.id == second.id and first.content == second.content


# ---- 4: at moments that nobody chose -----------------------------------------------------------

@pytest.mark.whole
def test_fault_04_deliveries_killed_at_any_moment(brief_daemon, own_cluster, authority, key):
    own_cluster.shift_clock("copild", "2014-05-12 10:00:00+02")
    post, draw = Post(own_cluster, "copild"), chance()

    def slow(talk):  # so that kills find messages in flight
        talk.server.stopping.wait(0.03)
        return "250 2.0.0 taken"

    with ScriptedPostbox({"dot": slow}) as box, Hook(authority.issue("127.0.0.1")) as hook:
        fleet = Fleet(brief_daemon, own_cluster, post, box, webhook_private=hooks.LOCAL, ca_file=authority.file,
            webhook_key=key)
        post.sql(WITNESS)
        begin(fleet.caller(), post, 10)
        with fleet.caller().peer() as peer:
            hooks.hooked(peer, ONE, f"https://127.0.0.1:{hook.port}/")
        for number in range(rounds(50, 1000)):
            act_for_all(fleet.caller(), post, f"Tour {number}")
            post.pass_time(f"{draw.randrange(5, 60)} min")
            known = len(box.handed) + draw.randrange(12)
            wait_for(lambda enough=known: len(box.handed) >= enough or not post.is_due()[0],
                "letters to go out", 60)
            fleet.trouble(draw)
        post.run_out()
        check(post, box, hook, fleet.kills)


# ---- 5: it stands still ------------------------------------------------------------------------

def test_fault_05_stands_still_longer_than_its_lease(brief_daemon, cluster, post):
    """Another one takes the message over; the first, awake again, neither hands it over nor completes it."""
    gate = Gate("354 go on")
    with ScriptedPostbox({"data": [gate]}) as box:
        first = brief_daemon(cluster, post.database, **delivery(box, instance="a", lease="3s"))
        post.sql(WITNESS)
        begin(first, post, 1)
        act_for_all(first, post)
        wait_for(gate.reached.is_set, "the relay to be asked")
        first.signal(signal.SIGSTOP)
        try:
            second = brief_daemon(cluster, post.database, **delivery(box, instance="b", lease="3s"))
            wait_for(lambda: post.message().state == "sent", "the other one to send it", 60)
        finally:
            first.signal(signal.SIGCONT)
        gate.opened.set()
        wait_for(first.serves, "the first to serve again")
        act_for_all(second, post, "Encore")
        post.wait_for(lambda messages: len(messages) == 2 and messages[1].state == "sent", "the next message")
        assert set(box.handed.ids().values()) == {1}
        assert [row[0] for row in post.sql("select by from public.completion order by message")][0] == "b"


def test_stale_completions_are_not_taken(cluster, post, brief_daemon):
    """A claim that has run out, and was made again by another one, is completed by that one alone."""
    daemon = brief_daemon(cluster, post.database, **delivery(None))
    begin(daemon, post, 3)
    act_for_all(daemon, post)
    assert daemon.stop() == 0  # its rings would hold what is claimed here
    post.value("select core.outbox_ring()")
    claim = "select core.outbox_claim(%s, 'mail', 10, 10, '{}', 1)"
    first = post.value(claim, "a")
    post.sql("update core.message set lease_until = clock_timestamp() - interval '1 s'")
    post.value("select core.outbox_ring(extract(epoch from clock_timestamp()))")
    second = post.value(claim, "b")

    def finish(instance, claims):
        return post.value("select core.outbox_finish(%s, %s::json)", instance, json.dumps([{"id": one["id"],
            "token": one["token"], "outcome": "sent", "code": 250, "text": "ok"} for one in claims]))

    assert len(first) == len(second) == 3
    assert finish("a", first) == {"accepted": 0, "stale": 3}
    assert finish("b", second) == {"accepted": 3, "stale": 0}
    assert finish("b", second) == {"accepted": 0, "stale": 3}


# ---- 25: two of the same name ------------------------------------------------------------------

def test_fault_25_two_daemons_of_one_name(brief_daemon, cluster, post):
    """The second sends nothing, and says so; once the first is gone it takes over."""
    with Postbox() as box:
        post.sql(WITNESS)
        first, second = (brief_daemon(cluster, post.database, **delivery(box, instance="a")) for _ in range(2))
        begin(first, post, 20)
        with second.peer() as peer:
            wait_for(lambda: peer.call("system.info")["delivery"]["state"] == "namesake", "the second to be refused")
            act_for_all(second, post)
            post.wait_sent()
            told = peer.call("system.info")["delivery"]
            assert (told["sent"], told["in_hand"]) == (0, 0)
            first.kill()
            wait_for(lambda: peer.call("system.info")["delivery"]["state"] == "on", "the second to take over")
            act_for_all(second, post, "Encore")
            post.wait_for(lambda messages: len(messages) == 40 and set(post.states()) == {"sent"}, "the others")
            assert peer.call("system.info")["delivery"]["sent"] == 20
        assert set(box.letters.ids().values()) == {1}


def test_the_name_is_kept_over_an_outage(brief_daemon, own_cluster):
    post = Post(own_cluster, "copild")
    with Postbox() as box:
        first = brief_daemon(own_cluster, "copild", **delivery(box, instance="a"))
        begin(first, post, 2)
        own_cluster.stop("immediate")
        own_cluster.start()
        wait_for(first.serves, "copild to serve again")
        act_for_all(first, post)
        post.wait_sent()
        second = brief_daemon(own_cluster, "copild", **delivery(box, instance="a"))
        with second.peer() as peer:
            wait_for(lambda: peer.call("system.info")["delivery"]["state"] == "namesake", "the second to be refused")
            act_for_all(second, post, "Encore")
            post.wait_sent()
            assert peer.call("system.info")["delivery"]["sent"] == 0
        assert set(box.letters.ids().values()) == {1}


# ---- 48: a row that cannot be read -------------------------------------------------------------

def test_fault_48_a_message_that_cannot_be_read(brief_daemon, cluster, post):
    with Postbox() as box:
        daemon = brief_daemon(cluster, post.database, **delivery(None))
        begin(daemon, post, 3)
        act_for_all(daemon, post)
        post.wait_for(lambda messages: len(messages) == 3, "the messages")
        post.sql("""update core.message set content = '[1]', frozen_at = core.now(), handed = true
            where id = (select min(id) from core.message)""")
        daemon.write(**delivery(box))
        daemon.signal(signal.SIGHUP)
        post.wait_for(lambda messages: [message.state for message in messages[1:]] == ["sent", "sent"], "the others")
        assert daemon.serves() and len(box.letters) == 2
        for attempt in range(1, 6):
            post.wait_for(lambda messages, tries=attempt: messages[0][4:6] == ("waiting", tries), "the next attempt")
            post.pass_time("5 h")
        bad, *_ = post.wait_for(lambda messages: messages[0].state == "failed", "the message to be given up")
        assert (bad.attempt, bad.text) == (6, "core.outbox_claim handed out what is no message")
        alert, = wait_for(lambda: box.letters.to("secretary@example.org"), "the alert")
        assert "Personne 1" in alert.mail.get_body(("plain",)).get_content()


# ---- 52, 99: many at the same moment -----------------------------------------------------------

@pytest.mark.whole
def test_fault_52_fault_99_due_in_the_same_second(brief_daemon, cluster, post):
    """Two daemons; one message for each person, with all that is due for that person in it."""
    people, each = rounds(60, 1000), rounds(3, 10)
    with Postbox() as box:
        daemons = [brief_daemon(cluster, post.database, **delivery(None, instance=name)) for name in ("a", "b")]
        begin(daemons[0], post, people)
        post.sql(WITNESS)
        with daemons[0].peer() as peer:
            for email in post.people:
                for number in range(each):
                    post.act(peer, email, f"Action {number}", due="2014-06-16")
        post.fall_due()
        wait_for(lambda: settled_news(post, people), "the news to be bound")
        for daemon in daemons:
            daemon.write(**delivery(box))
            daemon.signal(signal.SIGHUP)
        post.wait_sent()
        box.letters.clear()
        post.set_clock("2014-06-11 08:00:00+02")
        wait_for(lambda: len(box.letters) >= people, "everybody's message", 120)
        post.wait_sent()
        reminding = {f"<{uid}@copil.example.org>" for uid, in post.sql("""select distinct m.uid::text
            from core.message as m join core.reminder as r on r.message = m.id where r.kind = 'rung'""")}
        assert Counter(letter.recipients[0] for letter in box.letters.all() if letter.id in reminding) == \
            Counter(post.people)
        assert set(box.letters.ids().values()) == {1}
        assert post.sql("""select state::text, count(*) from core.reminder where kind = 'rung' and days = -3
            group by 1""") == [("sent", people * each)]
        assert post.sql("""select message from core.reminder where kind = 'rung' and days = -3 group by 1
            having count(*) <> %s""", each) == []
        assert post.sql("select message from public.completion group by 1 having count(*) > 1") == []
        assert all(daemon.serves() for daemon in daemons)


def settled_news(post, people):
    return post.value("select count(*) from core.message where state = 'waiting'") >= people


# ---- 100: yesterday's backup -------------------------------------------------------------------

def test_fault_100_held_at_the_start(brief_daemon, cluster, post):
    """A restored database sends nothing before somebody says so."""
    with Postbox() as box:
        daemon = brief_daemon(cluster, post.database, **delivery(None))
        begin(daemon, post, 2)
        act_for_all(daemon, post)
        assert daemon.stop() == 0
        held = brief_daemon(cluster, post.database, **delivery(box, hold="yes"))
        with held.peer() as peer:
            post.wait_for(lambda messages: len(messages) == 2, "the messages")
            assert peer.call("system.info")["delivery"]["held"]
            post.pass_time("3 days")
            act_for_all(held, post, "Encore")
            assert peer.call("system.info")["delivery"]["held"] and not len(box.letters)
        assert set(post.states()) == {"waiting"}
        held.write(**delivery(box))
        held.signal(signal.SIGHUP)
        post.wait_sent()
        assert set(box.letters.ids().values()) == {1}


def test_held_by_hand(brief_daemon, cluster, post):
    with Postbox() as box:
        daemon = brief_daemon(cluster, post.database, **delivery(box))
        begin(daemon, post, 1)
        with daemon.peer() as peer:
            peer.call("delivery.hold", why="la sauvegarde est restaurée")
            act_for_all(daemon, post)
            post.wait_for(lambda messages: messages, "the message")
            post.pass_time("1 day")
            assert daemon.serves() and not len(box.letters)
            assert peer.call("delivery.status")["held"]
            peer.call("delivery.release")
        post.wait_sent()
        assert len(box.letters) == 1

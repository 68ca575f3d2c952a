# SPDX-License-Identifier: MIT
"""What a daemon that lives for months must give back: connections, descriptors, memory. Under valgrind and with
sanitizers the daemon of this module fails at its end if any of it has leaked."""
import os
import signal

import pytest

from house import wait_for
from load import Line, chance, rounds

pytestmark = [pytest.mark.asan, pytest.mark.valgrind]

ADDED = """
set role copild_owner;
create function api.test_word(word core.title) returns json language plpgsql stable
as $$ begin return to_json(word::text); end; $$;
comment on function api.test_word is $$Says a word.

word: the word
Returns: it$$;
grant execute on function api.test_word to copild_serve, copild_read;
"""


@pytest.fixture(scope="module")
def daemon(make_daemon, cluster, database):
    daemon = make_daemon(cluster, database)
    with daemon.peer() as peer:
        peer.call("plan.create", key="P", title="Essai")
        peer.call("sector.create", plan="P", key="A", name="A")
        peer.call("action.create", plan="P", title="À tous")
    return daemon


def calls(draw, number):
    """One call of any lane and outcome."""
    return draw.choice([
        ("action.create", {"plan": "P", "title": f"n° {number}", "sectors": ["A"], "due": "fin juin 2014"}),
        ("action.create", {"plan": "P", "title": "x", "sectors": ["NONE"]}),
        ("action.create", {"plan": "P", "title": "x" * 100_000}),
        ("action.edit", {"action": "P-1", "text": "é" * draw.randrange(10_000)}),
        ("action.edit", {"action": "P-1", "title": "x", "if_revision": 1}),
        ("note.create", {"object": "P-1", "text": "avancé"}),
        ("journal.undo", {"plan": "P"}),
        ("action.list", {"plan": "P", "search": "tous", "sort": "-number"}),
        ("action.get", {"action": "P-1"}),
        ("plan.status", {"plan": "P"}),
        ("plan.loose", {"plan": "P"}),
        ("chain.get", {"object": "P-1"}),
        ("session.locale", {"locale": draw.choice(["fr", "en"])}),
        ("system.info", {})])


def test_calls_of_every_outcome(daemon):
    draw = chance()
    with daemon.peer() as peer:
        line = Line(peer)
        for number in range(rounds(500, 10_000)):
            line.ask(*calls(draw, number), lambda result, refusal: None)
            line.settle_to(20)
        line.settle_to(0)


def test_clients_that_leave_in_the_middle(daemon):
    draw = chance()
    for number in range(rounds(50, 1_000)):
        with daemon.peer() as peer:
            for _ in range(draw.randrange(10)):
                peer.send(peer.request(*calls(draw, number)))
            peer.send(b'{"jsonrpc":"2.0","id":1,"me'[:draw.randrange(28)])


def test_backends_that_are_killed(daemon, cluster, database):
    draw = chance()
    for number in range(rounds(5, 100)):
        with daemon.peer() as peer:
            line = Line(peer)
            for _ in range(20):
                line.ask(*calls(draw, number), lambda result, refusal: None)
            cluster.sql(database, """select pg_terminate_backend(pid) from pg_stat_activity
                where datname = current_database() and application_name like 'copild %'""")
            line.settle_to(0)
        wait_for(daemon.serves, "copild to serve again")


def test_method_tables_that_come_and_go(daemon, cluster, database):
    with daemon.peer() as peer:
        for _ in range(rounds(5, 100)):
            cluster.sql(database, ADDED)
            assert peer.call("test.word", word="ha") == "ha"
            assert peer.call("rpc.discover")["openrpc"]
            cluster.sql(database, "drop function api.test_word")
            assert peer.refused("test.word", word="ha").code == -32601


def test_reloads(daemon):
    good = daemon.config.read_text(encoding="utf-8")
    with daemon.peer() as peer:
        for number in range(rounds(10, 1_000)):
            daemon.config.write_text(good if number % 2 else good + "[daemon]\nlocale = klingon\n", encoding="utf-8")
            daemon.signal(signal.SIGHUP)
            assert peer.call("action.get", action="P-1")["ref"] == "P-1"
    daemon.config.write_text(good, encoding="utf-8")


def descriptors(daemon, cluster, database):
    """What the daemon has open once this connection is its only one and every lane is connected."""
    with daemon.peer() as peer:
        wait_for(lambda: peer.call("system.info")["connections"] == 1 and cluster.sql(database,
            """select count(*) from pg_stat_activity
            where datname = current_database() and application_name like 'copild %'""") == [(5,)], "quiet")
        folder = f"/proc/{daemon.process.pid}/fd"
        return sorted(os.readlink(f"{folder}/{number}").split(":")[0] for number in os.listdir(folder))


def test_descriptors_are_given_back(daemon, cluster, database):
    """After connections of every kind, as many of each sort are open as before."""
    before = descriptors(daemon, cluster, database)
    test_clients_that_leave_in_the_middle(daemon)
    test_backends_that_are_killed(daemon, cluster, database)
    assert descriptors(daemon, cluster, database) == before

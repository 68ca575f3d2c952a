# SPDX-License-Identifier: MIT
"""copild stopped, drained, reloaded: what is in flight is answered, a bad configuration changes nothing."""
import signal
import socket

import pytest

from house import wait_for

pytestmark = pytest.mark.asan

PATIENT = {"database": {"lock_timeout": "10min", "statement_timeout": "10min"}}


@pytest.fixture
def held(cluster, database):
    """A plan "P" whose writes wait until `held.release()`."""
    holder = cluster.connect(database)

    class Held:
        cursor = holder.cursor()

        def hold(self):
            self.cursor.execute("begin; select from core.revision where plan = 'P' for update")

        def release(self):
            self.cursor.execute("rollback")

        @staticmethod
        def waiting():
            return cluster.sql(database, "select count(*) from pg_stat_activity "
                "where wait_event_type = 'Lock' and application_name = 'copild write' and datname = %s", database)[0][0]

    yield Held()
    holder.close()


@pytest.fixture
def patient(make_daemon, cluster, database):
    """A daemon that lets a statement wait, with a plan "P"."""
    daemon = make_daemon(cluster, database, **PATIENT)
    with daemon.peer() as peer:
        if "P" not in [plan["key"] for plan in peer.call("plan.list")["items"]]:
            peer.call("plan.create", key="P", title="Essai")
    return daemon


def begin_writes(daemon, held, count=3):
    """Connections with a write each; the first is held in PostgreSQL, the others wait behind it."""
    held.hold()
    peers = [daemon.peer() for _ in range(count)]
    for number, peer in enumerate(peers):
        peer.send(peer.request("lead.create", {"plan": "P", "title": f"{number}"}))
        if number == 0:
            wait_for(lambda: held.waiting() == 1, "the first write to be at work")
    with daemon.peer() as peer:
        wait_for(lambda: peer.call("system.info")["pending"] == count, "all to be in copild's hands")
    return peers


def titles(cluster, database):
    return {title for (title,) in cluster.sql(database, "select title from core.lead where plan = 'P'")}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_fault_06_drain_answers_what_is_in_flight(patient, held, cluster, database, number):
    peers = begin_writes(patient, held)
    idle = patient.peer()
    patient.signal(number)
    wait_for(lambda: "stopping" in patient.said(), "copild to begin to stop")
    with pytest.raises(OSError):
        patient.peer()
    held.release()
    refs = [peer.read()["result"]["ref"] for peer in peers]
    assert len(set(refs)) == len(refs)
    assert patient.process.wait(timeout=60) == 0
    assert [peer.read() for peer in [*peers, idle]] == [None] * 4
    assert {"0", "1", "2"} <= titles(cluster, database)
    patient.start()
    with patient.peer() as peer:
        assert {lead["ref"] for lead in peer.call("lead.list", plan="P", limit=200)["items"]} >= set(refs)


def test_fault_07_second_signal_ends_it_at_once(patient, held, cluster, database):
    """What was sent is of unknown outcome, what was not sent was not done; nobody gets a false answer."""
    before = titles(cluster, database)
    peers = begin_writes(patient, held)
    patient.signal(signal.SIGTERM)
    wait_for(lambda: "stopping" in patient.said(), "copild to begin to stop")
    patient.signal(signal.SIGTERM)
    assert patient.process.wait(timeout=60) == 0
    for peer in peers:
        answer = peer.read()
        assert answer is None or answer["error"]["data"]["kind"] in ("outcome_unknown", "unavailable"), answer
    held.release()
    assert len(titles(cluster, database) - before) <= 1


BAD = [
    ("[daemon]\nlocale = klingon\n", 2),
    ("[daemon]\n\nno_such_option = 1\n", 3),
    ("[limits]\nframe = 256KiB\ndepth = deep\n", 3),
    ("[nowhere]\nx = 1\n", 2),
    ("[daemon]\nlocale\n", 2),
]


def told(log):
    """What a reload said, once it has ended."""
    return log if "stays as it was" in log or "configuration read again" in log else None


def reload(daemon, text):
    """Reads that text as the configuration; what the log says of it."""
    daemon.config.write_text(text, encoding="utf-8")
    said = len(daemon.log.read_text(encoding="utf-8"))
    daemon.signal(signal.SIGHUP)
    return wait_for(lambda: told(daemon.log.read_text(encoding="utf-8")[said:]), "the reload to be told")


def test_fault_18_bad_configuration_keeps_the_old_one(make_daemon, cluster, database):
    daemon = make_daemon(cluster, database, limits={"depth": 9})
    good = daemon.config.read_text(encoding="utf-8")
    with daemon.peer() as peer:
        for text, line in BAD:
            said = reload(daemon, text)
            assert "the configuration stays as it was" in said
            assert f"{daemon.config}:{line}" in said or f'"{daemon.config}", line {line}' in said, said
        daemon.config.unlink()
        daemon.config.mkdir()
        daemon.signal(signal.SIGHUP)
        wait_for(lambda: daemon.said().count("stays as it was") == len(BAD) + 1, "a directory to be refused")
        daemon.config.rmdir()
        # the old limit still counts
        assert deep(peer, 6) == -32602 and deep(peer, 12) == -32700
        reload(daemon, good.replace("depth = 9", "depth = 20"))
        assert deep(peer, 12) == -32602 and deep(peer, 30) == -32700


def deep(peer, levels):
    """The code of the answer to params nested that deep."""
    peer.send('{"jsonrpc":"2.0","id":1,"method":"system.ping","params":[' + "[" * levels + "]" * levels + "]}")
    return peer.read()["error"]["code"]


def test_good_configuration_applies_to_connections_there_are(make_daemon, cluster, database):
    daemon = make_daemon(cluster, database, limits={"batch": 2})
    with daemon.peer() as peer:
        three = [("system.ping", {})] * 3
        assert "error" in peer.batch(*three)
        said = reload(daemon, daemon.config.read_text(encoding="utf-8").replace("batch = 2", "batch = 3"))
        assert "configuration read again" in said
        assert len(peer.batch(*three)) == 3


def test_what_needs_a_restart_is_said_and_kept(make_daemon, cluster, database, tmp_path):
    daemon = make_daemon(cluster, database)
    text = daemon.config.read_text(encoding="utf-8")
    said = reload(daemon, text.replace(f"path = {daemon.socket}", f"path = {tmp_path}/other.sock"))
    assert "only a restart changes" in said and "path" in said
    assert daemon.serves() and not (tmp_path / "other.sock").exists()


def test_fault_20_reloads_among_calls_and_while_postgres_is_away(make_daemon, own_cluster):
    daemon = make_daemon(own_cluster)
    with daemon.peer() as peer:
        for round_number in range(100):
            daemon.signal(signal.SIGHUP)
            assert peer.call("plan.list")["items"] == [], round_number
        own_cluster.stop("immediate")
        for _ in range(20):
            daemon.signal(signal.SIGHUP)
            assert peer.call("system.ping")["pong"] is True
        own_cluster.start()
        wait_for(daemon.serves, "copild to serve again")
        assert peer.call("plan.list")["items"] == []


def test_restart_takes_a_socket_that_was_left_behind(make_daemon, cluster, database):
    daemon = make_daemon(cluster, database)
    daemon.kill()
    with socket.socket(socket.AF_UNIX) as late, pytest.raises(ConnectionRefusedError):
        late.connect(daemon.socket)
    daemon.start()
    assert daemon.serves()

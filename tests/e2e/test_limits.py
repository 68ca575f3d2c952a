# SPDX-License-Identifier: MIT
"""What one connection may take, and that going over it costs that connection alone."""
import json
import re
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

from house import run, wait_for
from peer import Peer

pytestmark = pytest.mark.asan

LIMITS = {"frame": "4KiB", "depth": 6, "batch": 3, "in_flight": 4, "output": "64KiB", "queue": "1MiB",
    "connections": 40, "connections_per_peer": 20}


@pytest.fixture(scope="module")
def daemon(make_daemon, cluster, database):
    """Small sizes; no timer is short, so that none of them plays a part."""
    daemon = make_daemon(cluster, database, daemon={"log_level": "info"}, limits=LIMITS)
    with daemon.peer() as peer:
        peer.call("session.locale", locale="en")
        peer.call("plan.create", key="LR", title="x")
        for number in range(60):
            peer.call("lead.create", plan="LR", title=f"{number} " + "é" * 250, text="x" * 3000)
    return daemon


@pytest.fixture
def bystander(daemon):
    """Somebody else, who must not notice anything."""
    with daemon.peer() as peer:
        assert peer.call("system.ping") == {"pong": True}
        yield peer
        assert peer.call("plan.get", plan="LR")["key"] == "LR"


def line(method, params=None, number=1):
    return json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params or {}}).encode() + b"\n"


def ping_of(size):
    """A request whose line holds that many bytes."""
    bare = line("system.ping")[:-1]
    return bare + b" " * (size - len(bare)) + b"\n"


def closed(peer):
    """True once copild has closed the connection, by whichever way the kernel tells it."""
    try:
        return peer.read() is None
    except (ConnectionResetError, BrokenPipeError):
        return True


# ---- sizes --------------------------------------------------------------------------------------


def test_line_of_the_largest_size_is_answered(peer, bystander):
    for size in (4095, 4096):
        peer.send(ping_of(size))
        assert peer.read()["result"] == {"pong": True}


@pytest.mark.parametrize("size", [4097, 5000, 400_000])
@pytest.mark.parametrize("whole", [True, False])
def test_longer_line_is_refused_once_and_the_connection_closed(daemon, bystander, size, whole):
    with daemon.peer() as peer:
        peer.send(line("system.ping", number="before"))
        try:
            peer.send(ping_of(size) if whole else b"[" * size)
            peer.send(line("system.ping", number="after") * 3)
        except (BrokenPipeError, ConnectionResetError):
            pass
        assert peer.read()["id"] == "before"
        answer = peer.read()
        assert (answer["id"], answer["error"]["code"], answer["error"]["data"]["reason"]) == \
            (None, -32600, "line_too_long")
        peer.socket.shutdown(socket.SHUT_WR)
        assert closed(peer), "nothing after the oversized line is carried out"


def test_depth(peer, bystander):
    for depth, code in ((4, -32602), (5, -32700)):
        nested = json.loads("[" * depth + "]" * depth)
        answer = peer.ask({"jsonrpc": "2.0", "id": 1, "method": "plan.get", "params": {"plan": nested}})
        assert answer["error"]["code"] == code
    assert peer.call("system.ping")


def test_batch(peer, bystander):
    assert len(peer.batch(*[("system.ping", {})] * 3)) == 3
    answer = peer.batch(*[("system.ping", {})] * 4)
    assert answer["error"]["data"]["reason"] == "batch_too_long"


@pytest.mark.parametrize("locale, words", [("en", "limit"), ("fr", "limit")])
def test_answer_over_the_cap_says_how_to_ask_for_less(peer, bystander, locale, words):
    peer.call("session.locale", locale=locale)
    refusal = peer.refused("lead.list", plan="LR", limit=60)
    assert (refusal.code, refusal.kind) == (-32005, "too_large")
    assert words in refusal.message
    page = peer.call("lead.list", plan="LR", limit=5)
    seen = [item["ref"] for item in page["items"]]
    while page["next"]:
        page = peer.call("lead.list", plan="LR", limit=5, cursor=page["next"])
        seen += [item["ref"] for item in page["items"]]
    assert len(seen) == len(set(seen)) == 60, "as advised, all of it comes"


def test_batch_over_the_cap_answers_each_of_its_calls(peer, bystander):
    answers = peer.batch(*[("lead.list", {"plan": "LR", "limit": 10})] * 3)
    assert [answer["id"] for answer in answers] == sorted(answer["id"] for answer in answers)
    kinds = [answer["error"]["data"]["kind"] if "error" in answer else "whole" for answer in answers]
    assert "whole" in kinds and set(kinds) <= {"whole", "too_large"}, "whichever was ready first has the room"
    assert len(json.dumps(answers)) < 64 * 1024


def test_more_in_flight_than_allowed_only_wait(peer, bystander):
    peer.send(b"".join(line("plan.get", {"plan": "LR"}, number) for number in range(200)))
    assert [peer.read()["id"] for _ in range(200)] == list(range(200))


# ---- slow readers -------------------------------------------------------------------------------


def test_reader_that_never_reads_is_held_up_and_others_go_on(daemon, bystander):
    """Its calls are not taken while much waits for it, so that memory does not grow with what it asks."""
    request = line("lead.list", {"plan": "LR", "limit": 10})[:-1].ljust(4000) + b"\n"
    with daemon.peer() as lazy:
        lazy.socket.setblocking(False)
        sent = 0

        def stuffed():
            nonlocal sent
            try:
                sent += lazy.socket.send(request)
            except BlockingIOError:
                return True
            return False

        wait_for(stuffed, "copild to stop reading from who does not read")
        assert bystander.call("lead.list", plan="LR", limit=10)["items"]
        lazy.socket.setblocking(True)
        lazy.socket.settimeout(20)
        lazy.socket.shutdown(socket.SHUT_WR)
        whole = sent // len(request)
        for _ in range(whole):
            assert len(lazy.read()["result"]["items"]) == 10, "once it reads, it gets what it asked for"


@pytest.mark.parametrize("limits, reason", [
    ({"stall": "100ms"}, "peer does not read its answers"),
    ({"output": "64KiB", "queue": "64KiB"}, "more answers wait than the peer may leave unread"),
])
def test_reader_that_leaves_too_much_is_closed(make_daemon, cluster, database, bystander, limits, reason):
    daemon = make_daemon(cluster, database, daemon={"log_level": "info"}, limits=limits)
    with daemon.peer() as lazy, daemon.peer() as other:
        lazy.send(line("lead.list", {"plan": "LR", "limit": 10}) * 64)
        wait_for(lambda: reason in daemon.said(), "copild to close it, and to say why")
        assert other.call("plan.get", plan="LR")["key"] == "LR"
        assert b"".join(iter(lambda: lazy.socket.recv(1 << 16), b"")).count(b"\n") < 64


def test_reader_that_is_only_late_gets_everything(daemon, bystander):
    """Thirty answers that no buffer of the kernel holds together are sent before the first is read."""
    with daemon.peer() as late:
        late.send(line("lead.list", {"plan": "LR", "limit": 10}) * 30)
        assert bystander.call("lead.list", plan="LR", limit=10)["items"]
        for _ in range(30):
            assert len(late.read()["result"]["items"]) == 10


# ---- timers: the test waits for the event, and for no time ---------------------------------------


@pytest.fixture(scope="module")
def impatient(make_daemon, cluster, database, daemon):
    return make_daemon(cluster, database, limits={"partial_frame": "100ms", "idle": "100ms"})


def test_line_that_does_not_end_closes_the_connection(impatient):
    with impatient.peer() as peer:
        peer.send(b'{"jsonrpc":')
        assert closed(peer)


def test_line_that_trickles_in_closes_the_connection(impatient):
    """The time for a line is not lengthened by its bytes."""
    with impatient.peer() as peer:
        def trickled():
            try:
                peer.send(b" ")
                return False
            except (BrokenPipeError, ConnectionResetError):
                return True

        wait_for(trickled, "the connection to be closed")


def test_silence_closes_the_connection(impatient):
    with impatient.peer() as peer:
        assert peer.call("system.ping")
        assert closed(peer)
    with impatient.peer() as peer:
        assert closed(peer)


def test_silence_while_a_call_runs_closes_nothing(impatient, cluster, database):
    """A call that lasts longer than the idle limit is answered."""
    cluster.sql(database, "create or replace function api.rest_awhile() returns json language plpgsql stable as "
        "$$ begin perform pg_sleep(0.4); return '1'::json; end $$; grant execute on function api.rest_awhile "
        "to copild_serve, copild_read")
    with impatient.peer() as peer:
        assert peer.call("rest.awhile") == 1
        assert closed(peer)


# ---- ends ---------------------------------------------------------------------------------------


def test_half_closed_connection_gets_its_answers(daemon, bystander):
    with daemon.peer() as peer:
        peer.send(b"".join(line("plan.get", {"plan": "LR"}, number) for number in range(30)))
        peer.socket.shutdown(socket.SHUT_WR)
        assert [peer.read()["id"] for _ in range(30)] == list(range(30))
        assert peer.read() is None


def test_last_line_without_an_end_is_answered(daemon, bystander):
    with daemon.peer() as peer:
        peer.send(line("system.ping", number=1) + line("system.ping", number=2)[:-1])
        peer.socket.shutdown(socket.SHUT_WR)
        assert [peer.read()["id"], peer.read()["id"]] == [1, 2]
        assert peer.read() is None


def test_half_a_last_line_is_a_parse_error(daemon, bystander):
    with daemon.peer() as peer:
        peer.send(line("lead.create", {"plan": "LR", "title": "half"})[:-3])
        peer.socket.shutdown(socket.SHUT_WR)
        assert peer.read()["error"]["code"] == -32700
        assert peer.read() is None


def test_one_who_leaves_before_the_answer_harms_nobody(daemon, bystander):
    for _ in range(30):
        wait_for(lambda: bystander.call("system.info")["connections"] < LIMITS["connections_per_peer"] // 2,
            "room for one more, and for who is not let in yet")
        with daemon.peer() as peer:
            peer.send(line("lead.list", {"plan": "LR", "limit": 20}) * 10)
    assert bystander.call("system.ping")


# ---- connections --------------------------------------------------------------------------------


def test_more_connections_than_a_peer_may_have(daemon, bystander, as_user, users):
    wait_for(lambda: bystander.call("system.info")["connections"] <= 2, "the peers of earlier tests to be gone")
    crowd = []
    try:
        answer = {"result": True}
        while "result" in answer and len(crowd) < 30:
            crowd.append(daemon.peer())
            try:
                crowd[-1].send(line("system.ping"))
            except BrokenPipeError:
                pass  # refused already; why can still be read
            answer = crowd[-1].read()
        assert answer["error"]["data"] == {"kind": "busy", "reason": "connections", "retryable": True}
        assert closed(crowd[-1])
        assert 15 <= len(crowd) <= 20
        other = as_user(users[0])
        assert other.call("system.ping") == {"pong": True}, "another peer has room of its own"
        assert bystander.call("system.ping") == {"pong": True}
    finally:
        for peer in crowd:
            peer.close()
    wait_for(daemon.serves, "room again")


def files_of(daemon):
    return int(re.search(r"^(\d+)$", run("sh", "-c", f"ls /proc/{daemon.process.pid}/fd | wc -l").strip()).group(1))


def spent(daemon):
    """Clock ticks of processor time that the process has used."""
    with open(f"/proc/{daemon.process.pid}/stat", encoding="ascii") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def test_out_of_descriptors(make_daemon, cluster, database, daemon):
    """Who is there is served, who comes is turned away, and once there is room they are let in again."""
    narrow = make_daemon(cluster, database, daemon={"log_level": "info"})
    crowd = []
    with narrow.peer() as there:
        assert there.call("plan.get", plan="LR")
        run("prlimit", "--pid", narrow.process.pid, f"--nofile={files_of(narrow) + 5}:")
        try:
            turned_away = False
            for _ in range(20):
                crowd.append(narrow.peer())
                try:
                    crowd[-1].send(line("system.ping"))
                    turned_away = turned_away or crowd[-1].read() is None
                except (ConnectionError, TimeoutError):
                    turned_away = True
                if turned_away:
                    break
            assert turned_away
            before = spent(narrow)
            for _ in range(200):
                assert there.call("plan.get", plan="LR")["key"] == "LR"
            assert "too many open files" in narrow.said().lower()
            assert narrow.said().count("accept failed") == 1, "said once"
            assert spent(narrow) - before < 200
        finally:
            for peer in crowd:
                peer.close()
        wait_for(narrow.serves, "new connections to be accepted again")


def test_many_connections_at_once(make_daemon, cluster, database, daemon):
    wide = make_daemon(cluster, database, limits={"connections": 600, "connections_per_peer": 600})

    def visit(number):
        with wide.peer() as peer:
            return peer.call("plan.get", plan="LR")["key"] + str(number)

    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(visit, range(500))) == [f"LR{number}" for number in range(500)]
    held = [Peer(wide.socket) for _ in range(500)]
    for peer in held:
        peer.send(line("system.ping"))
    for peer in held:
        assert peer.read()["result"] == {"pong": True}
        peer.close()

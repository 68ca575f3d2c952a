# SPDX-License-Identifier: MIT
"""Order within a connection, and independence of connections: a slow call of one is nobody else's."""
import itertools
import json
import select
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from house import wait_for

GATE = 4711

# A call that lasts until the test lets it go: slower than any clock, so that only the order of events counts.
HELD = """
set role copild_owner;
create function core.wait_at_gate() returns json language plpgsql as $$
begin
  while not pg_try_advisory_xact_lock_shared({gate}) loop
    perform pg_sleep(0.002);
  end loop;
  return '"let go"'::json;
end; $$;
create function api.held_read() returns json language plpgsql stable as $$ begin return wait_at_gate(); end; $$;
create function api.held_heavy() returns json language plpgsql stable cost 10000
as $$ begin return wait_at_gate(); end; $$;
create function api.held_write(plan core.plan_key) returns json language plpgsql
as $$ begin return wait_at_gate(); end; $$;
create function api.slow_sleep(seconds numeric) returns json language plpgsql stable
as $$ begin perform pg_sleep(seconds); return to_json(seconds); end; $$;
grant execute on all functions in schema core, api to copild_serve, copild_read;
"""

SHARDS = 4


@pytest.fixture(scope="module")
def daemon(make_daemon, cluster, database):
    """More write connections than one, so that plans can be told apart."""
    cluster.sql(database, HELD.format(gate=GATE))
    daemon = make_daemon(cluster, database,
        database={"write_connections": SHARDS, "statement_timeout": "60s", "heavy_timeout": "60s"})
    with daemon.peer() as peer:
        for number in range(12):
            peer.call("plan.create", key=f"W{number}", title="x")
            peer.call("lead.create", plan=f"W{number}", title="début")
    return daemon


class Gate:
    """Closed from the start; while it is, the held calls of the test wait in PostgreSQL."""

    def __init__(self, cluster, database):
        self.connection = cluster.connect(database)
        self.database = database
        self.closed = False
        self.close()

    def run(self, statement):
        with self.connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()

    def close(self):
        self.run(f"select pg_advisory_lock({GATE})")
        self.closed = True

    def open(self):
        self.run(f"select pg_advisory_unlock({GATE})")
        self.closed = False

    def waits(self):
        """True while a call waits before it."""
        return self.run(f"select count(*) from pg_stat_activity where datname = '{self.database}' and state = 'active' "
            "and query like '%api.held_%' and pid <> pg_backend_pid()")[0][0] > 0


@pytest.fixture
def gate(cluster, database):
    gate = Gate(cluster, database)
    yield gate
    gate.connection.close()


def request(method, params, number):
    return json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}).encode() + b"\n"


def read_a_while(peer, rounds):
    for number in range(rounds):
        peer.send(b"".join(request("plan.get", [f"W{number % 12}"], f"{number}.{step}") for step in range(20)))
        for step in range(20):
            answer = peer.read()
            assert (answer["id"], answer["result"]["key"]) == (f"{number}.{step}", f"W{number % 12}")


@pytest.mark.asan
@pytest.mark.parametrize("method, params", [("held.read", []), ("held.heavy", []), ("held.write", ["W0"])])
def test_slow_call_holds_up_nobody_elses_reads(daemon, gate, method, params):
    with daemon.peer() as looper, daemon.peer() as first, daemon.peer() as second:
        for turn in range(3):
            looper.send(request(method, params, turn) + request("system.ping", [], f"after {turn}"))
            wait_for(gate.waits, "the slow call to run")
            with ThreadPoolExecutor() as pool:
                others = [pool.submit(read_a_while, peer, 10) for peer in (first, second)]
                for other in others:
                    other.result()
            assert gate.waits(), "and the slow call is still running"
            assert looper.is_quiet(0.0001), "its connection waits for its answer, as its order demands"
            gate.open()
            assert looper.read()["result"] == "let go"
            assert looper.read()["id"] == f"after {turn}"
            gate.close()


def test_slow_write_holds_up_neither_reads_of_its_plan_nor_writes_of_others(daemon, gate):
    others = [daemon.peer() for _ in range(11)]
    with daemon.peer() as looper:
        looper.send(request("held.write", ["W0"], 1))
        wait_for(gate.waits, "the slow write to run")
        assert others[0].call("lead.list", plan="W0")["total"] >= 1
        for number, other in enumerate(others, 1):
            other.send(request("lead.edit", {"lead": f"W{number}-L1", "title": "changée"}, number))
        wait_for(lambda: len(select.select([other.socket for other in others], [], [], 0)[0]) >= 4,
            "plans on other write connections to go on")
        assert gate.waits()
        gate.open()
        assert looper.read()["result"] == "let go"
        for number, other in enumerate(others, 1):
            assert other.read()["result"]["title"] == "changée"
            other.close()


def test_two_seconds_in_a_loop(daemon):
    """The call of two seconds itself, without a gate: others get all of their answers between two of its."""
    with daemon.peer() as looper, daemon.peer() as other:
        looper.send(request("slow.sleep", [2], 1) + request("system.ping", [], 2))
        read_a_while(other, 10)
        assert looper.is_quiet(0.0001)
        assert [looper.read()["id"], looper.read()["id"]] == [1, 2]


@pytest.mark.asan
def test_read_after_write_in_one_packet(daemon):
    """500 writes, each with a read behind it: the read sees its own write and none of the later ones."""
    lines = []
    for number in range(500):
        lines += [request("lead.edit", {"lead": "W1-L1", "title": f"titre {number}"}, f"w{number}"),
            request("lead.get", {"lead": "W1-L1"}, f"r{number}")]
    with daemon.peer() as peer:
        sender = threading.Thread(target=peer.send, args=(b"".join(lines),))
        sender.start()
        for number in range(500):
            for kind in "wr":
                answer = peer.read()
                assert answer["id"] == f"{kind}{number}"
                assert answer["result"]["title"] == f"titre {number}"
        sender.join()


MIXED = [
    ("system.ping", []), ("plan.get", ["W2"]), ("no.such.method", []), ("lead.get", ["W2-L99"]),
    ("lead.list", {"plan": "W2", "limit": 1}), ("plan.get", ["no key"]), ("session.locale", ["en"]),
    ("member.list", ["W2"]), ("session.whoami", []), ("plan.list", {"limit": 1}),
]


def test_ten_thousand_in_one_go(daemon):
    """More than any buffer holds; in order, though they run on different lanes, in the daemon, or are refused."""
    calls = [call for call in MIXED if call[0] != "no.such.method"]
    count = 10_000
    data = b"".join(request(*call, number) for number, call in zip(range(count), itertools.cycle(calls)))
    with daemon.peer() as peer:
        sender = threading.Thread(target=peer.send, args=(data,))
        sender.start()
        for number in range(count):
            answer = peer.read()
            assert answer["id"] == number
            assert ("error" in answer) == (calls[number % len(calls)][1] in (["no key"], ["W2-L99"]))
        sender.join()


@pytest.mark.asan
def test_batches_and_singles_and_notifications_between_each_other(daemon):
    """Every answer in its turn, batches whole, notifications done and silent."""
    lines, expected = [], []
    for number in range(40):
        lines.append(request("lead.edit", {"lead": "W3-L1", "title": f"seul {number}"}, number))
        expected.append([(number, f"seul {number}")])
        calls = [("lead.get", ["W3-L1"]), ("lead.edit", ["W3-L1", f"lot {number}"]), ("lead.get", ["W3-L1"])]
        batch = [json.loads(request(*call, f"{number}.{place}")) for place, call in enumerate(calls)]
        batch.insert(1, {"jsonrpc": "2.0", "method": "lead.edit", "params": ["W3-L1", "en silence"]})
        lines.append(json.dumps(batch).encode() + b"\n")
        expected.append([(f"{number}.0", f"seul {number}"), (f"{number}.1", f"lot {number}"),
            (f"{number}.2", f"lot {number}")])
        lines.append(json.dumps({"jsonrpc": "2.0", "method": "lead.edit",
            "params": ["W3-L1", f"annonce {number}"]}).encode() + b"\n")
        lines.append(request("lead.get", ["W3-L1"], f"read {number}"))
        expected.append([(f"read {number}", f"annonce {number}")])
    with daemon.peer() as peer:
        peer.send(b"".join(lines))
        for group in expected:
            answer = peer.read()
            answers = answer if isinstance(answer, list) else [answer]
            assert [(one["id"], one["result"]["title"]) for one in answers] == group


@pytest.mark.asan
def test_unknown_methods_keep_their_turn(daemon):
    """For these the method table is read again, and what stands behind them waits."""
    data = b"".join(request(*call, number) for number, call in enumerate(MIXED * 5))
    with daemon.peer() as peer:
        peer.send(data)
        assert [peer.read()["id"] for _ in range(len(MIXED) * 5)] == list(range(len(MIXED) * 5))


def test_flood_of_one_does_not_keep_another_from_its_answer(daemon):
    """While 20 000 notifications of one connection wait, another one's calls come through before they are done."""
    data = b'{"jsonrpc":"2.0","method":"plan.get","params":["W4"]}\n' * 20_000 + request("system.ping", [], "last")
    with daemon.peer() as noisy, daemon.peer() as other:
        ended = threading.Event()

        def flood():
            noisy.send(data)
            assert noisy.read()["id"] == "last"
            ended.set()

        flooding = threading.Thread(target=flood)
        flooding.start()
        for _ in range(5):
            assert other.call("plan.get", plan="W5")["key"] == "W5"
        assert not ended.is_set()
        flooding.join()

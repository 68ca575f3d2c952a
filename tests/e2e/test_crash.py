# SPDX-License-Identifier: MIT
"""copild and PostgreSQL killed under load, at moments that nobody chose: what was acknowledged is there, what was
refused is not, nothing is half done, and copild serves again by itself."""
import os
import socket
import threading
import time

import pytest

from house import wait_for
from load import Line, chance, check_replay, rounds

pytestmark = pytest.mark.whole

SECTORS, SUPPORTS = ["A", "B"], ["O-A"]
CONNECTIONS = 1 + 2 + 1 + 1  # to PostgreSQL when nothing is configured: write, read, heavy, delivery


@pytest.fixture
def daemon(make_daemon, own_cluster):
    daemon = make_daemon(own_cluster)
    with daemon.peer() as peer:
        peer.call("plan.create", key="P", title="Essai")
        for key in SECTORS:
            peer.call("sector.create", plan="P", key=key, name=key)
        peer.call("organisation.create", key="O-A", name="Organisme", kind="company", plan="P")
    return daemon


class Caller(threading.Thread):
    """Calls without end, four at a time, and connects again whenever the connection is gone."""

    def __init__(self, daemon, name):
        super().__init__(name=name)
        self.daemon_called, self.turn = daemon, 0
        self.answered, self.refused, self.unanswered = {}, {}, set()
        self.leave, self.wrong = threading.Event(), None
        self.start()

    def run(self):
        try:
            while not self.leave.is_set():
                self.converse()
        except Exception as wrong:  # pylint: disable=broad-exception-caught
            self.wrong = wrong

    def converse(self):
        asked = set()
        try:
            with self.daemon_called.peer() as peer:
                line = Line(peer)
                while not self.leave.is_set():
                    self.ask(line, asked)
                    line.settle_to(3)
                line.settle_to(0)
        except (OSError, AssertionError) as wrong:
            if "out of order" in str(wrong):
                raise
            time.sleep(0)
        self.unanswered |= asked

    def ask(self, line, asked):
        self.turn += 1
        title = f"{self.name} {self.turn}"

        def take(result, refusal):
            asked.discard(title)
            if refusal:
                self.refused[title] = refusal
            else:
                self.answered[title] = result

        asked.add(title)
        line.ask(*self.call(title), take)

    def call(self, title):
        return "action.create", {"plan": "P", "title": title, "sectors": SECTORS, "supports": SUPPORTS}

    def kinds(self):
        return {refusal.kind for refusal in self.refused.values()}

    def end(self):
        self.leave.set()
        self.join()
        if self.wrong:
            raise self.wrong


class Reader(Caller):
    def call(self, title):
        return "action.list", {"plan": "P", "limit": 5}


class HeavyReader(Caller):
    def call(self, title):
        return "plan.loose", {"plan": "P"}


def answers(callers):
    return sum(len(caller.answered) for caller in callers)


def wait_for_answers(callers, number):
    before = answers(callers)
    wait_for(lambda: answers(callers) >= before + number or any(caller.wrong for caller in callers), "calls to go on")


def check_writes(callers, cluster):
    """Acknowledged is there, refused is not, and all that is there was asked for, and whole."""
    stored = dict(cluster.sql("copild", "select title, 'P-' || number from core.action where plan = 'P'"))
    numbers = sorted(int(reference[2:]) for reference in stored.values())
    assert numbers == list(range(1, len(numbers) + 1)), "references have a gap"
    for caller in callers:
        acknowledged = {title: result["ref"] for title, result in caller.answered.items()}
        assert acknowledged.items() <= stored.items(), "an acknowledged write is lost"
        assert caller.kinds() <= {"unavailable", "outcome_unknown"}
        for title, refusal in caller.refused.items():
            assert refusal.data["retryable"] is (refusal.kind == "unavailable")
            assert refusal.kind == "outcome_unknown" or title not in stored, "refused and done"
    doubtful = set().union(*(caller.unanswered | set(caller.refused) for caller in callers))
    assert set(stored) <= doubtful | {title for caller in callers for title in caller.answered}
    assert cluster.sql("copild", """select number from core.action where plan = 'P' and (
        (select count(*) from core.action_sector s where (s.plan, s.action) = (action.plan, action.number)) <> 2 or
        (select count(*) from core.action_support s where (s.plan, s.action) = (action.plan, action.number)) <> 1)
        """) == [], "half-done writes"
    check_replay(cluster, "copild")
    print(f"{len(stored)} acts, {len(doubtful & set(stored))} of them not acknowledged;",
        f"{len(doubtful)} calls in doubt or refused")


def restart_copild(daemon, _):
    daemon.kill()
    daemon.start()


def restart_postgres(daemon, cluster):
    cluster.stop("immediate")
    cluster.start()
    wait_for(daemon.serves, "copild to serve again")


@pytest.mark.parametrize("restart, few, whole", [(restart_copild, 4, 200), (restart_postgres, 2, 50)],
    ids=["fault_04 copild", "fault_26 postgres"])
def test_killed_under_load(daemon, own_cluster, restart, few, whole):
    draw = chance()
    callers = [Caller(daemon, f"caller {number}") for number in range(3)]
    try:
        for _ in range(rounds(few, whole)):
            wait_for_answers(callers, draw.randrange(1, 100))
            restart(daemon, own_cluster)
        wait_for_answers(callers, 10)
    finally:
        for caller in callers:
            caller.end()
    check_writes(callers, own_cluster)


def backends(cluster, lane):
    return cluster.sql("copild", "select count(*) from pg_stat_activity where application_name = %s",
        f"copild {lane}")[0][0]


@pytest.mark.parametrize("lane", ["write", "read", "heavy"])
def test_fault_28_killed_backend_costs_its_own_lane_only(daemon, own_cluster, lane):
    """Those of other lanes notice nothing; those of the lane are refused at most, and go on."""
    callers = {
        "write": Caller(daemon, "writer"), "read": Reader(daemon, "reader"), "heavy": HeavyReader(daemon, "heavy")}
    draw = chance()
    try:
        for _ in range(rounds(3, 100)):
            for caller in callers.values():
                wait_for_answers([caller], draw.randrange(1, 10))
            killed = own_cluster.sql("copild", """select pg_terminate_backend(pid) from pg_stat_activity
                where application_name = %s""", f"copild {lane}")
            assert killed
            wait_for(lambda: backends(own_cluster, lane) == len(killed), "the lane to connect again")
            wait_for(daemon.serves, "copild to serve again")
        for caller in callers.values():
            wait_for_answers([caller], 1)
    finally:
        for caller in callers.values():
            caller.end()
    for name, caller in callers.items():
        assert not caller.unanswered, "a connection was lost"
        allowed = {"write": {"unavailable", "outcome_unknown"}, "read": {"unavailable"}, "heavy": {"unavailable"}}[name]
        assert caller.kinds() <= (allowed if name == lane else set())
    check_writes([callers["write"]], own_cluster)


def waiting_calls(cluster):
    return cluster.sql("copild", """select application_name from pg_stat_activity
        where wait_event_type = 'Lock' and application_name like 'copild %' order by 1""")


def test_calls_in_flight_when_postgres_dies(make_daemon, own_cluster):
    """What had been sent may or may not have been done; what only waited has not."""
    daemon = make_daemon(own_cluster, database={"lock_timeout": "10min", "statement_timeout": "10min", "group": 1})
    with daemon.peer() as first, daemon.peer() as second, daemon.peer() as reader:
        first.call("plan.create", key="P", title="Essai")
        action = first.call("action.create", plan="P", title="x")["ref"]
        holder = own_cluster.connect()
        with holder.cursor() as cursor:
            cursor.execute("begin; lock table core.action in access exclusive mode")
            first.send(first.request("action.create", {"plan": "P", "title": "in flight"}))
            reader.send(reader.request("action.get", {"action": action}))
            wait_for(lambda: len(waiting_calls(own_cluster)) == 2, "both to be at work")
            second.send(second.request("action.create", {"plan": "P", "title": "waiting"}))
            second.send(second.request("system.ping"))
            wait_for(lambda: second_is_taken(daemon), "the third to wait")
        own_cluster.stop("immediate")
        holder.close()
        errors = [peer.read()["error"]["data"] for peer in (first, reader, second)]
        assert [(error["kind"], error["retryable"]) for error in errors] == \
            [("outcome_unknown", False), ("unavailable", True), ("unavailable", True)]
        assert second.read()["result"]["pong"] is True
        own_cluster.start()
        wait_for(daemon.serves, "copild to serve again")
        assert [item["title"] for item in reader.call("action.list", plan="P")["items"]] == ["x"]


def second_is_taken(daemon):
    """True when the two writes and the read are in copild's hands."""
    with daemon.peer() as peer:
        return peer.call("system.info")["pending"] == 3


def test_refused_at_once_while_a_connection_is_tried(make_daemon, own_cluster):
    """A PostgreSQL that takes connections and says nothing: calls are answered while every lane still waits for it."""
    daemon = make_daemon(own_cluster,
        database={"conninfo": f"host={own_cluster.host} dbname=copild connect_timeout=600"})
    with daemon.peer() as peer:
        own_cluster.stop("immediate")
        path = f"{own_cluster.host}/.s.PGSQL.5432"
        with socket.socket(socket.AF_UNIX) as mute:
            mute.bind(path)
            os.chmod(path, 0o777)
            mute.listen()
            mute.settimeout(60)
            lanes = [mute.accept()[0] for _ in range(CONNECTIONS)]
            for method, params in (("plan.list", {}), ("plan.create", {"key": "P", "title": "x"}),
                    ("plan.loose", {"plan": "P"})):
                refusal = peer.refused(method, **params)
                assert (refusal.kind, refusal.data["retryable"]) == ("unavailable", True)
            mute.setblocking(False)
            with pytest.raises(BlockingIOError):
                mute.accept()
        os.unlink(path)
        for lane in lanes:
            lane.close()
        own_cluster.start()
        wait_for(daemon.serves, "copild to serve again")
        assert peer.call("plan.list")["items"] == []

# SPDX-License-Identifier: MIT
"""Callers beside each other: references without gaps, answers in order, nobody acts as another or waits for another."""
import threading
import time

import pytest

from house import SLOW

ROUNDS = 5_000

SLOW_METHOD = """
set role copild_owner;
create function api.test_sleep() returns json
language plpgsql stable cost 10000 as $$ begin perform pg_sleep(2); return '"slept"'; end; $$;
comment on function api.test_sleep is $$Takes two seconds.

Returns: a word$$;
grant execute on function api.test_sleep to copild_serve, copild_read;
"""


@pytest.fixture(scope="module")
def plan(demo):
    """A plan in which the administrator and the secretary of the demonstration write."""
    with demo.peer() as peer:
        peer.call("plan.create", key="W", title="Essai")
        peer.call("member.add", plan="W", party="secretariat.copil@example.org", role="secretary")
    return "W"


@pytest.fixture
def secretary(demo, peer, users, as_user):
    peer.call("person.edit", person="secretariat.copil@example.org", login=users[0])
    return as_user(users[0])


class Writer(threading.Thread):
    """Creates leads, fifty at a time on their way; every tenth call is refused and leaves nothing."""

    def __init__(self, peer, name):
        super().__init__()
        self.peer, self.writer, self.refs = peer, name, []
        self.start()

    def run(self):
        for start in range(0, ROUNDS, 50):
            requests = [self.peer.request("lead.create", {"plan": "W", "title": f"{self.writer} {number}",
                **({"meeting": "W-M99"} if number % 10 == 9 else {})}) for number in range(start, start + 50)]
            for request in requests:
                self.peer.send(request)
            for request in requests:
                self.take(request, self.peer.read())

    def take(self, request, answer):
        assert answer["id"] == request["id"]
        if "meeting" in request["params"]:
            assert answer["error"]["data"]["kind"] == "not_found"
        else:
            assert answer["result"]["title"] == request["params"]["title"]
            self.refs.append(int(answer["result"]["ref"].split("-L")[1]))


def test_two_writers_ten_thousand_times(cluster, database, demo, plan, secretary):
    with demo.peer() as administrator:
        writers = [Writer(administrator, "administrator"), Writer(secretary, "secretary")]
        for writer in writers:
            writer.join()
    first, second = (writer.refs for writer in writers)
    assert first == sorted(first) and second == sorted(second)
    assert sorted(first + second) == list(range(1, 2 * ROUNDS * 9 // 10 + 1))
    mixed = cluster.sql(database, """select count(*) from core.journal
        where plan = 'W' and relation = 'lead'
          and (after ->> 'title' like 'administrator%%') <> (agent is not distinct from 'administrator')""")
    assert mixed == [(0,)]


def test_two_that_close_a_cycle_together(demo, plan):
    with demo.peer() as one, demo.peer() as other:
        for _ in range(50):
            first = one.call("action.create", plan="W", title="première")["ref"]
            second = one.call("action.create", plan="W", title="seconde")["ref"]
            one.send(one.request("action.depend", {"action": first, "on": second}))
            other.send(other.request("action.depend", {"action": second, "on": first}))
            errors = [answer["error"] for answer in (one.read(), other.read()) if "error" in answer]
            assert [error["code"] for error in errors] == [1006], errors
            assert set(errors[0]["data"]["path"]) == {first, second}


def test_slow_call_delays_nobody(cluster, database, demo, plan):
    cluster.sql(database, SLOW_METHOD)
    with demo.peer() as slow, demo.peer() as peer:
        for _ in range(3):
            slow.send(slow.request("test.sleep"))
        longest = 0
        end = time.monotonic() + 3
        while time.monotonic() < end:
            start = time.monotonic()
            peer.call("plan.get", plan="W")
            peer.call("lead.create", plan="W", title="pendant ce temps")
            longest = max(longest, time.monotonic() - start)
        assert longest < 0.5 * SLOW
        assert [slow.read()["result"] for _ in range(3)] == ["slept"] * 3

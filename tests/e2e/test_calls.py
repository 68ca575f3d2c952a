# SPDX-License-Identifier: MIT
"""Many calls of every outcome: each gets its answer, in its turn; under valgrind and sanitizers nothing is leaked."""
import itertools

import pytest

from load import rounds

pytestmark = [pytest.mark.asan, pytest.mark.valgrind]

CALLS = [
    ("system.ping", {}, None),
    ("plan.get", {"plan": "LR"}, None),
    ("action.list", {"plan": "LR", "search": "annuaire", "limit": 5}, None),
    ("action.get", {"action": "LR-2"}, None),
    ("action.get", {"action": "LR-999"}, 1001),
    ("action.get", {"action": "no reference"}, -32602),
    ("session.locale", {"locale": "fr"}, None),
    ("action.edit", {"action": "LR-5", "text": "É" * 200}, None),
    ("lead.list", ["LR"], None),
    ("action.progress", {"action": "LR-10", "percent": 5}, 1004),
    ("session.locale", {"locale": "en"}, None),
]


# What the method table does not have is looked for once more in PostgreSQL.
UNKNOWN = [("action.get", {"action": "LR-2", "colour": "red"}, -32602), ("no.such", {}, -32601)]


@pytest.mark.parametrize("calls, count", [(CALLS, rounds(1_000, 10_000)), (UNKNOWN, 60)])
def test_many_calls(demo, calls, count):
    with demo.peer() as peer:
        asked = [(peer.request(method, params), code) for method, params, code in
            itertools.islice(itertools.cycle(calls), count)]
        for start in range(0, len(asked), 50):
            part = asked[start:start + 50]
            for request, _ in part:
                peer.send(request)
            for request, code in part:
                answer = peer.read()
                assert answer["id"] == request["id"]
                assert answer.get("error", {}).get("code") == code, (request, answer)


def test_connections_that_come_and_go(demo):
    for number in range(200):
        with demo.peer() as peer:
            peer.send(peer.request("plan.get", {"plan": "LR"}))
            if number % 3 == 0:
                peer.send(b'{"jsonrpc":"2.0","id":1,"me')
            elif number % 3 == 1:
                assert peer.read()["result"]["key"] == "LR"

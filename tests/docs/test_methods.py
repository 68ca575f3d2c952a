# SPDX-License-Identifier: MIT
"""docs/methods.md says what the program says; DOCS_UPDATE=1 (`make docs`) writes it anew."""
import json
import os
import re

import pytest

import methods
from conftest import HOME
from house import run

PAGE = HOME / "docs" / "methods.md"

# Calls of the demonstration plan whose real answers the manual shows, in this order.
EXAMPLES = [
    ("session.whoami", {}),
    ("plan.get", {"plan": "LR"}),
    ("plan.loose", {"plan": "LR"}),
    ("meeting.get", {"meeting": "LR-M3"}),
    ("action.list", {"plan": "LR", "overdue": True}),
    ("action.get", {"action": "LR-2"}),
    ("indicator.get", {"indicator": "LR-I1"}),
    ("calendar.days", {"plan": "LR", "from": "2014-05-25", "to": "2014-06-10"}),
    ("calendar.workday", {"plan": "LR", "from": "2014-05-28", "days": 2}),
    ("decision.create", {"plan": "LR", "title": "Publier l’annuaire", "meeting": "LR-M3", "leads": ["LR-L6"]}),
    ("action.create", {"plan": "LR", "title": "Relire l’annuaire", "owner": "cci alès", "due": "à la rentrée",
        "decision": "LR-D7"}),
    ("action.progress", {"action": "LR-11", "percent": 30}),
    ("action.postpone", {"action": "LR-11", "due": "2014-Q4", "why": "la liste arrive en septembre"}),
    ("journal.undo", {"plan": "LR"}),
    ("measure.add", {"indicator": "LR-I1", "value": 198, "on": "2014-05-12", "source": "DIRECCTE"}),
]


def shown(line):
    """The wire's text without the time of day, and long values in short."""
    line = re.sub(r'(T\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)', "T…", line)
    return re.sub(r'"((?:[^"\\]|\\.){120})(?:[^"\\]|\\.)+"', r'"\1…"', line)


def ask(peer, method, params):
    """The request and its answer, as they travel."""
    request = methods.compact({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
    peer.send(request.encode() + b"\n")
    answer = json.loads(peer.line())
    assert "result" in answer, answer
    return [request, shown(methods.compact(answer))]


@pytest.fixture(scope="module")
def catalog(demo):
    return json.loads(run("psql", "-XAt", "-h", demo.directory / "run", "-U", "postgres", "-d", "copild", "-c",
        "select core.catalog()"))


@pytest.fixture(scope="module")
def told(demo, catalog):
    with demo.peer() as peer:
        own = methods.own_methods(peer.call("rpc.discover"), catalog)
        examples = {method: ask(peer, method, params) for method, params in EXAMPLES}
    return methods.manual(catalog, own, examples)


def test_the_manual_is_what_the_program_says(told):
    if os.environ.get("DOCS_UPDATE"):
        PAGE.write_text(told, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8").split("\n") == told.split("\n"), "run make docs"


def test_every_method_stands_in_the_manual(demo):
    headings = re.findall(r"^### (\S+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    with demo.peer() as peer:
        assert headings == sorted(method["name"] for method in peer.call("rpc.discover")["methods"])


def test_links_within_the_manual_lead_somewhere():
    text = PAGE.read_text(encoding="utf-8")
    anchors = {re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-")
        for title in re.findall(r"^#+ (.*)$", text, re.MULTILINE)}
    assert set(re.findall(r"\(#([^)]+)\)", text)) <= anchors

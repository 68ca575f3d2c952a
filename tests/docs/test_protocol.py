# SPDX-License-Identifier: MIT
"""docs/protocol.md has the program's errors, reasons, limits and examples."""
import json
import re

import pytest

from conftest import HOME
from house import BUILD, run


def cells(text, first):
    """The rows of the table whose first heading is that."""
    table = text.split(f"\n| {first} |", 1)[1].split("\n\n", 1)[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.split("\n")[2:]]


@pytest.fixture
def protocol(document):
    return document("docs/protocol.md")


@pytest.fixture(scope="module")
def discovered(demo):
    with demo.peer() as peer:
        return peer.call("rpc.discover")["components"]["errors"]


def test_errors_are_those_of_the_program(protocol, document, demo, discovered):
    told = [(int(code), kind.strip("`")) for code, kind, _, _ in cells(protocol, "code")]
    born_here = re.findall(r'\{"(\w+)", (-?\d+),', document("daemon/api/refusal.c"))
    raised = run("psql", "-XAt", "-F", " ", "-h", demo.directory / "run", "-U", "postgres", "-d", "copild", "-c",
        "select kind, code from core.error").split("\n")
    known = {(int(code), kind) for kind, code in [*born_here, *map(str.split, filter(None, raised))]}
    assert sorted(set(told)) == sorted(told)
    assert set(told) == known
    assert {(error["code"], kind) for kind, error in discovered.items()} <= set(told)
    assert set(discovered) == {kind for _, kind in told}


def test_reasons_are_those_of_the_program(protocol, document):
    told = {kind.strip("`"): set(re.findall(r"`(\w+)`", more.split("`reason`: ")[1]))
        for _, kind, _, more in cells(protocol, "code") if "`reason`: " in more}
    flaws = re.findall(r'\{CALL_(\w+), "(\w+)"\}', document("daemon/rpc/message.c"))
    for kind in "parse_error", "invalid_request":
        assert told[kind] == {reason for word, reason in flaws if word.lower() == kind}
    assert told["busy"] == {"connections"}


def test_limits_are_the_defaults(protocol):
    told = {option.strip("`"): default.strip("`") for option, default, _ in cells(protocol, "option")}
    table = {line.split("\t")[0]: line.split("\t")[2] for line in run(BUILD / "copild", "--print-options").split("\n")
        if line}
    assert told == {option: table.get(option) for option in told}
    assert set(re.findall(r"`((?:limits|database|daemon|tcp|socket)\.\w+)`", protocol)) <= set(table)
    assert {option for option in table if option.startswith("limits.")} <= set(told)


def test_the_refused_parameter_is_refused_so(protocol, demo):
    shown = [line for line in protocol.split("\n") if line.startswith('{"jsonrpc"')]
    with demo.peer() as peer:
        assert [json.loads(line) for line in shown] == [
            peer.ask(peer.request("action.progress", {"action": "LR-2", "percent": 140}))]


def test_the_first_example_is_answered_so(protocol, demo):
    request, answer = re.findall(r"^[→←] (.*)$", protocol, re.MULTILINE)
    with demo.peer() as peer:
        whole = peer.ask(json.loads(request))["result"]
    told = json.loads(answer.replace(", …}}", "}}"))["result"]
    assert told == {name: whole[name] for name in told}


def test_what_the_daemon_answers_itself(protocol, demo):
    told = set(re.findall(r"`((?:rpc|system|session)\.\w+)", protocol))
    with demo.peer() as peer:
        assert told <= {method["name"] for method in peer.call("rpc.discover")["methods"]}


def test_kinds_that_methods_name_are_in_the_table(protocol):
    told = {kind.strip("`") for _, kind, _, _ in cells(protocol, "code")}
    page = (HOME / "docs" / "methods.md").read_text(encoding="utf-8")
    for line in re.findall(r"^\[Errors\]\(#[^)]*\): (.*)$", page, re.MULTILINE):
        assert set(re.findall(r"`(\w+)`", line)) <= told

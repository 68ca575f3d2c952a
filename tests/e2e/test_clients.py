# SPDX-License-Identifier: MIT
"""What nobody here wrote: the npm package jayson as a client, the official meta-schema as a judge of rpc.discover."""
import copy
import json
import subprocess

import pytest

from house import HOME, run


def ask(address, *calls):
    return json.loads(run("node", HOME / "tests/clients/jayson.js", json.dumps(address), json.dumps(calls)))


def check(said):
    status, actions, missing = said["answers"]
    assert status["result"]["plan"]["key"] == "LR"
    assert [action["ref"] for action in actions["result"]["items"]] == ["LR-1", "LR-2"]
    assert missing["error"]["code"] == -32601
    assert [answer.get("result") for answer in said["batched"]] == [status["result"], actions["result"], None]


CALLS = (
    ["plan.status", {"plan": "LR"}], ["action.list", {"plan": "LR", "limit": 2, "sort": "number"}], ["no.such", {}])


def test_jayson_over_tcp(make_daemon, cluster, demo, free_port):
    make_daemon(cluster, demo.database, tcp={"listen": f"127.0.0.1:{free_port}", "identity": "CCI-ALES"})
    check(ask({"host": "127.0.0.1", "port": free_port}, *CALLS))


def test_jayson_over_the_unix_socket(demo):
    check(ask({"path": demo.socket}, *CALLS))


def test_jayson_writes_by_position(demo):
    said = ask({"path": demo.socket}, ["plan.create", ["J1", "Par position"]], ["plan.get", ["J1"]])
    assert said["answers"][1]["result"]["title"] == "Par position"


@pytest.mark.parametrize("locale, words", [("fr", "La méthode «\u00a0no.such\u00a0» n’existe pas."),
    ("en", 'There is no method "no.such".')])
def test_jayson_gets_errors_whole(demo, locale, words):
    said = ask({"path": demo.socket}, ["session.locale", {"locale": locale}], ["no.such", {}])
    assert said["batched"][1]["error"] == {"code": -32601, "message": words,
        "data": {"kind": "method_not_found", "method": "no.such"}}


# ---- rpc.discover -------------------------------------------------------------------------------

GOOD = [
    ("plan.get", "plan", "LR"), ("action.get", "action", "LR-12"), ("action.progress", "percent", 100),
    ("action.create", "title", "Réaliser l’annuaire"), ("action.create", "owner", "cci alès"),
    ("action.create", "supports", ["CCI-LR"]), ("action.create", "expected", 2_000_000.5),
    ("action.list", "state", ["open", "blocked"]), ("action.list", "overdue", True), ("action.list", "limit", 200),
    ("person.create", "email", "secretariat.copil@example.org"), ("person.create", "login", "www-data"),
    ("measure.add", "on", "2014-05-12"), ("organisation.create", "kind", "training_centre"),
    ("session.locale", "locale", "fr"), ("action.edit", "if_revision", 7),
]
BAD = [
    ("plan.get", "plan", "lr"), ("plan.get", "plan", 7), ("action.get", "action", "LR-0"),
    ("action.progress", "percent", 101), ("action.progress", "percent", 0.5), ("action.create", "title", ""),
    ("action.create", "title", "a\nb"), ("action.create", "title", "x" * 301), ("action.create", "title", " "),
    ("action.create", "owner", " "), ("action.create", "supports", "CCI-LR"), ("action.create", "expected", -1),
    ("action.list", "state", ["finished"]), ("action.list", "overdue", "yes"), ("action.list", "limit", 0),
    ("person.create", "email", "example.org"), ("person.create", "login", "a b"), ("measure.add", "on", "12 mai"),
    ("organisation.create", "kind", "club"), ("session.locale", "locale", "de"), ("action.edit", "if_revision", -1),
]


@pytest.fixture(scope="module")
def document(demo):
    with demo.peer() as peer:
        return peer.call("rpc.discover")


def judge(document, good=(), bad=()):
    """The faults that the validator finds."""
    done = subprocess.run(["node", HOME / "tests/clients/openrpc.js"], capture_output=True, text=True, check=True,
        input=json.dumps({"document": document, "good": good, "bad": bad}))
    return json.loads(done.stdout)


def test_discover_is_valid_openrpc(document):
    assert judge(document, GOOD, BAD) == []


def test_schemas_say_what_the_daemon_does(demo):
    """A value that the document allows is not refused as bad_value, one that it forbids is."""
    with demo.peer() as peer:
        for method, param, value in GOOD + BAD:
            answer = peer.ask(peer.request(method, {param: value}))
            data = answer.get("error", {}).get("data", {})
            refused = data.get("kind") == "bad_value" and data["param"] == param
            assert refused == ((method, param, value) in BAD), (method, param, value, answer)


@pytest.mark.parametrize("plant, where", [
    (lambda method: method["params"][0].pop("schema"), "params"),
    (lambda method: method["params"][0].update(required="yes"), "required"),
    (lambda method: method.pop("name"), "methods"),
    (lambda method: method.update(colour="red"), "methods"),
    (lambda method: method["errors"].append({"code": "1001"}), "errors"),
])
def test_judge_finds_a_planted_fault(document, plant, where):
    planted = copy.deepcopy(document)
    plant(next(method for method in planted["methods"] if method["name"] == "action.get"))
    assert any(where in fault for fault in judge(planted))


def test_everything_is_described(document):
    codes = {error["code"] for error in document["components"]["errors"].values()}
    assert document["openrpc"].startswith("1.") and len(document["methods"]) > 70
    names = [method["name"] for method in document["methods"]]
    assert len(names) == len(set(names))
    for method in document["methods"]:
        assert method["summary"] and method["result"]["description"], method["name"]
        assert all(error.keys() == {"code", "message", "data"} for error in method["errors"])
        assert {error["code"] for error in method["errors"]} <= codes
        for param in method["params"]:
            assert param["description"] and param["schema"], (method["name"], param["name"])
            assert "%" not in param["description"]


def test_errors_are_listed_where_they_can_happen(document):
    """Each method that takes a reference or a plan tells that it may not be there."""
    for method in document["methods"]:
        kinds = {error["data"]["kind"] for error in method["errors"]}
        first = method["params"][0]["name"] if method["params"] else None
        if first in ("plan", "action", "lead", "decision", "meeting", "indicator", "note", "object") and \
                method["name"] != "plan.create":
            assert "not_found" in kinds, method["name"]

# SPDX-License-Identifier: MIT
"""A JSON-RPC client that nobody here wrote: the npm package jayson, over TCP and over the Unix socket."""
import json

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

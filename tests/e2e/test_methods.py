# SPDX-License-Identifier: MIT
"""Methods come from PostgreSQL alone: added, called, described and documented without C and without a restart."""
import json
import sys

import pytest

from house import HOME

sys.path.insert(0, str(HOME / "tools"))
import methods  # noqa: E402

ADDED = """
set role copild_owner;
create function api.echo_twice(word core.title, times integer default null) returns json
language plpgsql stable
as $$ begin return json_build_object('said', repeat(word, coalesce(times, 2))); end; $$;
comment on function api.echo_twice is $$Says a word again.

word: what to say
times: how often
Returns: what was said
Errors: bad_value$$;
grant execute on function api.echo_twice to copild_serve, copild_read;
"""


@pytest.fixture
def added(cluster, database):
    cluster.sql(database, ADDED)
    yield
    cluster.sql(database, "drop function if exists api.echo_twice")


def described(peer, name):
    found = [method for method in peer.call("rpc.discover")["methods"] if method["name"] == name]
    return found[0] if found else None


def test_added_while_it_runs(peer, cluster, database, added):
    assert peer.call("echo.twice", word="ha")["said"] == "haha"
    assert peer.refused("echo.twice", word=7).data["param"] == "word"
    assert peer.refused("echo.twice", word="x", loud=True).data["param"] == "loud"
    method = described(peer, "echo.twice")
    assert method["summary"] == "Says a word again."
    assert [(param["name"], param.get("required", False)) for param in method["params"]] == \
        [("word", True), ("times", False)]
    catalog = cluster.sql(database, "select core.catalog()::text")[0][0]
    assert "**`echo.twice(word, times?)`** *(read)*\n\nSays a word again.\n" in methods.manual(json.loads(catalog))


def test_changed_and_dropped_while_it_runs(peer, cluster, database, added):
    assert peer.call("echo.twice", word="ha")["said"] == "haha"
    cluster.sql(database, "drop function api.echo_twice")
    cluster.sql(database, ADDED.replace("times integer", "times bigint").replace("coalesce(times, 2)", "3"))
    assert peer.call("echo.twice", word="ha")["said"] == "hahaha"
    cluster.sql(database, "drop function api.echo_twice")
    assert peer.refused("echo.twice", word="ha").code == -32601


def test_parameter_that_becomes_optional_or_wider_while_it_runs(peer, cluster, database, added):
    assert peer.refused("echo.twice").data["param"] == "word"
    assert peer.refused("echo.twice", word="x", times="ho").data["param"] == "times"
    cluster.sql(database, "drop function api.echo_twice")
    cluster.sql(database, ADDED.replace("word core.title", "word core.title default 'hi'")
        .replace("times integer", "times text").replace("repeat(word, coalesce(times, 2))", "word || times"))
    assert peer.call("echo.twice", word="hey", times="ho")["said"] == "heyho"
    cluster.sql(database, "drop function api.echo_twice")
    cluster.sql(database, ADDED.replace("word core.title", "word core.title default null")
        .replace("repeat(word, coalesce(times, 2))", "coalesce(word, 'none')"))
    assert peer.call("echo.twice")["said"] == "none"


def test_unknown_method(peer):
    assert peer.refused("no.such").code == -32601


def test_another_schema_while_it_runs(daemon, peer, cluster, database):
    assert peer.call("plan.list")["items"] == []
    cluster.sql(database, "update core.schema set version = version + 1")
    for method in "plan.list", "no.such", "plan.list":
        refusal = peer.refused(method)
        assert (refusal.code, refusal.kind, refusal.data["retryable"]) == (-32001, "unavailable", True)
    info = peer.call("system.info")
    assert info["database"] == "other_schema"
    assert "install the copild that goes with it" in info["reason"] and info["reason"] in daemon.said()
    cluster.sql(database, "update core.schema set version = version - 1")
    assert peer.call("plan.list")["items"] == []
    assert peer.call("system.info")["database"] == "up"


def test_every_param_and_result_is_described(cluster):
    catalog = json.loads(cluster.sql("copild", "select core.catalog()::text")[0][0])
    kinds = {error["kind"] for error in catalog["errors"]}
    for method in catalog["methods"]:
        assert method["summary"] and method["returns"], method["name"]
        for param in method["params"]:
            assert param["description"], f"{method['name']}: {param['name']}"
        assert set(method["errors"]) <= kinds, method["name"]

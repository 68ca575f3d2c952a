# SPDX-License-Identifier: MIT
"""JSON-RPC 2.0 as its specification shows it, and the edges that it leaves open, whole and cut in pieces."""
import json

import pytest

pytestmark = pytest.mark.asan

# The methods that the specification's examples call, added to a daemon that is running already.
EXAMPLE_METHODS = """
set role copild_owner;
create function api.math_subtract(minuend integer, subtrahend integer) returns json
language plpgsql immutable as $$ begin return to_json(minuend - subtrahend); end; $$;
comment on function api.math_subtract is $$Subtracts.

minuend: from what
subtrahend: how much
Returns: the difference$$;
create function api.math_sum(first integer, second integer, third integer) returns json
language plpgsql immutable as $$ begin return to_json(first + second + third); end; $$;
comment on function api.math_sum is $$Adds three numbers.

first: one
second: another
third: the last
Returns: the sum$$;
create function api.data_get() returns json
language plpgsql immutable as $$ begin return '["hello", 5]'::json; end; $$;
comment on function api.data_get is $$Gets data.

Returns: the data$$;
grant execute on all functions in schema api to copild_serve, copild_read;
"""


def request(method, params=None, **more):
    return {"jsonrpc": "2.0", "method": method, **({} if params is None else {"params": params}), **more}


def result(value, number):
    return {"jsonrpc": "2.0", "id": number, "result": value}


def error(code, number=None):
    """An error answer as far as it is compared: code and id."""
    return {"jsonrpc": "2.0", "id": number, "error": code}


# The fifteen exchanges of the specification's section 7: a line, and its answer or None. Only the names of methods
# differ (a method of copild is noun.verb), and a line feed within a message is a blank.
SPECIFICATION = [
    (request("math.subtract", [42, 23], id=1), result(19, 1)),
    (request("math.subtract", [23, 42], id=2), result(-19, 2)),
    (request("math.subtract", {"subtrahend": 23, "minuend": 42}, id=3), result(19, 3)),
    (request("math.subtract", {"minuend": 42, "subtrahend": 23}, id=4), result(19, 4)),
    (request("update", [1, 2, 3, 4, 5]), None),
    (request("foobar"), None),
    (request("foobar", id="1"), error(-32601, "1")),
    ('{"jsonrpc": "2.0", "method": "foobar, "params": "bar", "baz]', error(-32700)),
    ('{"jsonrpc": "2.0", "method": 1, "params": "bar"}', error(-32600)),
    ('[{"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"},{"jsonrpc": "2.0", "method"]', error(-32700)),
    ("[]", error(-32600)),
    ("[1]", [error(-32600)]),
    ("[1,2,3]", [error(-32600), error(-32600), error(-32600)]),
    ([request("math.sum", [1, 2, 4], id="1"), request("notify_hello", [7]),
        request("math.subtract", [42, 23], id="2"), {"foo": "boo"}, request("foo.get", {"name": "myself"}, id="5"),
        request("data.get", id="9")],
        [result(7, "1"), result(19, "2"), error(-32600), error(-32601, "5"), result(["hello", 5], "9")]),
    ([request("notify_sum", [1, 2, 4]), request("notify_hello", [7])], None),
]

PONG = {"pong": True}
LONGEST_ID, LONG_ID = "é" * 32, "é" * 32 + "x"

# What the specification leaves open, or says without an example.
EDGES = [
    ('{"method":"system.ping","id":1}', error(-32600, 1)),
    ('{"jsonrpc":"1.0","method":"system.ping","id":1}', error(-32600, 1)),
    ('{"jsonrpc":2,"method":"system.ping","id":1}', error(-32600, 1)),
    ('{"jsonrpc":2.0,"method":"system.ping","id":1}', error(-32600, 1)),
    (request("system.ping", "x", id=2), error(-32600, 2)),
    (request("system.ping", 7, id=2), error(-32600, 2)),
    ('{"jsonrpc":"2.0","method":"system.ping","params":null,"id":2}', error(-32600, 2)),
    (request("system.ping", [], id=3), result(PONG, 3)),
    (request("system.ping", {}, id=3), result(PONG, 3)),
    ('{"jsonrpc":"2.0","id":3}', error(-32600, 3)),
    ('{"jsonrpc":"2.0","method":null,"id":3}', error(-32600, 3)),
    ('{"jsonrpc":"2.0","method":"","id":3}', error(-32601, 3)),
    (request("rpc.nothing", id=4), error(-32601, 4)),
    (request("system.ping", id=None), result(PONG, None)),
    (request("system.ping", id=0), result(PONG, 0)),
    (request("system.ping", id=-(2 ** 63)), result(PONG, -(2 ** 63))),
    (request("system.ping", id=2 ** 63 - 1), result(PONG, 2 ** 63 - 1)),
    (request("system.ping", id=2 ** 53 + 1), result(PONG, 2 ** 53 + 1)),
    (request("system.ping", id=2 ** 63), error(-32700)),
    (request("system.ping", id=1.5), error(-32600)),
    (request("system.ping", id=1.0), error(-32600)),
    (request("system.ping", id=True), error(-32600)),
    (request("system.ping", id={}), error(-32600)),
    (request("system.ping", id=[1]), error(-32600)),
    (request("system.ping", id=""), result(PONG, "")),
    (request("system.ping", id="\"\\\n\u2028\U0001f600"), result(PONG, "\"\\\n\u2028\U0001f600")),
    (request("system.ping", id=LONGEST_ID), result(PONG, LONGEST_ID)),
    (request("system.ping", id=LONG_ID), error(-32600)),
    (request("math.subtract", ["x", 1]), None),
    (request("system.ping", {"x": 1}), None),
    ([request("system.ping", id=5), request("math.sum", [1, 1, 1], id=5)], [result(PONG, 5), result(3, 5)]),
    ([[request("system.ping", id=6)]], [error(-32600)]),
    ([request("system.ping", id=7)] * 50, [result(PONG, 7)] * 50),
    ([request("system.ping", id=7)] * 51, error(-32600)),
    ([request("system.ping")] * 50, None),
    ("42", error(-32600)),
    ("null", error(-32600)),
    ("true", error(-32600)),
    ('"text"', error(-32600)),
    (' {"jsonrpc" : "2.0","method":"system.ping" , "id" : 8 } \t', result(PONG, 8)),
    (b'{"jsonrpc":"2.0","method":"system.ping","id":9}\r\n', result(PONG, 9)),
    (b"\n\r\n\n", None),
    (b" \n", error(-32700)),
    (b"\r\r\n", error(-32700)),
    (b'{"jsonrpc":"2.0",\r"method":"system.ping",\r"id":10}\n', result(PONG, 10)),
    (b'{"jsonrpc":"2.0","method":"system.p\x69\\u006eg","id":11}\n', result(PONG, 11)),
    (request("system.ping", id=12, more={"deep": [1, {}]}), result(PONG, 12)),
]


def as_bytes(said):
    if isinstance(said, bytes):
        return said
    return (said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)).encode() + b"\n"


def seen(answer):
    """An answer as the tables above write it; that its error is well formed is checked here."""
    if isinstance(answer, list):
        return [seen(one) for one in answer]
    if "error" in answer:
        assert set(answer["error"]) == {"code", "message", "data"} and answer["error"]["message"]
        return {**answer, "error": answer["error"]["code"]}
    return answer


def converse(peer, exchanges, size=None):
    """Sends all at once, or in pieces; a last request is the fence before which nothing else may come."""
    data = b"".join(as_bytes(said) for said, _ in exchanges) + as_bytes(request("system.ping", id="fence"))
    peer.send_pieces(data, size or len(data))
    for said, expected in exchanges:
        if expected is not None:
            assert seen(peer.read()) == expected, said
    assert peer.read() == result(PONG, "fence")


@pytest.fixture(scope="module")
def extended(daemon, cluster, database):
    """The running daemon, which has been asked already and does not know the examples' methods."""
    with daemon.peer() as peer:
        assert peer.refused("math.subtract", minuend=1, subtrahend=1).code == -32601
        cluster.sql(database, EXAMPLE_METHODS)
    return daemon


@pytest.fixture
def speaker(extended):
    with extended.peer() as peer:
        yield peer


@pytest.mark.parametrize("size", range(1, 32))
@pytest.mark.parametrize("exchanges", [SPECIFICATION, EDGES], ids=["specification", "edges"])
def test_cut_in_pieces(speaker, exchanges, size):
    converse(speaker, exchanges, size)


@pytest.mark.parametrize("exchanges", [SPECIFICATION, EDGES], ids=["specification", "edges"])
def test_in_one_packet(speaker, exchanges):
    converse(speaker, exchanges)


@pytest.mark.parametrize("number", range(15))
def test_example_of_the_specification(speaker, number):
    converse(speaker, [SPECIFICATION[number]])


@pytest.mark.parametrize("number", range(len(EDGES)), ids=lambda number: str(EDGES[number][0])[:40])
def test_edge(speaker, number):
    converse(speaker, [EDGES[number]])


def test_answers_are_one_line_of_utf8_each(speaker):
    speaker.call("plan.create", key="L1", title="Été — ligne", summary="une\ndeux\u2028trois \"quatre\" \\ \U0001f600")
    speaker.send(request("plan.get", ["L1"], id=1))
    line = speaker.line()
    assert json.loads(line.decode())["result"]["summary"] == "une\ndeux\u2028trois \"quatre\" \\ \U0001f600"


def test_notification_is_carried_out_in_its_turn(speaker):
    speaker.send(request("plan.create", {"key": "N1", "title": "Annoncé"}))
    assert speaker.call("plan.get", plan="N1")["title"] == "Annoncé"


def test_refused_notification_is_silent_and_changes_nothing(speaker):
    converse(speaker, [
        (request("plan.create", {"key": "N2", "title": "x", "colour": "red"}), None),
        (request("plan.create", {"key": "bad key", "title": "x"}), None),
        (request("plan.edit", {"plan": "N2", "title": "y"}), None),
    ])
    assert speaker.refused("plan.get", plan="N2").kind == "not_found"


def test_batch_of_writes_and_reads_is_in_order(speaker):
    answers = speaker.batch(
        ("plan.create", {"key": "B1", "title": "un"}), ("plan.get", ["B1"]),
        ("plan.edit", {"plan": "B1", "title": "deux"}), ("plan.get", ["B1"]),
        ("plan.get", ["B2"]),
        ("lead.create", {"plan": "B1", "title": "piste"}), ("lead.get", ["B1-L1"]))
    assert [answer["id"] for answer in answers] == sorted(answer["id"] for answer in answers)
    said = [answer["result"]["title"] if "result" in answer else answer["error"]["data"]["kind"] for answer in answers]
    assert said == ["un", "un", "deux", "deux", "not_found", "piste", "piste"]


def test_both_ways_of_giving_params_are_the_same(speaker):
    speaker.call("plan.create", key="P1", title="x")
    by_name = speaker.ask(request("lead.create", {"plan": "P1", "title": "nommée", "text": None}, id=1))
    by_place = speaker.ask(request("lead.create", ["P1", "placée", None], id=2))
    assert (by_name["result"]["ref"], by_place["result"]["ref"]) == ("P1-L1", "P1-L2")
    assert by_name["result"].keys() == by_place["result"].keys()


def described(peer, name):
    return {method["name"]: method for method in peer.call("rpc.discover")["methods"]}.get(name)


def test_added_method_is_discovered_and_its_description_follows_it(speaker, cluster, database):
    method = described(speaker, "math.subtract")
    assert method["summary"] == "Subtracts."
    assert [(param["name"], param["description"], param["schema"]["type"]) for param in method["params"]] == \
        [("minuend", "from what", "integer"), ("subtrahend", "how much", "integer")]
    assert method["result"]["description"] == "the difference"
    cluster.sql(database, "comment on function api.math_subtract is $$Takes away.\n\nminuend: from this\n"
        "subtrahend: this\nReturns: what is left$$")
    method = described(speaker, "math.subtract")
    assert method["summary"] == "Takes away."
    assert [param["description"] for param in method["params"]] == ["from this", "this"]


CHANGED = """
set role copild_owner;
drop function if exists api.word_join;
create function api.word_join({params}) returns json
language plpgsql stable as $$ begin return to_json({body}); end; $$;
comment on function api.word_join is $$Joins words.

first: the first
second: the second
glue: what stands between them
Returns: the words joined$$;
grant execute on function api.word_join to copild_serve, copild_read;
"""


def test_parameters_that_change_while_it_runs(speaker, cluster, database):
    def change(params, body):
        cluster.sql(database, CHANGED.format(params=params, body=body))

    change("first text, second text", "first || second")
    assert speaker.call("word.join", first="a", second="b") == "ab"
    assert speaker.refused("word.join", first="a").data["param"] == "second"
    change("first text, second text, glue text default null", "concat(first, glue, second)")
    assert speaker.call("word.join", first="a", second="b", glue="-") == "a-b"
    assert speaker.call("word.join", first="a", second="b") == "ab"
    change("second text, first text, glue text default null", "concat(first, glue, second)")
    assert speaker.call("word.join", first="a", second="b", glue="-") == "a-b", "by name, whatever the order has become"
    change("second text, first text default null, glue text default null", "concat(first, glue, second)")
    assert described(speaker, "word.join")["params"][1]["required"] is False
    assert speaker.call("word.join", second="b", glue="-") == "-b"
    assert speaker.ask(request("word.join", ["b", "a", "+"], id=1))["result"] == "a+b"
    change("first core.percent, second text", "first || second")
    assert described(speaker, "word.join")["params"][0]["schema"]["maximum"] == 100
    assert speaker.call("word.join", first=7, second="b") == "7b"
    refusal = speaker.refused("word.join", first=101, second="b")
    assert (refusal.data["param"], refusal.data["expected"]) == ("first", "a whole number from 0 to 100")
    cluster.sql(database, "drop function api.word_join")
    assert speaker.refused("word.join", first=7, second="b").code == -32601
    assert described(speaker, "word.join") is None

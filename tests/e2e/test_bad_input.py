# SPDX-License-Identifier: MIT
"""Wrong input, row by row: its documented error in both languages, nothing changed, and everybody goes on."""
import base64
import json
import re

import pytest

pytestmark = pytest.mark.asan

LONG = "x" * 200_000
BAD_VALUE = (-32602, "bad_value")
PARSE, REQUEST, METHOD = (-32700, "parse_error"), (-32600, "invalid_request"), (-32601, "method_not_found")
NOT_FOUND, WRONG_STATE, EXISTS = (1001, "not_found"), (1004, "wrong_state"), (1007, "already_exists")
REASON, CYCLE, MOVED, AMBIGUOUS = (1005, "reason_missing"), (1006, "cycle"), (1008, "moved_on"), (1009, "ambiguous")
NOT_UNDOABLE = (1010, "not_undoable")


def forged(*positions):
    return base64.b64encode(json.dumps(positions).encode()).decode()


def nested(depth):
    return "[" * depth + "]" * depth


# Lines that are no requests, or no JSON, with the answer's id.
LINES = [
    ("not JSON", b"hello", PARSE),
    ("half an object", b'{"jsonrpc":"2.0","id":1,"method":"plan.get"', PARSE),
    ("two values", b'{"jsonrpc":"2.0","id":1,"method":"system.ping"} {}', PARSE),
    ("trailing comma", b'{"jsonrpc":"2.0","id":1,"method":"system.ping",}', PARSE),
    ("single quotes", b"{'jsonrpc':'2.0'}", PARSE),
    ("NUL byte", b'{"jsonrpc":"2.0","id":1,"method":"sys\x00tem.ping"}', PARSE),
    ("escaped NUL", b'{"jsonrpc":"2.0","id":1,"method":"plan.get","params":{"plan":"L\\u0000R"}}', PARSE),
    ("escaped NUL in a key", b'{"jsonrpc":"2.0","id":1,"method":"plan.get","params":{"plan\\u0000":"LR"}}', PARSE),
    ("broken UTF-8", b'{"jsonrpc":"2.0","id":1,"method":"\xc3\x28"}', PARSE),
    ("overlong UTF-8", b'{"jsonrpc":"2.0","id":1,"method":"\xc0\xaf"}', PARSE),
    ("surrogate in UTF-8", b'{"jsonrpc":"2.0","id":1,"method":"\xed\xa0\x80"}', PARSE),
    ("beyond Unicode", b'{"jsonrpc":"2.0","id":1,"method":"\xf4\x90\x80\x80"}', PARSE),
    ("cut UTF-8", b'{"jsonrpc":"2.0","id":1,"method":"\xe2\x82"}', PARSE),
    ("lone escaped surrogate", b'{"jsonrpc":"2.0","id":1,"method":"\\ud800"}', PARSE),
    ("Latin-1", '{"jsonrpc":"2.0","id":1,"method":"été"}'.encode("latin-1"), PARSE),
    ("UTF-16", '{"jsonrpc":"2.0"}'.encode("utf-16-le"), PARSE),
    ("byte order mark", b'\xef\xbb\xbf{"jsonrpc":"2.0","id":1,"method":"system.ping"}', PARSE),
    ("raw control character", b'{"jsonrpc":"2.0","id":1,"method":"a\tb"}', PARSE),
    ("duplicate key", b'{"jsonrpc":"2.0","id":1,"method":"system.ping","id":2}', PARSE),
    ("duplicate key in params", b'{"jsonrpc":"2.0","id":1,"method":"plan.get","params":{"plan":"LR","plan":"X"}}',
        PARSE),
    ("duplicate key by escape", b'{"jsonrpc":"2.0","id":1,"method":"plan.get","params":{"plan":"LR","pl\\u0061n":"X"}}',
        PARSE),
    ("integer too big", b'{"jsonrpc":"2.0","id":1,"method":"plan.get","params":[9223372036854775808]}', PARSE),
    ("real too big", b'{"jsonrpc":"2.0","id":1,"method":"plan.get","params":[1e400]}', PARSE),
    ("NaN", b'{"jsonrpc":"2.0","id":1,"method":"plan.get","params":[NaN]}', PARSE),
    ("nested too deep", f'{{"jsonrpc":"2.0","id":1,"method":"plan.get","params":{nested(32)}}}'.encode(), PARSE),
    ("brackets without end", b"[" * 100_000, PARSE),
    ("objects by the thousand", b"[" + b"{}," * 80_000 + b"{}]", PARSE),
    ("empty batch", b"[]", REQUEST),
    ("batch of 51", json.dumps([{"jsonrpc": "2.0", "method": "system.ping"}] * 51).encode(), REQUEST),
    ("a number", b"42", REQUEST),
    ("no method", b'{"jsonrpc":"2.0","id":1}', REQUEST),
    ("method is a number", b'{"jsonrpc":"2.0","id":1,"method":1}', REQUEST),
    ("no version", b'{"id":1,"method":"system.ping"}', REQUEST),
    ("version 1", b'{"jsonrpc":"1.0","id":1,"method":"system.ping"}', REQUEST),
    ("params is a text", b'{"jsonrpc":"2.0","id":1,"method":"plan.get","params":"LR"}', REQUEST),
    ("id is a list", b'{"jsonrpc":"2.0","id":[1],"method":"system.ping"}', REQUEST),
    ("id is a fraction", b'{"jsonrpc":"2.0","id":1.5,"method":"system.ping"}', REQUEST),
    ("id too long", json.dumps({"jsonrpc": "2.0", "id": "x" * 65, "method": "system.ping"}).encode(), REQUEST),
]

# Calls: what is wrong, method, params by name or by position, code and kind, and what the error's data must hold.
CALLS = [
    ("unknown method", "no.such", {}, METHOD, {"method": "no.such"}),
    ("method that is SQL", "plan.get(); drop table core.plan", {}, METHOD, {}),
    ("method that is a path", "../../etc/passwd", {}, METHOD, {}),
    ("method of format marks", "%s%n%(object)s{param}", {}, METHOD, {}),
    ("huge method", LONG, {}, METHOD, {}),
    ("function of schema core", "core.act", ["administrator", None, None], METHOD, {}),
    ("function of PostgreSQL", "pg.sleep", [1], METHOD, {}),
    ("method in capitals", "PLAN.GET", {"plan": "LR"}, METHOD, {}),
    ("param missing", "plan.get", {}, BAD_VALUE, {"param": "plan"}),
    ("no params at all", "plan.get", None, BAD_VALUE, {"param": "plan"}),
    ("param null", "plan.get", {"plan": None}, BAD_VALUE, {"param": "plan"}),
    ("param unknown", "plan.get", {"plan": "LR", "colour": "red"}, BAD_VALUE, {"param": "colour"}),
    ("param of format marks", "plan.get", {"plan": "LR", "%(expected)s{expected}": 1}, BAD_VALUE, {}),
    ("huge name of a param", "plan.get", {"plan": "LR", LONG: 1}, BAD_VALUE, {}),
    ("too many by position", "plan.get", ["LR", 1], BAD_VALUE, {"param": "2"}),
    ("a number for a key", "plan.get", {"plan": 7}, BAD_VALUE, {"param": "plan"}),
    ("a list for a key", "plan.get", {"plan": ["LR"]}, BAD_VALUE, {"param": "plan"}),
    ("an object for a key", "plan.get", {"plan": {"key": "LR"}}, BAD_VALUE, {"param": "plan"}),
    ("true for a key", "plan.get", {"plan": True}, BAD_VALUE, {"param": "plan"}),
    ("empty key", "plan.get", {"plan": ""}, BAD_VALUE, {"param": "plan"}),
    ("key in small letters", "plan.get", {"plan": "lr"}, BAD_VALUE, {"param": "plan"}),
    ("key too long", "plan.get", {"plan": "ABCDEFGHI"}, BAD_VALUE, {"param": "plan"}),
    ("key with a line feed", "plan.get", {"plan": "LR\n"}, BAD_VALUE, {"param": "plan"}),
    ("huge key", "plan.get", {"plan": LONG}, BAD_VALUE, {"param": "plan"}),
    ("key that is SQL", "plan.get", {"plan": "' or 1=1 --"}, BAD_VALUE, {"param": "plan"}),
    ("plan that is none", "plan.get", {"plan": "NONE"}, NOT_FOUND, {"object": "NONE"}),
    ("reference without form", "action.get", {"action": "LR12"}, BAD_VALUE, {"param": "action"}),
    ("reference of another kind", "action.get", {"action": "LR-D1"}, BAD_VALUE, {"param": "action"}),
    ("reference to number 0", "action.get", {"action": "LR-0"}, BAD_VALUE, {"param": "action"}),
    ("reference beyond integers", "action.get", {"action": "LR-99999999999999999999"}, BAD_VALUE, {"param": "action"}),
    ("largest reference", "action.get", {"action": "LR-999999999"}, NOT_FOUND, {"object": "LR-999999999"}),
    ("action that is none", "action.get", {"action": "LR-999"}, NOT_FOUND, {"object": "LR-999"}),
    ("action of no plan", "action.edit", {"action": "ZZ-1", "title": "x"}, NOT_FOUND, {"object": "ZZ"}),
    ("lead that is none", "lead.drop", {"lead": "LR-L99", "why": "x"}, NOT_FOUND, {"object": "LR-L99"}),
    ("decision that is none", "action.create", {"plan": "LR", "title": "x", "decision": "LR-D99"}, NOT_FOUND, {}),
    ("decision of another plan", "action.create", {"plan": "LR", "title": "x", "decision": "X1-D1"}, BAD_VALUE, {}),
    ("meeting that is none", "meeting.hold", {"meeting": "LR-M99"}, NOT_FOUND, {}),
    ("sector that is none", "action.create", {"plan": "LR", "title": "x", "sectors": ["NOPE"]}, NOT_FOUND, {}),
    ("object that is none", "note.create", {"object": "LR-I99", "text": "x"}, NOT_FOUND, {}),
    ("chain of nothing", "chain.get", {"object": "LR-D99"}, NOT_FOUND, {}),
    ("history of nothing", "history.list", {"object": "LR-99"}, NOT_FOUND, {}),
    ("empty title", "lead.create", {"plan": "LR", "title": ""}, BAD_VALUE, {"param": "title"}),
    ("blank title", "lead.create", {"plan": "LR", "title": "  "}, BAD_VALUE, {"param": "title"}),
    ("title of two lines", "lead.create", {"plan": "LR", "title": "a\nb"}, BAD_VALUE, {"param": "title"}),
    ("title of 301 characters", "lead.create", {"plan": "LR", "title": "é" * 301}, BAD_VALUE, {"param": "title"}),
    ("text of 50 001 characters", "lead.create", {"plan": "LR", "title": "x", "text": "é" * 50_001}, BAD_VALUE,
        {"param": "text"}),
    ("percent of 101", "action.progress", {"action": "LR-1", "percent": 101}, BAD_VALUE, {"param": "percent"}),
    ("percent below 0", "action.progress", {"action": "LR-1", "percent": -1}, BAD_VALUE, {"param": "percent"}),
    ("half a percent", "action.progress", {"action": "LR-1", "percent": 50.5}, BAD_VALUE, {"param": "percent"}),
    ("percent as a text", "action.progress", {"action": "LR-1", "percent": "50"}, BAD_VALUE, {"param": "percent"}),
    ("percent beyond integers", "action.progress", {"action": "LR-1", "percent": 1e300},
        BAD_VALUE, {"param": "percent"}),
    ("euros below 0", "action.edit", {"action": "LR-1", "expected": -1}, BAD_VALUE, {"param": "expected"}),
    ("euros without end", "action.edit", {"action": "LR-1", "expected": 1e17}, BAD_VALUE, {"param": "expected"}),
    ("state that is none", "action.list", {"plan": "LR", "state": ["finished"]}, BAD_VALUE, {"param": "state"}),
    ("state not in a list", "action.list", {"plan": "LR", "state": "open"}, BAD_VALUE, {"param": "state"}),
    ("state null in a list", "action.list", {"plan": "LR", "state": [None]}, BAD_VALUE, {"param": "state"}),
    ("priority that is none", "action.create", {"plan": "LR", "title": "x", "priority": "urgent"}, BAD_VALUE,
        {"param": "priority"}),
    ("role that is none", "member.add", {"plan": "LR", "party": "CCI-LR", "role": "king"},
        BAD_VALUE, {"param": "role"}),
    ("sort that is none", "action.list", {"plan": "LR", "sort": "colour"}, BAD_VALUE, {"param": "sort"}),
    ("overdue as a text", "action.list", {"plan": "LR", "overdue": "yes"}, BAD_VALUE, {"param": "overdue"}),
    ("limit 0", "action.list", {"plan": "LR", "limit": 0}, BAD_VALUE, {"param": "limit"}),
    ("limit 201", "action.list", {"plan": "LR", "limit": 201}, BAD_VALUE, {"param": "limit"}),
    ("search of 201 characters", "action.list", {"plan": "LR", "search": "a" * 201}, BAD_VALUE, {"param": "search"}),
    ("day that does not exist", "calendar.days", {"plan": "LR", "from": "2014-02-29", "to": "2014-03-01"}, BAD_VALUE,
        {"param": "from"}),
    ("month that does not exist", "measure.add", {"indicator": "LR-I1", "value": 1, "on": "2014-13-01"}, BAD_VALUE,
        {"param": "on"}),
    ("day written otherwise", "measure.add", {"indicator": "LR-I1", "value": 1, "on": "1er mai 2014"}, BAD_VALUE,
        {"param": "on"}),
    ("infinity as a day", "measure.add", {"indicator": "LR-I1", "value": 1, "on": "infinity"},
        BAD_VALUE, {"param": "on"}),
    ("deadline that does not exist", "action.create", {"plan": "LR", "title": "x", "due": "2014-02-30"}, BAD_VALUE,
        {"param": "due"}),
    ("deadline on 31 June", "action.create", {"plan": "LR", "title": "x", "due": "31/06/2014"}, BAD_VALUE,
        {"param": "due"}),
    ("deadline in quarter 5", "action.create", {"plan": "LR", "title": "x", "due": "2014-Q5"},
        BAD_VALUE, {"param": "due"}),
    ("deadline without sense", "action.create", {"plan": "LR", "title": "x", "due": "un de ces jours"}, BAD_VALUE,
        {"param": "due"}),
    ("deadline of 101 characters", "action.create", {"plan": "LR", "title": "x", "due": "2" * 101}, BAD_VALUE,
        {"param": "due"}),
    ("zone that is none", "plan.edit", {"plan": "LR", "zone": "Europe/Atlantis"}, BAD_VALUE, {"param": "zone"}),
    ("calendar that is none", "plan.edit", {"plan": "LR", "calendar": "mars"}, BAD_VALUE, {"param": "calendar"}),
    ("e-mail without an at", "person.create", {"email": "example.org", "name": "x"}, BAD_VALUE, {"param": "email"}),
    ("e-mail with a line feed", "person.create", {"email": "a@example.org\nb", "name": "x"}, BAD_VALUE,
        {"param": "email"}),
    ("login with a blank", "person.create", {"email": "n@example.org", "name": "x", "login": "a b"}, BAD_VALUE,
        {"param": "login"}),
    ("e-mail taken", "person.create", {"email": "Secretariat.Copil@example.org", "name": "x"}, EXISTS, {}),
    ("organisation's key taken", "organisation.create", {"key": "CCI-LR", "name": "x", "kind": "chamber"}, EXISTS, {}),
    ("plan's key taken", "plan.create", {"key": "LR", "title": "x"}, EXISTS, {}),
    ("sector's key taken", "sector.create", {"plan": "LR", "key": "NUC", "name": "x"}, EXISTS, {}),
    ("organisation that is none", "person.create", {"email": "n@example.org", "name": "x", "organisation": "NO"},
        NOT_FOUND, {}),
    ("owner nobody knows", "action.create", {"plan": "LR", "title": "x", "owner": "Perceval"}, NOT_FOUND, {}),
    ("owner by unknown e-mail", "action.create", {"plan": "LR", "title": "x", "owner": "no@example.org"},
        NOT_FOUND, {}),
    ("blank owner", "action.create", {"plan": "LR", "title": "x", "owner": " "}, BAD_VALUE, {"param": "owner"}),
    ("owner that is several", "action.create", {"plan": "LR", "title": "x", "owner": "cci"}, AMBIGUOUS,
        {"param": "owner"}),
    ("support that is several", "action.create", {"plan": "LR", "title": "x", "supports": ["direction"]},
        AMBIGUOUS, {}),
    ("support null", "action.create", {"plan": "LR", "title": "x", "supports": [None]},
        BAD_VALUE, {"param": "supports"}),
    ("supports not in a list", "action.create", {"plan": "LR", "title": "x", "supports": "CCI-LR"}, BAD_VALUE,
        {"param": "supports"}),
    ("wildcards for a name", "action.list", {"plan": "LR", "owner": "%"}, NOT_FOUND, {}),
    ("progress of a cancelled action", "action.progress", {"action": "LR-10", "percent": 5}, WRONG_STATE,
        {"state": "cancelled"}),
    ("block of a done action", "action.block", {"action": "LR-6", "why": "x"}, WRONG_STATE, {"state": "done"}),
    ("accept of what is not proposed", "action.accept", {"action": "LR-1"}, WRONG_STATE, {"state": "in_progress"}),
    ("approval before the sitting", "meeting.approve", {"meeting": "LR-M3"}, WRONG_STATE, {"state": "planned"}),
    ("reopening an open lead", "lead.reopen", {"lead": "LR-L6"}, WRONG_STATE, {"state": "open"}),
    ("cancel without a reason", "action.cancel", {"action": "LR-1", "why": ""}, REASON, {}),
    ("block for a blank reason", "action.block", {"action": "LR-1", "why": " \n"}, REASON, {}),
    ("postponed without a reason", "action.postpone", {"action": "LR-1", "due": "2015-01-01", "why": ""}, REASON, {}),
    ("dropped without a reason", "lead.drop", {"lead": "LR-L6", "why": ""}, REASON, {}),
    ("circle of two", "action.depend", {"action": "LR-1", "on": "LR-2"}, CYCLE, {}),
    ("circle of three", "action.depend", {"action": "LR-1", "on": "LR-3"}, CYCLE, {}),
    ("circle of one", "action.depend", {"action": "LR-1", "on": "LR-1"}, CYCLE, {}),
    ("depends on another plan", "action.depend", {"action": "LR-1", "on": "X1-1"}, BAD_VALUE, {}),
    ("changed since", "action.edit", {"action": "LR-2", "title": "x", "if_revision": 1}, MOVED, {}),
    ("revision as a text", "action.edit", {"action": "LR-2", "title": "x", "if_revision": "1"}, BAD_VALUE,
        {"param": "if_revision"}),
    ("revision below 0", "action.edit", {"action": "LR-2", "title": "x", "if_revision": -1}, BAD_VALUE,
        {"param": "if_revision"}),
    ("revision on a read", "action.get", {"action": "LR-2", "if_revision": 1}, BAD_VALUE, {"param": "if_revision"}),
    ("clear of no field", "action.edit", {"action": "LR-2", "clear": ["colour"]}, BAD_VALUE, {"param": "clear"}),
    ("clear of a title", "action.edit", {"action": "LR-2", "clear": ["title"]}, BAD_VALUE, {"param": "clear"}),
    ("clear not a list", "action.edit", {"action": "LR-2", "clear": "due"}, BAD_VALUE, {"param": "clear"}),
    ("cursor of rubbish", "action.list", {"plan": "LR", "cursor": "AAAA"}, BAD_VALUE, {"param": "cursor"}),
    ("cursor of other signs", "action.list", {"plan": "LR", "cursor": "é"}, BAD_VALUE, {"param": "cursor"}),
    ("cursor of too much", "action.list", {"plan": "LR", "cursor": forged(*"123456789")},
        BAD_VALUE, {"param": "cursor"}),
    ("cursor of nulls", "lead.list", {"plan": "LR", "cursor": forged(None)}, BAD_VALUE, {"param": "cursor"}),
    ("cursor of an object", "lead.list", {"plan": "LR", "cursor": forged({"a": 1})}, BAD_VALUE, {"param": "cursor"}),
    ("cursor of SQL", "lead.list", {"plan": "LR", "cursor": forged("1); drop table lead --")}, BAD_VALUE,
        {"param": "cursor"}),
    ("cursor beyond integers", "lead.list", {"plan": "LR", "cursor": forged("9" * 30)}, BAD_VALUE, {"param": "cursor"}),
    ("cursor too long", "lead.list", {"plan": "LR", "cursor": "A" * 1001}, BAD_VALUE, {"param": "cursor"}),
    ("undo of a revision that is none", "journal.get", {"plan": "LR", "revision": 999_999}, NOT_FOUND, {}),
    ("locale that is none", "session.locale", {"locale": "de"}, BAD_VALUE, {"param": "locale"}),
    ("locale missing", "session.locale", {}, BAD_VALUE, {"param": "locale"}),
    ("discover with a param", "rpc.discover", {"method": "plan.get"}, BAD_VALUE, {"param": "method"}),
]

# What only someone who can read the source would say: SQL, names of functions and files, gaps in sentences.
INTERNAL = re.compile(
    r"%\(|\)s|\{\w*\}|core\.|api\.|pg_|SQLSTATE|PL/pgSQL|plpgsql|\.sql|\.c\b|select |insert |function |relation |"
    r"constraint|violat|null value|ERROR|/usr|/var|/tmp|/home|0x[0-9a-f]{4}|\bNULL\b|\(null\)")


@pytest.fixture(scope="module")
def talk(demo):
    """Three connections that live through all rows: French, English, and one that only looks on."""
    with demo.peer() as administrator:
        administrator.call("plan.create", key="X1", title="Ailleurs")
        administrator.call("decision.create", plan="X1", title="x")
        administrator.call("action.create", plan="X1", title="x")
    with demo.peer() as french, demo.peer() as english, demo.peer() as other:
        french.call("session.locale", locale="fr")
        english.call("session.locale", locale="en")
        yield french, english, other


def state(peer):
    """Of every plan its revision, and the register's counts: what any write would change."""
    plans = peer.call("plan.list")["items"]
    return ([(plan["key"], peer.call("plan.get", plan=plan["key"])["plan_revision"]) for plan in plans],
        [peer.call(f"{noun}.list")["total"] for noun in ("person", "organisation")])


def check(talk, line, expected, data=(), number=None):
    french, english, other = talk
    before = state(other)
    answers = []
    for peer in (french, english):
        peer.send(line + b"\n")
        answers.append(peer.read())
        assert peer.call("system.ping") == {"pong": True}, "the connection goes on"
    for answer in answers:
        assert answer["jsonrpc"] == "2.0" and answer["id"] == number
        error = answer["error"]
        assert (error["code"], error["data"]["kind"]) == expected, error
        assert dict(data).items() <= error["data"].items()
        assert len(json.dumps(answer)) < 3000
    messages = [answer["error"]["message"] for answer in answers]
    assert messages[0] != messages[1]
    for message in messages:
        assert message[0].isupper() or message[0] in "«\"“" or message.startswith("LR")
        assert message.endswith((".", "!", "?"))
    return answers, before


@pytest.mark.parametrize("what, line, expected", LINES, ids=[row[0] for row in LINES])
def test_line(talk, what, line, expected):
    number = 1 if expected == REQUEST and b'"id":1,' in line or what == "no method" else None
    answers, before = check(talk, line, expected, number=number)
    for answer in answers:
        assert not INTERNAL.search(json.dumps(answer["error"], ensure_ascii=False))
    assert state(talk[2]) == before


@pytest.mark.parametrize("what, method, params, expected, data", CALLS, ids=[row[0] for row in CALLS])
def test_call(talk, what, method, params, expected, data):
    request = {"jsonrpc": "2.0", "id": what, "method": method, **({} if params is None else {"params": params})}
    answers, before = check(talk, json.dumps(request, ensure_ascii=False).encode(), expected, data, what)
    for answer in answers:
        error = answer["error"]
        # what the caller said may be said back; nothing else may look like the inside
        said = [method[:64]] + [str(name)[:64] for name in params or ()]
        text = json.dumps(error, ensure_ascii=False)
        for word in said:
            text = text.replace(json.dumps(word, ensure_ascii=False)[1:-1], "")
        assert not INTERNAL.search(text), error
    if "expected" in answers[0]["error"]["data"]:
        assert answers[0]["error"]["data"]["expected"] != answers[1]["error"]["data"]["expected"]
    assert state(talk[2]) == before


def test_there_are_sixty_and_more():
    names = [row[0] for row in LINES + CALLS]
    assert len(names) == len(set(names)) >= 60


def test_ambiguous_name_lists_ten_at_most(demo):
    with demo.peer() as peer:
        for number in range(12):
            peer.call("organisation.create", key=f"ZUNIQUE-{number}", name=f"Zuniquement {number}", kind="company")
        refusal = peer.refused("action.list", plan="LR", owner="zunique")
    assert refusal.kind == "ambiguous" and len(refusal.data["candidates"]) == 10
    assert refusal.message.count("Zuniquement") == 10 and "…" in refusal.message


def test_too_long_a_line_closes_its_own_connection_only(demo, talk):
    for size, ended in ((256 * 1024 + 1, True), (3_000_000, False)):
        with demo.peer() as peer:
            peer.call("session.locale", locale="en")
            try:
                peer.send(b" " * size + (b"\n" if ended else b""))
            except BrokenPipeError:
                pass
            error = peer.read()["error"]
            assert (error["code"], error["data"]["kind"], error["data"]["reason"]) == (*REQUEST, "line_too_long")
            peer.socket.shutdown(1)
            assert peer.read() is None
    for peer in talk:
        assert peer.call("system.ping") == {"pong": True}


def test_longest_line_is_taken(talk):
    _, english, _ = talk
    line = b'{"jsonrpc":"2.0","id":1,"method":"system.ping"}'
    english.send(line + b" " * (256 * 1024 - len(line)) + b"\n")
    assert english.read()["result"] == {"pong": True}

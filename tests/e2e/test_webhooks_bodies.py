# SPDX-License-Identifier: MIT
"""What webhooks are told: each type of item once, over the wire, as docs/protocol.md has it; a person's and an
organisation's."""
import re
from datetime import datetime
from types import SimpleNamespace

import pytest

import test_webhooks as hooks
from hook import Hook, ScriptedHook, answer
from house import HOME, wait_for
from outbox import Post, delivery
from peer import peer_as

authority, key = hooks.authority, hooks.key
PROTOCOL = (HOME / "docs/protocol.md").read_text(encoding="utf-8")
SECRETARY, OWNER, GONE = "secretary@example.org", "p1@example.org", "p2@example.org"

# ---- what is documented ------------------------------------------------------------------------

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d")
KINDS = {
    "text": lambda value: isinstance(value, str) and value != "",
    "day": lambda value: bool(re.fullmatch(r"\d{4}-\d\d-\d\d", str(value))),
    "hour": lambda value: bool(re.fullmatch(r"\d\d:\d\d", str(value))),
    "instant": lambda value: bool(INSTANT.fullmatch(str(value))) and datetime.fromisoformat(value) is not None,
    "number": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "truth": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "party": lambda value: isinstance(value, dict) and set(value) == {"kind", "key", "name"}
        and value["kind"] in ("person", "organisation") and all(map(KINDS["text"], value.values())),
    "deadline": lambda value: isinstance(value, dict) and set(value) == {"said", "last_day"}
        and KINDS["text"](value["said"]) and (value["last_day"] is None or KINDS["day"](value["last_day"])),
    "items": lambda value: isinstance(value, list),
}


def fields(text):
    """{key: kinds} of "`key` kind", "`key` kind or kind"."""
    found = re.findall(r"`(\w+)` (\w+)(?: or (\w+))?", text)
    assert all(kind in KINDS for _, *kinds in found for kind in kinds if kind), text
    return {key: {kind for kind in kinds if kind} for key, *kinds in found}


@pytest.fixture(scope="module")
def documented():
    """The keys of a body; and of its items, by their type."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")]
        for line in PROTOCOL.split("\n| what | keys |", 1)[1].split("\n\n", 1)[0].split("\n")[2:]]
    items = {}
    for what, keys in rows[2:]:
        for item in re.findall(r"`([a-z.]+)`", what):
            items[item] = fields(keys) | (fields(rows[1][1]) if "an action's" in keys else {}) | {"type": {"text"}}
    return SimpleNamespace(body=fields(rows[0][1]), items=items)


def check(said, expected):
    assert set(said) == set(expected), (said, expected)
    for name, kinds in expected.items():
        assert any(KINDS[kind](said[name]) for kind in kinds), (name, said[name], kinds)


# ---- what is sent ------------------------------------------------------------------------------

@pytest.fixture
def post(new_database, cluster):
    return Post(cluster, new_database())


@pytest.fixture
def serve(brief_daemon, cluster, post, authority, key):
    def start():
        return brief_daemon(cluster, post.database, **delivery(None, webhook_private=hooks.LOCAL,
            ca_file=authority.file, webhook_key=key, **hooks.TIMES))
    return start


class Year:
    """One of everything that a program may be told, one after the other."""

    def __init__(self, post, peer, owner, hook):
        self.post, self.peer, self.owner, self.hook = post, peer, owner, hook

    def told(self, kind):
        """The items of that type that came."""
        return [item for body in (taken.json for taken in self.hook.taken.all()) for item in body["items"]
            if item["type"] == kind]

    def wait(self, *kinds):
        self.post.fall_due()
        for kind in kinds:
            wait_for(lambda wanted=kind: self.told(wanted), kind)

    def actions(self):
        ref = self.post.act(self.peer, OWNER, due="2014-05-26")
        self.wait("action.assigned")
        self.peer.call("action.postpone", action=ref, due="2014-06-02", why="la liste manque")
        self.wait("action.moved")
        self.owner.call("postponement.request", action=ref, due="2014-06-10", why="la liste manque encore")
        self.wait("postponement.requested")
        self.peer.call("postponement.refuse", action=ref, why="non")
        self.wait("postponement.answered")
        return ref

    def decisions(self):
        first = self.peer.call("decision.create", plan="P", title="Tenir l’annuaire")["ref"]
        self.post.act(self.peer, OWNER, "Tenir la liste", due="2014-07-31", decision=first)
        self.wait()
        self.peer.call("decision.create", plan="P", title="Ne plus le tenir", supersedes=first)
        self.wait("decision.made")

    def meetings(self):
        ref = self.peer.call("meeting.create", plan="P", date="2014-05-23", starts="14:00", ends="16:00",
            place="Alès")["ref"]
        self.peer.call("meeting.convene", meeting=ref)
        self.wait("meeting.convened")
        self.post.set_clock("2014-05-16 12:00:00+02")
        self.wait("meeting.pack")
        self.post.set_clock("2014-05-23 17:00:00+02")
        self.peer.call("meeting.hold", meeting=ref)
        self.peer.call("meeting.edit", meeting=ref, minutes="Dit et décidé.")
        self.peer.call("meeting.approve", meeting=ref)
        self.wait("meeting.minutes")

    def alerts(self):
        self.peer.call("organisation.create", key="MUETTE", name="Sans contact", kind="company", plan="P")
        self.peer.call("member.add", plan="P", party="MUETTE", role="partner")
        self.post.act(self.peer, "MUETTE", "Dire qui répond", due="2014-05-28")
        self.post.act(self.peer, GONE, "Répondre", due="2014-07-31")
        self.wait("alert.undelivered")
        self.post.set_clock("2014-05-28 12:00:00+02")
        self.wait("alert.unreachable")

    def deadlines(self):
        self.post.set_clock("2014-06-03 12:00:00+02")
        self.wait("reminder.due")
        self.post.set_clock("2014-06-09 12:00:00+02")
        self.wait("digest")


def test_each_type_is_as_documented(serve, post, authority, documented, users):
    with Hook(authority.issue("127.0.0.1")) as hook, ScriptedHook(answer(410), authority.issue("127.0.0.1")) as gone:
        daemon = serve()
        with daemon.peer() as peer:
            post.begin(peer, 2)
            peer.call("person.edit", person=OWNER, login=users[0])
            peer.call("member.add", plan="P", party=OWNER, role="member")
            tried = [hooks.hooked(peer, email, f"https://127.0.0.1:{port}/") for email, port in
                ((SECRETARY, hook.port), (OWNER, hook.port), (GONE, gone.port))]
            peer.call("webhook.test", webhook=tried[0])
            with peer_as(users[0], daemon.socket) as owner:
                year = Year(post, peer, owner, hook)
                year.actions()
                year.decisions()
                year.meetings()
                year.alerts()
                year.deadlines()
        bodies = [taken.json for taken in hook.taken.all()]
        assert {item["type"] for body in bodies for item in body["items"]} == set(documented.items)
        for body in bodies:
            check(body, documented.body)
            kinds = {item["type"] for item in body["items"]}
            assert body["type"] == ("webhook.test" if not kinds else "news" if len(kinds) > 1 else kinds.pop())
            for item in body["items"]:
                check(item, documented.items[item["type"]])


# ---- an organisation's -------------------------------------------------------------------------

def test_an_organisations_webhook_is_told_what_its_contact_would_be(serve, post, authority, documented):
    with Hook(authority.issue("127.0.0.1")) as hook:
        daemon = serve()
        with daemon.peer() as peer:
            post.begin(peer, 1)
            peer.call("organisation.create", key="CCI", name="CCI Alès", kind="chamber", plan="P")
            peer.call("member.add", plan="P", party="CCI", role="partner")
            peer.call("person.edit", person=OWNER, organisation="CCI")
            peer.call("organisation.edit", organisation="CCI", contact=OWNER)
            url = f"https://127.0.0.1:{hook.port}/cci"
            number = peer.call("webhook.create", url=url, organisation="CCI")["webhook"]
            peer.call("preference.edit", person=OWNER, channel="webhook")
            peer.call("webhook.test", webhook=number)
            wait_for(lambda: len(hook.taken) == 1, "the test")
            ref = post.act(peer, "CCI")
        post.fall_due()
        wait_for(lambda: len(hook.taken) == 2, "the news")
        post.wait_sent()
        known = hooks.secret(daemon, number)
        party = {"kind": "organisation", "key": "CCI", "name": "CCI Alès"}
        assert hooks.judge(*((known, taken, 0) for taken in hook.taken.all())) == [None, None]
        for taken in hook.taken.all():
            check(taken.json, documented.body)
            assert (taken.path, taken.json["for"]) == ("/cci", party)
        tried, news = (taken.json for taken in hook.taken.all())
        assert (tried["type"], tried["items"]) == ("webhook.test", [])
        item, = news["items"]
        check(item, documented.items["action.assigned"])
        assert (item["object"], item["owner"]) == (ref, party)

# SPDX-License-Identifier: MIT
"""Two actors, one connection to PostgreSQL for reads and one for writes, and failures in between: whatever is ended,
stopped or refused beside a call, its answer is its own caller's."""
import json

import pytest

from house import SLOW, wait_for
from load import Line, chance, rounds
from peer import peer_as

pytestmark = pytest.mark.whole

# A read and a write that last too long, in segments that others share.
SLOW_METHODS = """
set role copild_owner;
create function api.slow_read() returns json language plpgsql stable
as $$ begin perform pg_sleep(20); return 'null'; end; $$;
create function api.slow_write(plan core.plan_key) returns json language plpgsql
as $$ begin perform pg_sleep(20); return 'null'; end; $$;
grant execute on all functions in schema core, api to copild_serve, copild_read;
"""

# What may become of a call while PostgreSQL's connections are ended under it.
INTERRUPTED = ("unavailable", "outcome_unknown", "timeout", "busy")


class Actor:
    """Somebody with a connection of his own: what he may ask, and what each answer must be."""

    def __init__(self, peer, email, plans, titles, foreign, may_start):
        self.line, self.email, self.plans, self.titles = Line(peer), email, plans, titles
        self.foreign, self.may_start = foreign, may_start
        self.answered = self.interrupted = 0
        self.noted = []

    def ask(self, choice):
        method, params, check = choice.choice((
            ("session.whoami", {}, self.is_me),
            ("action.list", {"plan": "S"}, self.lists),
            ("plan.status", {"plan": "S"}, self.counts),
            ("plan.search", {"plan": "S", "words": "canari"}, self.finds),
            ("action.get", {"action": choice.choice(("S-1", "S-2", "S-3"))}, self.reads),
            ("note.create", {"object": "S-1", "text": f"de {self.email}"}, self.notes),
            ("action.start", {"action": "S-2"}, self.starts),
            ("action.edit", {"action": "S-3", "text": "x"}, self.starts),
            ("plan.get", {"plan": "NONE"}, self.is_refused),
        ))
        self.line.ask(method, params, lambda result, refusal: self.take(check, params, result, refusal))

    def take(self, check, params, result, refusal):
        said = json.dumps(result, ensure_ascii=False) if refusal is None else str(refusal)
        assert not any(canary in said for canary in self.foreign), f"{self.email} was told {said}"
        if refusal is not None and refusal.kind in INTERRUPTED:
            self.interrupted += 1
            return
        self.answered += 1
        check(params, result, refusal)

    def is_me(self, _, result, refusal):
        assert refusal is None and result["person"]["key"] == self.email
        assert [plan["plan"] for plan in result["plans"]] == self.plans

    def lists(self, _, result, refusal):
        assert refusal is None and [item["title"] for item in result["items"]] == self.titles
        assert result["total"] == len(self.titles)

    def counts(self, _, result, refusal):
        assert refusal is None and result["actions"]["total"] == len(self.titles)

    def finds(self, _, result, refusal):
        assert refusal is None and sorted(item["title"] for item in result["items"]
            if item["kind"] == "action") == sorted(self.titles)

    def reads(self, params, result, refusal):
        title = {"S-1": "Canari zzown", "S-2": "Canari zzshared", "S-3": "Canari zzsecret"}[params["action"]]
        if title in self.titles:
            assert refusal is None and result["title"] == title
        else:
            assert refusal.kind == "not_found"

    def notes(self, _, result, refusal):
        assert refusal is None and result["by"]["key"] == self.email
        self.noted.append(result["ref"])

    def starts(self, params, _, refusal):
        if self.may_start:
            assert refusal is None or refusal.kind == "wrong_state"
        else:
            assert refusal.kind == ("forbidden" if params["action"] == "S-2" else "not_found")

    def is_refused(self, _, result, refusal):
        assert result is None and refusal.kind == "not_found"


class Disturber:
    """Ends PostgreSQL's connections, and makes calls that are stopped."""

    def __init__(self, cluster, database, peer):
        self.cluster, self.database, self.line = cluster, database, Line(peer)
        self.ended = self.stopped = 0

    def disturb(self, choice):
        if choice.random() < 0.5:
            self.ended += len(self.cluster.sql(self.database, """select pg_terminate_backend(pid) from pg_stat_activity
                where datname = current_database() and usename in ('copild_serve', 'copild_read')
                order by random() limit 1"""))
        else:
            self.line.settle_to(0)
            method, params = choice.choice((("slow.read", {}), ("slow.write", {"plan": "S"})))
            self.line.ask(method, params, self.take)

    def take(self, _, refusal):
        assert refusal is not None and refusal.kind in INTERRUPTED
        self.stopped += refusal.kind == "timeout"


@pytest.fixture
def actors(make_daemon, cluster, database, users):
    """A partner of plan S, which has an action of the partner's, a shared one and a secret one; and its secretary, who
    is a member of plan T too."""
    cluster.sql(database, SLOW_METHODS)
    daemon = make_daemon(cluster, database, database={"write_connections": 1, "read_connections": 1,
        "heavy_connections": 1, "statement_timeout": f"{300 * SLOW}ms", "heavy_timeout": f"{300 * SLOW}ms"})
    with daemon.peer() as peer:
        for key, title in (("S", "Commun"), ("T", "Canari zzplan")):
            peer.call("plan.create", key=key, title=title)
        for email, login in (("par@example.org", users[0]), ("sec@example.org", users[1])):
            peer.call("person.create", email=email, name=email.split("@", maxsplit=1)[0], login=login)
        for plan, email, role in (("S", "par@example.org", "partner"), ("S", "sec@example.org", "secretary"),
                ("T", "sec@example.org", "member")):
            peer.call("member.add", plan=plan, party=email, role=role)
        peer.call("action.create", plan="S", title="Canari zzown", owner="par@example.org")
        peer.call("action.create", plan="S", title="Canari zzshared", owner="sec@example.org", visibility="partners")
        peer.call("action.create", plan="S", title="Canari zzsecret", owner="sec@example.org")
    titles = ["Canari zzown", "Canari zzshared", "Canari zzsecret"]
    made = [Actor(peer_as(users[0], daemon.socket), "par@example.org", ["S"], titles[:2], ("zzsecret", "zzplan"), False)
        for _ in range(3)]
    made += [Actor(peer_as(users[1], daemon.socket), "sec@example.org", ["S", "T"], titles, (), True)
        for _ in range(3)]
    yield daemon, made
    for actor in made:
        actor.line.peer.close()


def test_no_answer_is_anothers_whatever_fails_beside_it(actors, cluster, database):
    daemon, everyone = actors
    choice = chance()
    with daemon.peer() as peer:
        disturber = Disturber(cluster, database, peer)
        for turn in range(rounds(1000, 10_000)):
            actor = choice.choice(everyone)
            actor.ask(choice)
            if choice.random() < 0.1:
                actor.line.settle_to(choice.randrange(8))
            if turn % 40 == 20:
                disturber.disturb(choice)
            if turn % 40 == 39:  # what was ended stands again, or nothing would be tried
                wait_for(lambda: serves_both(daemon), "both connections to stand again")
        for actor in everyone:
            actor.line.settle_to(0)
        disturber.line.settle_to(0)
    assert disturber.ended and disturber.stopped
    answered, interrupted = (sum(getattr(actor, name) for actor in everyone) for name in ("answered", "interrupted"))
    print(f"{answered} answered, {interrupted} interrupted, {disturber.ended} ended, {disturber.stopped} stopped")
    assert answered > interrupted
    check_notes(cluster, database, everyone)


def serves_both(daemon):
    """True when a read and a write come through; the write changes nothing."""
    with daemon.peer() as peer:
        return daemon.serves() and peer.refused("sector.edit", plan="S", sector="NONE").kind == "not_found"


def check_notes(cluster, database, everyone):
    """Every note is its writer's, in the table and in the journal; every acknowledged one is there."""
    stored = cluster.sql(database, """select 'S-N' || n.number, p.email, n.text, j.person = n.person
        from core.note as n join core.person as p on p.id = n.person
        join core.journal as j on j.plan = n.plan and j.revision = n.revision and j.relation = 'note'
        where n.plan = 'S'""")
    assert all(text == f"de {email}" and same for _, email, text, same in stored)
    writers = {ref: email for ref, email, _, _ in stored}
    for actor in everyone:
        assert all(writers[ref] == actor.email for ref in actor.noted)
    assert len(stored) >= sum(len(actor.noted) for actor in everyone)

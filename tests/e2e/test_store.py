# SPDX-License-Identifier: MIT
"""What writers who interleave leave behind: references, revisions, journal, history and counters that agree."""
import itertools
from collections import Counter, deque

import pytest

from load import Line, chance, check_replay, rounds
from peer import peer_as

pytestmark = pytest.mark.whole

KINDS = {"action.create": ("action", "P-"), "decision.create": ("decision", "P-D"), "note.create": ("note", "P-N")}


@pytest.fixture
def plan(cluster, make_daemon, database, users):
    """Two daemons on one database, which has a plan with two secretaries, system users each."""
    name = cluster.create_database(f"{database}s{next(plan.numbers)}")
    daemons = [make_daemon(cluster, name), make_daemon(cluster, name)]
    with daemons[0].peer() as peer:
        peer.call("plan.create", key="P", title="Essai")
        for key in "ABC":
            peer.call("sector.create", plan="P", key=key, name=key)
            peer.call("organisation.create", key=f"O-{key}", name=f"Organisme {key}", kind="company", plan="P")
        for login in users[:2]:
            peer.call("person.create", email=f"{login}@example.org", name=login, login=login)
            peer.call("member.add", plan="P", party=f"{login}@example.org", role="secretary")
    return name, daemons


plan.numbers = itertools.count(1)


class Writer:
    """One who writes: what was asked, and what came back."""

    def __init__(self, name, daemon, draw):
        self.name, self.draw = name, draw
        self.line = Line(peer_as(name, daemon.socket))
        self.turn = 0
        self.made = {"P-1": None}  # reference -> title
        self.given = []  # (method, reference) of what was made, in the order of the answers
        self.written = []  # revisions
        self.refused = Counter()

    def ask(self):
        """One call more: most are good, some are refused before or after they took a number, some undo or read."""
        self.turn += 1
        weights = {self.make: 50, self.annotate: 12, self.change: 10, self.fail: 20, self.undo: 4, self.read: 4}
        self.draw.choices(list(weights), list(weights.values()))[0](f"{self.name} {self.turn}")

    def make(self, title):
        if self.draw.random() < 0.3:
            self.send("decision.create", {"plan": "P", "title": title, "sectors": self.some("ABC")}, title)
        else:
            self.send("action.create", {"plan": "P", "title": title, "sectors": self.some("ABC"),
                "supports": self.some(["O-A", "O-B", "O-C"]), "due": "2014-06"}, title)

    def annotate(self, title):
        # what was undone is not there any more
        self.send("note.create", {"object": self.draw.choice(list(self.made)), "text": title}, title, ("not_found",))

    def change(self, text):
        """What both write to."""
        self.send("action.edit", {"action": "P-1", "text": text})

    def undo(self, _):
        self.send("journal.undo", {"plan": "P"}, may=("nothing_to_undo", "not_undoable"))

    def read(self, _):
        """What one has written oneself is there, whatever is under way."""
        reference = self.draw.choice([one for one in self.made if "-D" not in one])

        def check(result, refusal):
            assert refusal is None and result["ref"] == reference
            assert self.made[reference] in (None, result["title"])

        self.line.ask("action.get", {"action": reference}, check)

    def fail(self, title):
        """Refused by the daemon, by a look-up, or after the number was taken."""
        method, params, kind = self.draw.choice([
            ("action.create", {"plan": "P", "title": 7}, "bad_value"),
            ("action.start", {"action": "P-999999"}, "not_found"),
            ("action.create", {"plan": "P", "title": title, "sectors": ["NONE"]}, "not_found"),
            ("decision.create", {"plan": "P", "title": title, "leads": ["P-L999"]}, "not_found"),
            ("decision.create", {"plan": "P", "title": title, "supersedes": "P-D999999"}, "not_found")])
        self.send(method, params, must=kind)

    def some(self, of):
        return self.draw.sample(list(of), self.draw.randrange(len(of) + 1))

    def send(self, method, params, title=None, may=(), must=None):
        def take(result, refusal):
            assert (refusal and refusal.kind) in ((must,) if must else (None, *may)), (method, params, refusal)
            if refusal:
                self.refused[refusal.kind] += 1
                return
            self.written.append(result["plan_revision"])
            if method in KINDS:
                assert title == result.get("title", result.get("text")), "the answer is somebody else's"
                self.given.append((method, result["ref"]))
                if method != "note.create":
                    self.made[result["ref"]] = title

        self.line.ask(method, params, take)


def interleave(writers, count):
    """Each in turn sends one call; each has up to thirty under way."""
    for _ in range(count):
        for writer in writers:
            writer.ask()
            writer.line.settle_to(30)
    for writer in writers:
        writer.line.settle_to(0)
        writer.line.peer.close()


def check_references(writers, stored):
    """Without gap or duplicate: what the answers gave is what is there, 1, 2, 3 …"""
    for method, (table, prefix) in KINDS.items():
        given = [int(ref.removeprefix(prefix)) for writer in writers for made, ref in writer.given if made == method]
        numbers = [number for (number,) in stored(f"select number from core.{table} where plan = 'P' order by number")]
        assert numbers == list(range(1, len(numbers) + 1)), f"{table}: a gap"
        assert sorted(given) == numbers[len(numbers) - len(given):], f"{table}: what was answered is not what is there"


def check_revisions(writers, stored, before):
    """Each act has its revision, each revision its journal row, and each row the name of who asked."""
    writer_of = {revision: writer.name for writer in writers for revision in writer.written}
    assert len(writer_of) == sum(len(writer.written) for writer in writers), "a revision was answered twice"
    acts = dict(stored("""select journal.revision, min(person.login) from core.journal
        left join core.person on person.id = journal.person where plan = 'P' group by journal.revision
        having count(distinct journal.person) <= 1"""))
    assert sorted(acts) == list(range(1, len(acts) + 1)), "a revision without its journal row, or of two persons"
    assert stored("select revision from core.revision where plan = 'P'") == [(len(acts),)]
    assert {number: login for number, login in acts.items() if number > before} == writer_of, "identities are mixed up"
    assert stored("""select journal.revision from core.journal join core.person on person.id = journal.person
        where plan = 'P' and before is null and relation in ('action', 'decision')
          and split_part(after ->> 'title', ' ', 1) <> person.login""") == []


@pytest.mark.parametrize("places", [(0, 0), (0, 1)], ids=["one daemon", "two daemons"])
def test_two_writers_interleaved(plan, cluster, users, places):
    database, daemons = plan

    def stored(statement):
        return cluster.sql(database, statement)

    with daemons[0].peer() as peer:
        peer.call("action.create", plan="P", title="À tous")
    before = stored("select revision from core.revision where plan = 'P'")[0][0]
    draw = chance()
    writers = [Writer(name, daemons[place], draw) for name, place in zip(users, places)]
    interleave(writers, rounds(200, 10_000))
    check_references(writers, stored)
    check_revisions(writers, stored, before)
    check_replay(cluster, database)
    for writer in writers:
        assert writer.refused["not_found"] and writer.refused["bad_value"], "nothing was refused: no test of it"
    turns = [name for _, name in sorted((number, writer.name) for writer in writers for number in writer.written)]
    changes = sum(one != other for one, other in zip(turns, turns[1:]))
    assert changes > 1, "they did not interleave"
    print(f"{len(turns)} acts, the writer changed {changes} times,",
        sum((writer.refused for writer in writers), Counter()))


@pytest.mark.parametrize("places", [(0, 0), (0, 1)], ids=["one daemon", "two daemons"])
def test_two_writers_close_a_cycle_together(plan, users, places):
    """A chain of dependencies has two ends; both writers close it at once, each another part of it."""
    _, daemons = plan
    draw = chance()
    first, second = (peer_as(name, daemons[place].socket) for name, place in zip(users, places))
    won = Counter()
    with first, second:
        for _ in range(rounds(20, 1000)):
            ring = [first.call("action.create", plan="P", title="x")["ref"] for _ in range(draw.randrange(2, 6))]
            links = deque(zip(ring, ring[1:] + ring[:1]))
            links.rotate(draw.randrange(len(links)))
            for action, on in list(links)[2:]:
                second.call("action.depend", action=action, on=on)
            pair = [(first, links[0]), (second, links[1])]
            for peer, (action, on) in draw.sample(pair, 2):
                peer.send(peer.request("action.depend", {"action": action, "on": on}))
            answers = [peer.read() for peer, _ in pair]
            kinds = [answer.get("error", {}).get("data", {}).get("kind") for answer in answers]
            assert sorted(kinds, key=str) == [None, "cycle"], answers
            won[users[kinds.index(None)]] += 1
    print(won)

# SPDX-License-Identifier: MIT
"""A year of reminders, on a shifted clock: what copild sends is what the reference of year.py says, message by
message."""
import json
from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest

from house import HOME, run
from load import chance
from script_of_year import CHAIR, CONTACTS, END, SECRETARY, START, Script, opening, persons
from year import LADDER, Action, Item, Letter, Year, easter

ROLES = {"secretary": [SECRETARY], "chair": [CHAIR]}


# ---- the reference itself, against days counted by hand ----------------------------------------


def year_of_one(due):
    year = Year(persons(), CONTACTS, ROLES)
    year.add(Action("LR-1", due, "p4@example.org"), START)
    return year


def test_easter():
    assert [easter(year) for year in (1954, 1981, 2014, 2015, 2049)] == [date(1954, 4, 18), date(1981, 4, 19),
        date(2014, 4, 20), date(2015, 4, 5), date(2049, 4, 18)]


def test_days_of_rungs():
    """Saturday 21 June 2014: 9 June is Whit Monday, 14 July a holiday."""
    year = year_of_one(date(2014, 6, 21))
    assert [str(year.rung_day(date(2014, 6, 21), days)) for days in sorted(LADDER)] == ["2014-06-02", "2014-06-18",
        "2014-06-20", "2014-06-23", "2014-07-01", "2014-07-22"]


def test_quiet_days():
    year = year_of_one(date(2014, 8, 20))
    year.quiet.append(((8, 1), (8, 31)))
    assert [str(year.rung_day(date(2014, 8, 20), days)) for days in sorted(LADDER)] == ["2014-07-30", "2014-07-31",
        "2014-07-31", "2014-09-01", "2014-09-01", "2014-09-18"]


def test_a_ladder_to_its_end():
    sent = year_of_one(date(2014, 6, 21)).run([], START, END)
    assert [(letter.person, str(letter.day)) for letter in sent if letter.person == "p4@example.org"] == [
        ("p4@example.org", day) for day in ("2014-06-02", "2014-06-18", "2014-06-20", "2014-06-23", "2014-07-01",
        "2014-07-22")]
    assert [(str(letter.day), set(letter.items)) for letter in sent if letter.person == CHAIR] == [
        ("2014-07-22", {Item("LR-1", 21, False)})]
    assert sum(letter.person == SECRETARY for letter in sent) == 2


# ---- copild ------------------------------------------------------------------------------------


class Clockwork:
    """copild's SQL driven as the daemon drives it, on a clock that is moved from instant to instant."""

    def __init__(self, cluster, database):
        self.database = database
        run("psql", "-XqAt", "-h", cluster.host, "-U", "postgres", "-d", database, "-v", "ON_ERROR_STOP=1",
            "-f", HOME / "tests/sql/setup.sql")
        self.caller = cluster.connect(database).cursor()
        self.daemon = cluster.connect(database, "copild_serve").cursor()
        self.daemon.execute("set search_path = core, pg_temp")
        self.relay = True
        self.sent = []  # (number of the message, whom, when)

    def close(self):
        self.caller.connection.close()
        self.daemon.connection.close()

    def call(self, actor, method, params):
        self.caller.execute("select test.call(%s, %s, %s)", (actor, method, json.dumps(params)))
        return self.caller.fetchone()[0]

    def ask(self, statement, *values):
        self.daemon.execute(statement, values or None)
        return self.daemon.fetchone()

    def set_clock(self, instant):
        self.caller.execute("update core.clock set shift = %s::timestamptz - transaction_timestamp()", (instant,))

    def ring(self):
        """One pass: everything that is due is made and, with a relay, sent. When to ring again, if ever."""
        while True:
            said, now = self.ask("select core.outbox_ring(), core.now()")
            claims = self.ask("select core.outbox_claim('year', 'mail', 100, %s, 60)",
                [] if self.relay else ["smtp"])[0]
            for claim in claims:
                self.sent.append((claim["id"], claim["to"]["address"], now))
            if claims:
                outcomes = [{"id": claim["id"], "token": claim["token"], "outcome": "sent", "code": 250, "text": "ok"}
                    for claim in claims]
                done = self.ask("select core.outbox_finish('year', %s::json)", json.dumps(outcomes))[0]
                assert done == {"accepted": len(claims), "stale": 0}
            elif said["sleep"] is None:
                return None
            elif said["sleep"] > 0 or not self.relay:
                return now + timedelta(seconds=said["sleep"]) if said["sleep"] > 0 else None

    def perform(self, event):
        if event.method == "relay":
            self.relay = event.params["up"]
        else:
            self.call(event.actor, event.method, event.params)

    def live(self, events, end):
        """From now to then: at each event, and whenever the last ring said."""
        events = list(events)
        wake = self.ring()
        while True:
            upcoming = events[0].at if events else end
            now = min(upcoming, wake or end, end)
            self.set_clock(now)
            if events and now == upcoming:
                self.perform(events.pop(0))
            wake = self.ring()
            if now >= end:
                return

    def letters(self, people):
        """What was sent of rungs, as the reference says it."""
        self.caller.execute("""select message, object, days, late from core.reminder
            where kind = 'rung' and state = 'sent'""")
        items = defaultdict(set)
        for message, ref, days, late in self.caller.fetchall():
            items[message].add(Item(ref, days, late))
        zones = {person.email: person for person in people}
        return [Letter(address, zones[address].day(now), frozenset(items[number]))
            for number, address, now in self.sent if items[number]]


@pytest.fixture
def clockwork(cluster):
    made = Clockwork(cluster, cluster.create_database("year"))
    yield made
    made.close()


def reference(clockwork, people):
    """The world of year.py with the demonstration's actions in it, as copild shows them."""
    year = Year(people, CONTACTS, ROLES)
    listed = clockwork.call("administrator", "action.list", {"plan": "LR", "limit": 200})["items"]
    for item in listed:
        owner = item["owner"] and (item["owner"].get("email") or item["owner"]["key"])
        due = item["due"] and date.fromisoformat(item["due"]["last_day"])
        supports = [party.get("email") or party["key"] for party in item["supports"]]
        year.add(Action(item["ref"], due, owner, supports, item["state"]), START)
    return year


def difference(wanted, got):
    """What is missing and what is too much, in words."""
    def words(letters):
        return [f"{letter.day} {letter.person}: " + ", ".join(f"{item.ref} {item.days:+d}{' late' if item.late else ''}"
            for item in sorted(letter.items)) for letter in sorted(letters.elements(),
            key=lambda letter: (letter.day, letter.person))][:12]
    wanted, got = Counter(wanted), Counter(got)
    return {"missing": words(wanted - got), "too much": words(got - wanted)}


def test_a_whole_year(clockwork):
    draw, people = chance(), persons()
    clockwork.set_clock(START - timedelta(minutes=10))
    for method, params in opening(people):
        clockwork.call("administrator", method, params)
    clockwork.set_clock(START)
    year = reference(clockwork, people)
    script = Script(draw, people)
    wanted = year.run(script.events, START, END)
    clockwork.live(script.events, END)
    got = clockwork.letters(people)
    assert difference(wanted, got) == {"missing": [], "too much": []}
    assert len(wanted) > 400
    print(f"{len(script.events)} events, {len(clockwork.sent)} messages, {len(got)} of them with rungs")

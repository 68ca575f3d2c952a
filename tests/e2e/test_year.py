# SPDX-License-Identifier: MIT
"""A year of reminders, on a shifted clock: what copild sends is what the reference of year.py says, message by
message."""
import os
from collections import Counter
from datetime import date, timedelta

import pytest

from clockwork import Clockwork
from house import wait_for
from load import chance
from outbox import Post, delivery
from postbox import Postbox
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


@pytest.fixture
def clockwork(cluster):
    made = Clockwork(cluster, cluster.create_database(f"year{os.urandom(4).hex()}"))
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


def begin(clockwork, people):
    """The plan in copild, and in the reference, which is returned."""
    clockwork.set_clock(START - timedelta(minutes=10))
    for method, params in opening(people):
        clockwork.call("administrator", method, params)
    clockwork.set_clock(START)
    return reference(clockwork, people)


def test_a_whole_year(clockwork):
    draw, people = chance(), persons()
    year = begin(clockwork, people)
    script = Script(draw, people)
    wanted = year.run(script.events, START, END)
    clockwork.live(script.events, END)
    got = clockwork.letters(people)
    assert difference(wanted, got) == {"missing": [], "too much": []}
    assert len(wanted) > 400
    print(f"{len(script.events)} events, {len(clockwork.sent)} messages, {len(got)} of them with rungs")


# ---- three weeks of it through the daemon ------------------------------------------------------


def instants(script, people, end):
    """Every event, and every morning of everybody."""
    steps = [(event.at, event) for event in script.events]
    for day in range((end - START).days + 2):
        steps += [(at, None) for at in {person.morning(START.date() + timedelta(days=day)) for person in people}
            if START < at <= end]
    return sorted(steps, key=lambda step: step[0])


def mail_with_rungs(clockwork, box, people):
    """What the mail server has of reminders, as the reference says it; each action is named in the mail."""
    clockwork.caller.execute("""select m.uid::text, r.object, r.days, r.late from core.message as m
        join core.reminder as r on r.message = m.id where r.kind = 'rung' and r.state = 'sent'""")
    items, zones = {}, {person.email: person for person in people}
    for uid, ref, days, late in clockwork.caller.fetchall():
        items.setdefault(f"<{uid}@copil.example.org>", set()).add(Item(ref, days, late))
    assert set(box.letters.ids().values()) == {1} and set(items) <= set(box.letters.ids())
    for letter in box.letters.all():
        if letter.id in items:
            mail, (recipient,) = letter.mail, letter.recipients
            text = mail.get_body(preferencelist=("plain",)).get_content()
            assert all(item.ref in text for item in items[letter.id])
            yield Letter(recipient, zones[recipient].day(mail["date"].datetime), frozenset(items[letter.id]))


def test_three_weeks_through_the_daemon(cluster, brief_daemon, clockwork):
    draw, people, end = chance(), persons(), START + timedelta(days=21)
    year, post = begin(clockwork, people), Post(cluster, clockwork.database)
    script = Script(draw, people, actions=60, end=end)
    wanted = year.run(script.events, START, end)
    with Postbox() as box:
        brief_daemon(cluster, clockwork.database, **delivery(box))
        for now, event in instants(script, people, end):
            wait_for(lambda: not post.is_due()[0], "everything of before to be sent")
            clockwork.set_clock(now)
            if event:
                clockwork.perform(event)
        wait_for(lambda: not post.is_due()[0], "everything to be sent")
        got = list(mail_with_rungs(clockwork, box, people))
    assert difference(wanted, got) == {"missing": [], "too much": []}
    print(f"{len(script.events)} events, {len(wanted)} letters with rungs")

# SPDX-License-Identifier: MIT
"""A year of reminders, on a shifted clock: what copild sends is what the reference of year.py says, message by
message."""
from collections import Counter
from datetime import date, timedelta

import pytest

from clockwork import Clockwork
from load import chance
from script_of_year import CHAIR, CONTACTS, END, SECRETARY, START, Script, opening, persons
from year import LADDER, Action, Item, Year, easter

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

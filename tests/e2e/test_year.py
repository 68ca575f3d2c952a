# SPDX-License-Identifier: MIT
"""A year of reminders, on a shifted clock: what copild sends is what the reference of year.py says, message by
message."""
import os
from collections import Counter
from datetime import date, timedelta

import pytest

from clockwork import Clockwork
from house import wait_for
from load import chance, rounds
from outbox import Post, delivery
from postbox import Postbox
from script_of_lives import DEPUTY
from script_of_year import CHAIR, CONTACTS, END, SECRETARY, START, Script, opening, persons
from year import LADDER, SHAPES, Year
from year_days import easter
from year_rows import Action, Event, Item, Letter

ROLES = {"secretary": [SECRETARY, DEPUTY], "chair": [CHAIR]}


# ---- the reference itself, against days counted by hand ----------------------------------------


def year_of_one(due):
    year = Year(persons(), CONTACTS, ROLES)
    year.add(Action("LR-1", due, "p4@example.org"), START, known=True)
    return year


def test_easter():
    assert [easter(year) for year in (1954, 1981, 2014, 2015, 2049)] == [date(1954, 4, 18), date(1981, 4, 19),
        date(2014, 4, 20), date(2015, 4, 5), date(2049, 4, 18)]


def test_days_of_rungs():
    """Saturday 21 June 2014: 9 June is Whit Monday, 14 July a holiday."""
    year = year_of_one(date(2014, 6, 21))
    assert [str(year.days.rung(date(2014, 6, 21), days)) for days in sorted(LADDER)] == ["2014-06-02", "2014-06-18",
        "2014-06-20", "2014-06-23", "2014-07-01", "2014-07-22"]


def test_quiet_days():
    year = year_of_one(date(2014, 8, 20))
    year.days.add(quiet=[((8, 1), (8, 31))])
    assert [str(year.days.rung(date(2014, 8, 20), days)) for days in sorted(LADDER)] == ["2014-07-30", "2014-07-31",
        "2014-07-31", "2014-09-01", "2014-09-01", "2014-09-18"]


def test_a_ladder_to_its_end():
    sent = year_of_one(date(2014, 6, 21)).run([], START, END)
    reminders = [letter for letter in sent if letter.shape == "news"]
    assert [str(letter.at)[:16] for letter in reminders if letter.person == "p4@example.org"] == [
        f"{day} 06:00" for day in ("2014-06-02", "2014-06-18", "2014-06-20", "2014-06-23", "2014-07-01", "2014-07-22")]
    assert [(str(letter.at)[:16], set(letter.items)) for letter in reminders if letter.person == CHAIR] == [
        ("2014-07-22 06:00", {Item("rung", "LR-1", "+21")})]
    assert sum(letter.person == SECRETARY for letter in reminders) == 2


def test_news_by_hand():
    """Given to another and moved at once; moved twice; moved by its owner; given away and back: two mails."""
    year = year_of_one(date(2015, 4, 30))
    events = [Event(START + timedelta(minutes=minute, seconds=20), actor, "", {}, lambda year, now, by, fields=fields:
        year.change("LR-1", now, by, **fields)) for minute, actor, fields in (
        (1, "administrator", {"owner": "p5@example.org"}), (6, "administrator", {"due": date(2015, 4, 29)}),
        (30, "administrator", {"due": date(2015, 4, 28)}), (39, "administrator", {"due": date(2015, 4, 27)}),
        (60, "user:p5", {"due": date(2015, 4, 26)}), (80, "administrator", {"owner": "p4@example.org"}),
        (89, "administrator", {"owner": "p5@example.org"}))]
    sent = year.run(events, START, START + timedelta(hours=4))
    news = [letter for letter in sent if letter.shape == "news"]
    assert [(f"{letter.at:%H:%M}", letter.person, sorted(letter.items)) for letter in news] == [
        ("08:12", "p5@example.org", [Item("assigned", "LR-1", "")]),
        ("08:50", "p5@example.org", [Item("moved", "LR-1", "from 2015-04-29")])]


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
        year.add(Action(item["ref"], due, owner, supports, item["state"], item["decision"] and item["decision"]["ref"],
            closed=START), START, known=True)
    year.decisions = {f"LR-D{number}": "committee" for number in range(1, 7)}
    return year


def gathered(letters):
    """Alerts of the same minute are one: which of them share a message is an accident of what came back first. Nobody
    is told twice in them that somebody cannot be written to; messages of one shape that came back look alike."""
    alerts = {}
    for letter in letters:
        if letter.shape != "alert":
            yield letter
        else:
            told = alerts.setdefault(letter[:3], set())
            assert not any(item.kind == "unreachable" for item in told & letter.items), f"told twice: {letter}"
            told.update(letter.items)
    yield from (Letter(*key, frozenset(items)) for key, items in alerts.items())


def difference(wanted, got):
    """What is missing and what is too much, in words."""
    def words(letters):
        return [f"{letter.at:%Y-%m-%d %H:%M} {letter.person} {letter.shape}: " + ", ".join(
            " ".join(filter(None, item)) for item in sorted(letter.items)) for letter in sorted(letters.elements(),
            key=lambda letter: letter[:3])][:12]
    wanted, got = Counter(wanted), Counter(got)
    return {"missing": words(wanted - got), "too much": words(got - wanted)}


def begin(clockwork, people):
    """The plan in copild, and in the reference, which is returned."""
    clockwork.set_clock(START - timedelta(minutes=20))
    for method, params in opening(people):
        clockwork.call("administrator", method, params)
    clockwork.set_clock(START)
    clockwork.ring()  # whom the demonstration has told
    clockwork.sent.clear()
    return reference(clockwork, people)


def check(wanted, got, script):
    wanted, got = list(gathered(wanted)), list(gathered(got))
    print(f"{len(script.events)} events, {len(got)} messages: {dict(Counter(letter.shape for letter in got))}")
    assert difference(wanted, got) == {"missing": [], "too much": []}
    assert {letter.shape for letter in wanted} == set(SHAPES.values()) | {"news"}


@pytest.mark.whole
@pytest.mark.parametrize("_nth", range(rounds(1, 20)))
def test_a_whole_year(clockwork, _nth):
    draw, people = chance(), persons()
    year = begin(clockwork, people)
    script = Script(draw, people)
    wanted = year.run(script.events, START, END)
    clockwork.live(script.events, END)
    check(wanted, clockwork.letters(clockwork.sent), script)
    assert len(wanted) > 1000


# ---- three weeks of it through the daemon ------------------------------------------------------


def mail(clockwork, box):
    """What the mail server has taken: (when it was written, the number of the message, to whom); each once, and what it
    is about is named in it."""
    numbers = {f"<{uid}@copil.example.org>": number for number, uid in clockwork.rows(
        "select id, uid::text from core.message")}
    assert set(box.letters.ids().values()) == {1}
    for letter in box.letters.all():
        yield letter.mail["date"].datetime, numbers[letter.id], *letter.recipients


def named(clockwork, box):
    """Every reference that the ledger says was told stands in the mail that told it."""
    refs = {}
    for uid, ref in clockwork.rows("""select m.uid::text, r.object from core.message as m
            join core.reminder as r on r.message = m.id where m.shape = 'news' and r.state = 'sent'"""):
        refs.setdefault(f"<{uid}@copil.example.org>", set()).add(ref)
    for letter in box.letters.all():
        text = letter.mail.get_body(preferencelist=("plain",)).get_content()
        assert all(ref in text for ref in refs.get(letter.id, ())), text


def is_at_rest(post):
    """Looked at twice: what was made while the first look began is due an instant after its clock."""
    return not post.is_due()[0] and not post.is_due()[0]


@pytest.mark.whole
@pytest.mark.parametrize("_nth", range(rounds(1, 5)))
def test_three_weeks_through_the_daemon(cluster, brief_daemon, clockwork, _nth):
    draw, people, end = chance(), persons(), START + timedelta(days=21)
    year, post = begin(clockwork, people), Post(cluster, clockwork.database)
    script = Script(draw, people, actions=60, end=end)
    wanted, events = year.run(script.events, START, end), list(script.events)
    with Postbox(refused=clockwork.refused) as box:
        brief_daemon(cluster, clockwork.database, **delivery(box))
        for now in year.walked:
            wait_for(lambda: is_at_rest(post), "everything of before to be sent")
            clockwork.set_clock(now)
            while events and events[0].at == now:
                clockwork.perform(events.pop(0))
        wait_for(lambda: is_at_rest(post), "everything to be sent")
        got = list(clockwork.letters(mail(clockwork, box)))
        named(clockwork, box)
    check(wanted, got, script)

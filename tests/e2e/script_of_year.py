# SPDX-License-Identifier: MIT
"""A year of the plan of Languedoc-Roussillon as chance writes it: 200 actions with their lives, absences, moved
meetings, a week without a relay. Each event is a call to copild and what it does to the reference in year.py."""
import json
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from house import HOME
from year import Action, Event, Person

PARIS = ZoneInfo("Europe/Paris")
DEMO = HOME / "etc/demo/languedoc-roussillon.jsonl"
START = datetime(2014, 5, 12, 10, tzinfo=PARIS).astimezone(timezone.utc)
END = datetime(2015, 5, 12, 20, tzinfo=PARIS).astimezone(timezone.utc)
ADMINISTRATOR = "administrator"
CHAIR, SECRETARY = "presidence.cci-ales@example.org", "secretariat.copil@example.org"
CONTACTS = {
    "DIRECCTE-LR": "direction.direccte-lr@example.org", "CCI-LR": "industrie.cci-lr@example.org", "CCI-ALES": CHAIR,
    "POLE-FORMATION": "direction.pole-formation@example.org", "CFA-REUNION": "p1@example.org", "SANS-CONTACT": None}
ZONES = ("Indian/Reunion", "America/Martinique", "Pacific/Noumea", "Europe/Paris", "Europe/Lisbon", "Asia/Kolkata",
    "Europe/Paris", "Europe/Paris")
LEAVER = "p8@example.org"
OUTAGE = (date(2014, 11, 10), date(2014, 11, 17))
MEETING = "LR-M4"  # the demonstration has three


def persons():
    ours = [Person(email, login=f"demo{number}") for number, email in enumerate(
        [CHAIR, SECRETARY, *sorted(set(filter(None, CONTACTS.values())) - {CHAIR, "p1@example.org"})])]
    return ours + [Person(f"p{number}@example.org", zone, f"p{number}") for number, zone in enumerate(ZONES, 1)]


def opening(people):
    """The calls that make the world: the demonstration's own, then people and organisations far and near."""
    with open(DEMO, encoding="utf-8") as lines:
        for line in lines:
            request = json.loads(line)
            yield request["method"], request["params"]
    for person in people:
        if person.login.startswith("demo"):
            yield "person.edit", {"person": person.email, "login": person.login}
        else:
            yield "person.create", {"email": person.email, "name": f"Personne {person.login}", "zone": person.zone,
                "login": person.login, "locale": "en" if person.login in ("p2", "p5") else "fr", "plan": "LR"}
            yield "member.add", {"plan": "LR", "party": person.email, "role": "member"}
    for key in ("CFA-REUNION", "SANS-CONTACT"):
        contact = {"contact": CONTACTS[key]} if CONTACTS[key] else {}
        yield "organisation.create", {"key": key, "name": key, "kind": "training_centre", "plan": "LR", **contact}
    yield "person.edit", {"person": "p1@example.org", "organisation": "CFA-REUNION"}


class Script:
    """The events, in order; `actions` are made in all, those of the demonstration included."""

    def __init__(self, draw, people, actions=200, first=11, end=END):
        self.draw, self.people = draw, people
        self.parties = [person.email for person in people] * 2 + list(CONTACTS)
        self.logins = {person.email: person.login for person in people}
        self.events = list(self.house())
        span = min(300, (end - START).days - 2)
        created = sorted(self.instant(START + timedelta(days=1), span if index % 3 else min(span, 20))
            for index in range(first, actions + 1))
        self.followers = []
        for number, at in enumerate(created, first):
            follows = number % 16 == 0 and at < SITTINGS[-1][0]
            self.events += self.follow(f"LR-{number}", at) if follows else self.life(f"LR-{number}", at)
        self.events = sorted((event for event in self.events if START < event.at < end), key=lambda event: event.at)

    def parties_at(self, now):
        """Who may own an action then."""
        return [party for party in self.parties if party != LEAVER or now < LEAVES]

    def instant(self, after, days):
        """An instant in office hours (in Paris), up to so many days later, that is nobody's morning."""
        day = (after + timedelta(days=1 + self.draw.randrange(days))).astimezone(PARIS).date()
        seconds = self.draw.randrange(9 * 3600, 17 * 3600) // 60 * 60 + self.draw.randrange(1, 60)
        return (datetime.combine(day, time(0), PARIS) + timedelta(seconds=seconds)).astimezone(timezone.utc)

    # ---- what happens to the house -------------------------------------------------------------

    def house(self):
        """Quiet times, a bridge day, other rungs, absences, somebody who leaves, and the relay that is away."""
        quiet = [((8, 1), (8, 31)), ((12, 22), (1, 2))]
        yield Event(START + timedelta(minutes=1), ADMINISTRATOR, "reminder.edit",
            {"plan": "LR", "quiet": ["08-01/08-31 été", "12-22/01-02 fin d’année"]},
            lambda year, now: year.change_days(lambda: year.quiet.extend(quiet), now))
        bridge = date(2014, 11, 12)
        yield Event(at(2014, 9, 16, 11), ADMINISTRATOR, "calendar.add",
            {"plan": "LR", "day": str(bridge), "name": "Pont"},
            lambda year, now: year.change_days(lambda: year.days_off.add(bridge), now))
        for person in self.draw.sample([person for person in self.people if person.email != LEAVER], 5):
            yield from self.absence(person)
        yield from self.absence(self.people[-5], at(2014, 9, 9, 10))  # while the bridge day moves what waits
        yield Event(LEAVES, ADMINISTRATOR, "person.deactivate", {"person": LEAVER},
            lambda year, now: year.leave(LEAVER))
        yield Event(SITTINGS[0][0], ADMINISTRATOR, "meeting.create",
            {"plan": "LR", "committee": "COPIL", "date": str(SITTINGS[0][1])}, None)
        for since, day in SITTINGS[1:]:
            yield Event(since, ADMINISTRATOR, "meeting.edit", {"meeting": MEETING, "date": str(day)},
                lambda year, now, day=day: self.move(year, day, now))
        for day, up in zip(OUTAGE, (False, True)):
            yield Event(at(day.year, day.month, day.day, 14, 37), None, "relay", {"up": up},
                lambda year, now, up=up: setattr(year, "relay", up))

    def move(self, year, day, now):
        """The deadlines that are the meeting move with it."""
        for ref in self.followers:
            if ref in year.actions:
                year.new_deadline(ref, day, now)

    def absence(self, person, since=None):
        since = since or self.instant(START + timedelta(days=20), 300)
        until = since.date() + timedelta(days=self.draw.randrange(10, 25))

        def mute(year, _now):
            year.persons[person.email].muted = until
        yield Event(since, f"user:{person.login}", "preference.edit", {"muted_until": str(until)}, mute)

    # ---- an action's life ----------------------------------------------------------------------

    def life(self, ref, created):
        draw = self.draw
        due = created.date() + timedelta(days=draw.randrange(2, 150))
        parties = self.parties_at(created)
        owner = draw.choice(parties)
        supports = [party for party in draw.sample(parties, draw.randrange(3)) if party != owner]
        supports = list(dict.fromkeys(supports))
        yield Event(created, ADMINISTRATOR, "action.create",
            {"plan": "LR", "title": f"Essai {ref}", "due": str(due), "owner": owner, "supports": supports},
            lambda year, now, due=due, owner=owner: year.add(Action(ref, due, owner, supports), now))
        now, state = created, "open"
        for _ in range(draw.randrange(7)):
            now = self.instant(now, 35)
            step = draw.choices((self.acknowledge, self.progress, self.postpone, self.correct, self.hand_over,
                self.close, self.reopen), (4, 3, 3, 1, 2, 3, 1))[0]
            event, due, owner, state = step(ref, now, due, owner, state)
            if event:
                yield event

    def follow(self, ref, created):
        """An action for the next meeting, whenever that is."""
        owner = self.draw.choice(self.parties_at(created))
        due = [day for since, day in SITTINGS if since < created][-1]
        self.followers.append(ref)
        yield Event(created, ADMINISTRATOR, "action.create",
            {"plan": "LR", "title": f"Essai {ref}", "due": MEETING, "owner": owner},
            lambda year, now: year.add(Action(ref, due, owner), now))

    def acknowledge(self, ref, now, due, owner, state):
        email = owner if "@" in owner else CONTACTS[owner]
        if state == "ended" or email is None or now.date() > due or (email == LEAVER and now > LEAVES):
            return None, due, owner, state
        return Event(now, f"user:{self.logins[email]}", "action.acknowledge", {"action": ref},
            lambda year, _: year.acknowledge(ref, email)), due, owner, state

    def progress(self, ref, now, due, owner, state):
        if state == "ended":
            return None, due, owner, state
        percent = self.draw.randrange(100)
        return Event(now, ADMINISTRATOR, "action.progress", {"action": ref, "percent": percent}, None), \
            due, owner, state

    def postpone(self, ref, now, due, owner, state):
        if state == "ended":
            return None, due, owner, state
        later = max(due, now.date()) + timedelta(days=self.draw.randrange(2, 70))
        return Event(now, ADMINISTRATOR, "action.postpone",
            {"action": ref, "due": str(later), "why": "la liste manque"},
            lambda year, now: year.new_deadline(ref, later, now)), later, owner, state

    def correct(self, ref, now, due, owner, state):
        room = (due - now.date()).days
        if state == "ended" or room < 4:
            return None, due, owner, state
        earlier = due - timedelta(days=self.draw.randrange(1, room - 1))
        return Event(now, ADMINISTRATOR, "action.edit", {"action": ref, "due": str(earlier)},
            lambda year, now: year.new_deadline(ref, earlier, now)), earlier, owner, state

    def hand_over(self, ref, now, due, owner, state):
        other = self.draw.choice(self.parties_at(now))
        if state == "ended" or other == owner:
            return None, due, owner, state
        return Event(now, ADMINISTRATOR, "action.edit", {"action": ref, "owner": other},
            lambda year, now: year.new_owner(ref, other, now)), due, other, state

    def close(self, ref, now, due, owner, state):
        if state == "ended":
            return None, due, owner, state
        method, params = self.draw.choices([("action.done", {}), ("action.cancel", {"why": "sans objet"})], (2, 1))[0]
        return Event(now, ADMINISTRATOR, method, {"action": ref, **params}, lambda year, _: year.end(ref, "done")), \
            due, owner, "ended"

    def reopen(self, ref, now, due, owner, state):
        if state != "ended":
            return None, due, owner, state
        return Event(now, ADMINISTRATOR, "action.reopen", {"action": ref},
            lambda year, now: year.reopen(ref, "open", now)), due, owner, "open"


def at(year, month, day, hour, minute=3):
    return datetime(year, month, day, hour, minute, 17, tzinfo=PARIS).astimezone(timezone.utc)


LEAVES = at(2015, 2, 3, 11)
# When the date of the meeting is set, and which: it is put off twice, then brought forward.
SITTINGS = [(at(2014, 5, 12, 10, 30), date(2014, 10, 9)), (at(2014, 8, 27, 10), date(2014, 10, 23)),
    (at(2014, 10, 2, 15), date(2014, 12, 11)), (at(2014, 12, 1, 10), date(2014, 12, 4))]

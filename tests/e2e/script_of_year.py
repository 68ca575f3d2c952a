# SPDX-License-Identifier: MIT
"""A year of the plan of Languedoc-Roussillon as chance writes it: 200 actions with their lives, decisions, meetings,
absences, people who want to be told otherwise, addresses that no server takes, a week without a relay. Each event is a
call to copild and what it does to the reference in year.py."""
import json
from datetime import date, datetime, time, timedelta, timezone

from house import HOME
from script_of_committee import PARIS, Committee, at
from script_of_lives import DEPUTY, Follower, Hurried, Life, Mistake
from year_rows import Event, Person

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


def persons():
    """The demonstration's, of whom all but the chair and the secretary see what is their own; eight, and a deputy."""
    employers = {contact: key for key, contact in CONTACTS.items()}
    ours = [CHAIR, SECRETARY, *sorted(set(filter(None, CONTACTS.values())) - {CHAIR, "p1@example.org"})]
    return [Person(email, login=f"demo{number}", organisation=employers.get(email), whole=email in (CHAIR, SECRETARY))
        for number, email in enumerate(ours)] + [Person(f"p{number}@example.org", zone, f"p{number}",
        employers.get(f"p{number}@example.org")) for number, zone in enumerate(ZONES, 1)] + [
        Person(DEPUTY, login="deputy")]


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
            role = "secretary" if person.email == DEPUTY else "member"
            yield "member.add", {"plan": "LR", "party": person.email, "role": role}
    for key in ("CFA-REUNION", "SANS-CONTACT"):
        contact = {"contact": CONTACTS[key]} if CONTACTS[key] else {}
        yield "organisation.create", {"key": key, "name": key, "kind": "training_centre", "plan": "LR", **contact}
    yield "person.edit", {"person": "p1@example.org", "organisation": "CFA-REUNION"}


LEAVES = at(2015, 2, 3, 11)


class Script:
    """The events, in order; `actions` are made in all, those of the demonstration included."""

    def __init__(self, draw, people, actions=200, first=11, end=END):
        self.draw, self.people = draw, people
        self.parties = [person.email for person in people if person.email != DEPUTY] * 2 + list(CONTACTS)
        self.logins = {person.email: person.login for person in people}
        self.deputed = []
        self.committee = Committee(self, START, end)
        events = [*self.house(), *self.wishes(), *self.committee.events]
        span = min(300, (end - START).days - 2)
        created = sorted(self.instant(*self.span(index, span)) for index in range(first, actions + 1))
        for number, now in enumerate(created, first):
            events += self.kind(number, now)(self, f"LR-{number}", now).events
        self.events = sorted((event for event in events if START < event.at < end), key=lambda event: event.at)

    @staticmethod
    def span(index, days):
        """Many actions come at the beginning, and about when the relay is away."""
        if index % 10 == 7 and days > 200:
            return at(2014, 11, 7, 10), 8
        return START + timedelta(days=1), days if index % 3 else min(days, 20)

    def kind(self, number, now):
        if at(2014, 11, 6, 10) < now < at(2014, 11, 16, 10):
            return Hurried
        if number % 16 == 0 and self.committee.is_planned(now):
            return Follower
        mistaken = number % 16 == 1 and self.has_deputy(now, now + timedelta(minutes=15))
        return Mistake if mistaken else Life

    # ---- who and when --------------------------------------------------------------------------

    def parties_at(self, now):
        """Who may own an action then."""
        return [party for party in self.parties if party != LEAVER or now < LEAVES]

    def person_of(self, party, now):
        """Who can act for a party; None for nobody."""
        email = party if party is None or "@" in party else CONTACTS[party]
        return None if email == LEAVER and now > LEAVES else email

    def clerk(self):
        """Who types: the secretary more often than not."""
        return self.draw.choice((ADMINISTRATOR, self.user(SECRETARY), self.user(SECRETARY)))

    def chair(self):
        return self.user(CHAIR)

    def user(self, email):
        return f"user:{self.logins[email]}"

    def instant(self, after, days):
        """An instant in office hours (in Paris), up to so many days later, that is nobody's morning."""
        day = (after + timedelta(days=1 + self.draw.randrange(days))).astimezone(PARIS).date()
        return self.moment(day)

    def moment(self, day):
        seconds = self.draw.randrange(9 * 3600, 17 * 3600) // 60 * 60 + self.draw.randrange(1, 60)
        return (datetime.combine(day, time(0), PARIS) + timedelta(seconds=seconds)).astimezone(timezone.utc)

    def soon(self, after, minutes=9):
        """A few minutes later, never on the minute."""
        return after.replace(second=self.draw.randrange(1, 60)) + timedelta(minutes=self.draw.randrange(1, minutes + 1))

    def has_deputy(self, since, until):
        """True for who may have the deputy to themselves then."""
        free = all(until < begun or ended < since for begun, ended in self.deputed)
        if free:
            self.deputed.append((since, until))
        return free

    # ---- what happens to the house -------------------------------------------------------------

    def house(self):
        """Quiet times, a bridge day, somebody who leaves, addresses that are refused, and the relay that is away."""
        yield Event(START + timedelta(minutes=1), ADMINISTRATOR, "reminder.edit",
            {"plan": "LR", "quiet": ["08-01/08-31 été", "12-22/01-02 fin d’année"]},
            lambda year, now, by: year.change_days(now, quiet=[((8, 1), (8, 31)), ((12, 22), (1, 2))]))
        bridge = date(2014, 11, 12)
        yield Event(at(2014, 9, 16, 11), ADMINISTRATOR, "calendar.add",
            {"plan": "LR", "day": str(bridge), "name": "Pont"},
            lambda year, now, by: year.change_days(now, off=[bridge]))
        yield Event(LEAVES, ADMINISTRATOR, "person.deactivate", {"person": LEAVER},
            lambda year, now, by: year.leave(LEAVER))
        for day, up in zip(OUTAGE, (False, True)):
            yield Event(at(day.year, day.month, day.day, 14, 37), None, "relay", {"up": up},
                lambda year, now, by, up=up: setattr(year, "relay", up))
        yield from self.refusals("p7@example.org", (2014, 5, 20), (2014, 5, 28))
        yield from self.refusals("p6@example.org", (2014, 9, 18), (2014, 10, 21))
        yield from self.refusals(CONTACTS["CCI-LR"], (2015, 1, 20), (2015, 3, 3))
        # Who would be told of it cannot be told either: one after the other, then the chairs are.
        yield from self.refusals(DEPUTY, (2014, 11, 25), (2014, 12, 17))
        yield from self.refusals(SECRETARY, (2014, 12, 1), (2014, 12, 16))
        yield from self.refusals("p5@example.org", (2014, 11, 26), (2014, 12, 18))
        yield from self.refusals("p3@example.org", (2014, 12, 2), (2014, 12, 19))

    @staticmethod
    def refusals(email, since, until):
        """A server refuses the address for good; then there is another one."""
        yield Event(at(*since, 15, 41), None, "relay", {"refuse": [email]},
            lambda year, now, by: year.refused.add(email))

        def change(year, _now, _by):
            year.refused.discard(email)
            year.new_address(email)
        yield Event(at(*until, 10, 11), ADMINISTRATOR, "person.edit", {"person": email, "email": f"nouvelle.{email}"},
            change)

    # ---- how people want to be told ------------------------------------------------------------

    def wishes(self):
        """Absences, some of them shorter than was said; digests; and people who want nothing for a while."""
        staying = [person for person in self.people if person.email != LEAVER]
        for person in self.draw.sample(staying, 5):
            yield from self.absence(person)
        yield from self.absence(self.people[-6], at(2014, 9, 9, 10))  # while the bridge day moves what waits
        for person in self.draw.sample(staying, 8):
            since = self.instant(START, 250)
            for now, digest in ((since, ("daily", "none")), (self.instant(since, 60), ("weekly", "none", "daily"))):
                yield self.wish(person, now, digest=self.draw.choice(digest))
        for person in self.draw.sample([person for person in staying if person.email != SECRETARY], 3):
            since = self.instant(START, 280)
            yield self.wish(person, since, wants=False)
            yield self.wish(person, self.instant(since, 30), wants=True)

    def wish(self, person, now, digest=None, wants=None):
        def effect(year, _now, _by):
            if digest:
                year.persons[person.email].digest = digest
            else:
                year.want(person.email, wants)
        return Event(now, self.user(person.email), "preference.edit",
            {"digest": digest} if digest else {"channel": "mail" if wants else "none"}, effect)

    def absence(self, person, since=None):
        since = since or self.instant(START + timedelta(days=20), 300)
        days = self.draw.randrange(10, 25)
        until = since.date() + timedelta(days=days)
        yield Event(since, self.user(person.email), "preference.edit", {"muted_until": str(until)},
            lambda year, now, by: year.mute(person.email, until, now))
        if self.draw.randrange(3) == 0:
            yield Event(self.instant(since, days - 2), self.user(person.email), "preference.edit",
                {"clear": ["muted_until"]}, lambda year, now, by: year.mute(person.email, None, now))

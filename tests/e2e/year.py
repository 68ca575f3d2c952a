# SPDX-License-Identifier: MIT
"""What a year of reminders must be, reckoned a second time: by the day, from the words of the design, with neither SQL
nor anything else of copild.

A `Year` is the world as reminders see it. Its events change it; `Year.run` walks over them and over every morning of
everybody, and returns what must have been sent: to whom, on which day of theirs, which rungs of which actions, and
what was late.
"""
from collections import namedtuple
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
MORNING = time(8)
LIVE = ("open", "in_progress", "blocked")
LADDER = {-14: {"owner"}, -3: {"owner"}, 0: {"owner"}, 1: {"owner"}, 7: {"owner", "secretary"},
    21: {"owner", "secretary", "chair"}}

Event = namedtuple("Event", "at actor method params effect")
Item = namedtuple("Item", "ref days late")
Letter = namedtuple("Letter", "person day items")


def easter(year):
    """By golden number and epact: the Sunday after the full moon that follows 20 March."""
    golden, century = year % 19 + 1, year // 100 + 1
    epact = (11 * golden + 20 + (8 * century + 5) // 25 - 5 - (3 * century // 4 - 12)) % 30
    if epact == 24 or (epact == 25 and golden > 11):
        epact += 1
    full = date(year, 3, 1) + timedelta(days=44 - epact - 1 if epact <= 23 else 74 - epact - 1)
    return full + timedelta(days=7 - (full.weekday() + 1) % 7)


def holidays(year):
    """The public holidays of France."""
    fixed = {date(year, month, day) for month, day in
        ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))}
    return fixed | {easter(year) + timedelta(days=after) for after in (1, 39, 50)}


@dataclass
class Person:
    email: str
    zone: str = "Europe/Paris"
    login: str | None = None
    muted: date | None = None
    left: bool = False

    def morning(self, day):
        return datetime.combine(day, MORNING, ZoneInfo(self.zone)).astimezone(timezone.utc)

    def day(self, instant):
        return instant.astimezone(ZoneInfo(self.zone)).date()


@dataclass
class Action:
    ref: str
    due: date | None
    owner: str | None = None
    supports: list = field(default_factory=list)
    state: str = "open"
    version: int = 0                                  # of the deadline
    since: datetime | None = None                     # when its ladder began
    owned: datetime | None = None                     # when its owner came
    silenced: set = field(default_factory=set)        # who has said "received"
    settled: set = field(default_factory=set)         # (person, rung): made, or not to be made


class Year:
    def __init__(self, persons, contacts, roles):
        self.persons = {person.email: person for person in persons}
        self.contacts, self.roles = contacts, roles
        self.actions = {}
        self.ladder = dict(LADDER)
        self.quiet, self.days_off = [], set()
        self.relay = True
        self.waiting = {email: {} for email in self.persons}
        self.sent = []
        self.free = {}

    # ---- days ----------------------------------------------------------------------------------

    def works(self, day):
        if day.year not in self.free:
            self.free[day.year] = holidays(day.year)
        return day.weekday() < 5 and day not in self.free[day.year] and day not in self.days_off

    def is_quiet(self, day):
        return any(first <= (day.month, day.day) <= last if first <= last else
            (day.month, day.day) >= first or (day.month, day.day) <= last for first, last in self.quiet)

    def rung_day(self, due, days):
        """So many working days from the deadline; away from it when that is a day off or quiet."""
        step = DAY if days > 0 else -DAY
        day, left = due, abs(days)
        while left:
            day += step
            left -= self.works(day)
        while not self.works(day) or self.is_quiet(day):
            day += step
        return day

    # ---- whom a rung tells ---------------------------------------------------------------------

    def person_of(self, party):
        return party if party is None or "@" in party else self.contacts.get(party)

    def told(self, action, days):
        told = set()
        for who in self.ladder[days]:
            if who == "owner":
                told.add(self.person_of(action.owner))
            elif who == "supports":
                told |= {self.person_of(party) for party in action.supports}
            else:
                told |= set(self.roles[who])
        return {email for email in told - {None} if not self.persons[email].left}

    def begun(self, action, email):
        """Since when this person is told of the action."""
        return max(action.since, action.owned) if email == self.person_of(action.owner) else action.since

    # ---- what happens --------------------------------------------------------------------------

    def add(self, action, now):
        self.actions[action.ref] = action
        action.since = action.owned = now

    def new_deadline(self, ref, due, now):
        action = self.actions[ref]
        action.due, action.since = due, now
        action.version += 1
        action.silenced, action.settled = set(), set()
        self.forget(ref)

    def new_owner(self, ref, owner, now):
        action = self.actions[ref]
        action.owner, action.owned = owner, now
        self.forget(ref, but_for=action)

    def end(self, ref, state):
        self.actions[ref].state = state
        self.forget(ref)

    def reopen(self, ref, state, now):
        self.actions[ref].state = state
        self.actions[ref].since = now

    def acknowledge(self, ref, email):
        self.actions[ref].silenced.add(email)
        waiting = self.waiting[email].get(ref)
        if waiting and waiting[0] <= 0:
            del self.waiting[email][ref]

    def forget(self, ref, but_for=None):
        """What waits of an action goes; what its owner still is to be told stays."""
        for email, waiting in self.waiting.items():
            if ref in waiting and not (but_for and email in self.told(but_for, waiting[ref][0])):
                del waiting[ref]

    def leave(self, email):
        self.persons[email].left = True
        self.waiting[email].clear()

    def change_days(self, change, now):
        """What moves the days of rungs: what was still to come stays to come, what was past stays past."""
        past = [rung for rung in self.rungs() if self.instant(*rung) <= now]
        change()
        for action, email, days in past:
            action.settled.add((email, days))

    # ---- the passing of time -------------------------------------------------------------------

    def rungs(self):
        """Every (action, person, rung) of running ladders."""
        for action in self.actions.values():
            if action.state in LIVE and action.due:
                for days in self.ladder:
                    for email in self.told(action, days):
                        yield action, email, days

    def instant(self, action, email, days):
        return self.persons[email].morning(self.rung_day(action.due, days))

    def fall_due(self, emails, now):
        """What these persons are to be told from now on: of each action the latest rung."""
        for action, email, days in list(self.rungs()):
            if email not in emails or (email, days) in action.settled:
                continue
            instant = self.instant(action, email, days)
            if instant > now:
                continue
            action.settled.add((email, days))
            if instant <= self.begun(action, email) or (days <= 0 and email in action.silenced):
                continue
            waits = self.waiting[email].get(action.ref)
            if not waits or waits[0] < days:
                self.waiting[email][action.ref] = (days, self.rung_day(action.due, days))

    def deliver(self, emails, now):
        if not self.relay:
            return
        for email in emails:
            person, waiting = self.persons[email], self.waiting[email]
            if waiting and not self.is_muted(person, now):
                today = person.day(now)
                items = frozenset(Item(ref, days, day < today) for ref, (days, day) in waiting.items())
                self.sent.append(Letter(email, today, items))
                waiting.clear()

    @staticmethod
    def is_muted(person, now):
        """Until the first morning after the day up to which they want to hear nothing."""
        return person.muted is not None and now < person.morning(person.muted + DAY)

    def run(self, events, start, end):
        """All that is sent between the two instants; the events change the world by their effects."""
        steps = [(event.at, 0, event) for event in events]
        day = start.date() - DAY
        while day <= end.date() + DAY:
            for email, person in self.persons.items():
                if start < person.morning(day) <= end:
                    steps.append((person.morning(day), 1, email))
            day += DAY
        for now, kind, what in sorted(steps, key=lambda step: step[:2]):
            if kind == 0:
                if what.effect:
                    what.effect(self, now)
                whom = list(self.persons)
            else:
                whom = [what]
            self.fall_due(whom, now)
            self.deliver(whom, now)
        return self.sent

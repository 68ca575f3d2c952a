# SPDX-License-Identifier: MIT
"""What a year of messages must be, reckoned a second time: from the words of the design and the manuals, with neither
SQL nor anything else of copild.

A `Year` is the world as messages see it. Its events change it; `Year.run` walks over them, over every morning of
everybody and over what was put off to some instant, and returns what must have been sent: to whom, when, and what was
in it. This room holds the people, the actions and their reminders, and how things leave; the others what else is told.
"""
import heapq
import itertools
from copy import copy
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from year_days import DAY, Days
from year_digest import Digests
from year_meetings import Meetings
from year_news import News
from year_rows import Item, Letter, Row

LADDER = {-14: {"owner"}, -3: {"owner"}, 0: {"owner"}, 1: {"owner"}, 7: {"owner", "secretary"},
    21: {"owner", "secretary", "chair"}}
SHAPES = {"convened": "convened", "minutes": "minutes", "pack": "pack", "digest": "digest", "unreachable": "alert",
    "undelivered": "alert"}  # all else is news
NOBODY = None  # whom one writes to for an organisation without a contact


class Year:
    def __init__(self, persons, contacts, roles):
        self.persons = {person.email: person for person in persons}
        self.contacts, self.roles = contacts, roles
        self.zone = ZoneInfo("Europe/Paris")
        self.days, self.ladder = Days(), dict(LADDER)
        self.actions, self.decisions = {}, {}
        self.rows = {email: [] for email in self.persons}
        self.news, self.meetings, self.digests = News(self), Meetings(self), Digests(self)
        self.relay, self.refused = True, set()
        self.warned = set()       # (who, …): who was told that somebody cannot be written to
        self.lost = []            # actions of which nobody could be reminded just now
        self.versions = itertools.count(1)
        self.silenced = set()     # (reference, version, who has said "received")
        self.settled = set()      # (reference, version, person, rung): made, or not to be made
        self.steps, self.order = [], itertools.count()
        self.walked, self.sent = [], []

    # ---- who is who ----------------------------------------------------------------------------

    def today(self, now):
        """The plan's."""
        return now.astimezone(self.zone).date()

    def person_of(self, party):
        return party if party is None or "@" in party else self.contacts.get(party)

    def hearers(self, action):
        """Whom one writes to about an action: its owner's and its supports' people."""
        return {self.person_of(party) for party in [action.owner, *action.supports]} - {None}

    def sees(self, email, action):
        """Those who see the plan whole; of the others who owns or helps, or is of their organisation."""
        person = self.persons[email]
        return person.whole or email in self.hearers(action) or person.organisation is not None and any(
            person.organisation in (party, "@" in party and self.persons[party].organisation)
            for party in [action.owner, *action.supports] if party)

    def sees_decision(self, email, ref):
        return self.persons[email].whole or self.decisions[ref] != "committee"

    # ---- what somebody is to be told -----------------------------------------------------------

    def row(self, email, kind, about):
        return next((row for row in self.rows[email] if row.kind == kind and row.about == about), None)

    def drop(self, condition):
        """What is not to be told after all: condition(row, person)."""
        for email, rows in self.rows.items():
            rows[:] = [row for row in rows if not condition(row, email)]

    def drop_of(self, ref):
        self.drop(lambda row, _: row.about == ref)

    # ---- what happens --------------------------------------------------------------------------

    def add(self, action, now, by=None, known=False):
        """A new action; `known` where its people need not be told."""
        self.actions[action.ref] = action
        action.version, action.since, action.owned = next(self.versions), now, now
        if not known:
            self.news.action_changed(action, None, now, by)

    def change(self, ref, now, by, **fields):
        """What an action is from now on."""
        action = self.actions[ref]
        before = copy(action)
        for name, value in fields.items():
            setattr(action, name, value)
        if action.due != before.due and "version" not in fields:
            action.version = next(self.versions)
        if before.runs and not action.runs:
            action.closed = now
        if action.request and (action.version != before.version or not action.runs):
            action.request = None
            self.news.no_request(ref)
        self.change_ladder(action, before, now)
        self.news.action_changed(action, before, now, by)

    def change_ladder(self, action, before, now):
        """It ends with the action; a new deadline, or an action taken up again, begins a new one."""
        if before.runs and not action.runs:
            self.news.keep_unsaid(before)
            self.drop_of(action.ref)
        moved = action.version != before.version
        if moved or action.runs and not before.runs:
            action.since = now
        if moved or action.owner != before.owner:
            action.owned = now
            self.drop(lambda row, email: row.kind == "rung" and row.about == action.ref
                and (moved or email not in self.told(action, row.days)))

    def take_back(self, ref, was, now, by):
        """An action is as it was: with the deadline that it had, and all that was sent for that."""
        fields = ("due", "version", "owner", "supports", "state", "decision")
        self.change(ref, now, by, **{field: getattr(was, field) for field in fields})
        if was.request and not self.actions[ref].request:
            self.actions[ref].request = was.request
            self.news.requested_again(ref, now, by)

    def ask(self, ref, asker, now):
        self.actions[ref].request = asker
        self.news.requested(ref, now, asker)

    def answer(self, ref, due, now, by):
        """A request is accepted with that deadline, or refused: None."""
        asker, self.actions[ref].request = self.actions[ref].request, None
        self.news.answered(ref, asker, now, by, due is not None)
        if due:
            self.change(ref, now, by, due=due)

    def acknowledge(self, ref, email):
        action = self.actions[ref]
        self.silenced.add((ref, action.version, email))
        self.drop(lambda row, who: who == email and row.kind == "rung" and row.about == ref and row.days <= 0)

    def leave(self, email):
        self.persons[email].left = True
        self.persons[email].versions += 1

    def want(self, email, wants):
        """Nothing more, or mail again. Reminders whose morning is still to come are looked at then."""
        self.persons[email].wants = wants
        if not wants:
            self.rows[email][:] = [row for row in self.rows[email] if row.kind == "rung" and row.put_off]

    def mute(self, email, until, now):
        """Nothing is sent up to that day; None for who is back: what has waited comes on the next morning."""
        person = self.persons[email]
        person.muted = until
        if self.is_muted(person, now):
            morning = person.morning(until + DAY)
        else:
            morning = next(one for one in map(person.morning, (person.day(now), person.day(now) + DAY)) if one > now)
        for row in self.rows[email]:
            if row.put_off or row.ready:
                self.put_off(row, morning)

    def new_address(self, email):
        self.persons[email].unreachable = False
        self.persons[email].versions += 1

    def change_days(self, now, **more):
        """What moves the days of rungs: what was still to come stays to come, what was past stays past."""
        past = [rung for rung in self.rungs() if self.instant(*rung) <= now]
        self.days.add(**more)
        for action, email, days in past:
            self.settled.add((action.ref, action.version, email, days))

    # ---- reminders -----------------------------------------------------------------------------

    def told(self, action, days):
        """Whom a rung tells; NOBODY where an organisation owns the action that has no contact."""
        told = set()
        for who in self.ladder[days]:
            if who == "owner" and action.owner:
                told.add(self.person_of(action.owner))
            elif who in self.roles:
                told.update(self.roles[who])
        return told

    def rungs(self):
        """Every (action, person, rung) of running ladders."""
        for action in self.actions.values():
            if action.runs and action.due:
                for days in self.ladder:
                    for email in self.told(action, days):
                        yield action, email, days

    def instant(self, action, email, days):
        return self.morning(email, self.days.rung(action.due, days))

    def morning(self, email, day):
        return self.persons[email or self.roles["secretary"][0]].morning(day)

    def fall_due(self, emails, now):
        """What these persons are to be told from now on: of each action the latest rung."""
        for action, email, days in list(self.rungs()):
            rung = (action.ref, action.version, email, days)
            if email not in emails or rung in self.settled or self.instant(action, email, days) > now:
                continue
            self.settled.add(rung)
            begun = max(action.since, action.owned) if email == self.person_of(action.owner) else action.since
            if self.instant(action, email, days) <= begun:
                continue
            if email is NOBODY:
                self.lost.append(action.ref)
            elif self.persons[email].wants and (days > 0 or (action.ref, action.version, email) not in self.silenced):
                self.remind(action, email, days, now)

    def remind(self, action, email, days, now):
        row = self.row(email, "rung", action.ref)
        if row is None or row.days < days:
            self.drop(lambda one, _: one is row)
            day = self.days.rung(action.due, days)
            self.rows[email].append(Row("rung", action.ref, now, now, days=days, day=day))

    # ---- alerts --------------------------------------------------------------------------------

    def alert(self, email, why, ref, now):
        """Each is told once whom nobody can write to, until something about the person changes."""
        about = email or ref
        version = self.persons[email].versions if email else self.actions[ref].version
        self.tell_keepers(Row("unreachable", about, now, now, detail=why, version=version), but_for=email)

    def tell_keepers(self, row, but_for):
        """The secretaries, and where none of them can be told the chairs; each of what is about somebody else, once."""
        keepers = [self.persons[email] for email in self.roles["secretary"] if email != but_for]
        if not any(keeper.wants and not keeper.left and not keeper.unreachable for keeper in keepers):
            keepers += [self.persons[email] for email in self.roles["chair"] if email != but_for]
        for keeper in keepers:
            warning = (keeper.email, row.kind, row.about, row.detail, row.version)
            if keeper.email != row.about and warning not in self.warned:
                self.warned.add(warning)
                if keeper.wants:
                    self.rows[keeper.email].append(copy(row))

    def hand_on(self, row, email, now):
        """Of what somebody cannot be warned the others are."""
        self.tell_keepers(replace(row, due=now, made=now, put_off=False, ready=False), but_for=email)

    # ---- how things leave ----------------------------------------------------------------------

    def holds(self, row, email, now):
        """Whether what a row is about is still so, and still the person's to know."""
        if row.kind in ("convened", "minutes", "pack"):
            return self.meetings.holds(row, email, now)
        return row.kind in ("rung", "digest", "unreachable", "undelivered") or self.news.holds(row, email)

    def check(self, row, email, now):
        """True for a row that is to be told; else it goes, and secretaries are told if it is because of the person."""
        person = self.persons[email]
        if person.wants and self.holds(row, email, now):
            if not person.left and not person.unreachable:
                return True
            if SHAPES.get(row.kind) == "alert":
                self.hand_on(row, email, now)
            elif row.kind != "digest":
                self.alert(email, "left" if person.left else "unreachable", row.about, now)
        self.rows[email].remove(row)
        return False

    def look(self, now):
        """What has come due is ready to leave, unless its person is away. True if there was any."""
        due = [(email, row) for email, rows in self.rows.items() for row in rows if row.due <= now and not row.ready]
        lost, self.lost = self.lost, []
        for ref in lost:
            self.alert(NOBODY, "no_contact", ref, now)
        for email, row in due:
            if self.check(row, email, now):
                if self.is_muted(self.persons[email], now):
                    self.put_off(row, self.persons[email].morning(self.persons[email].muted + DAY))
                else:
                    row.ready = True
        return bool(due or lost)

    def put_off(self, row, due):
        row.due, row.put_off, row.ready = due, True, False
        self.wake(due)

    @staticmethod
    def is_muted(person, now):
        """Until the first morning after the day up to which they want to hear nothing."""
        return person.muted is not None and now < person.morning(person.muted + DAY)

    def deliver(self, now):
        """One message for each person and shape; those about a meeting for each meeting. True if there was any."""
        messages = {}
        for email, row in [(email, row) for email, rows in self.rows.items() for row in rows if row.ready]:
            if self.check(row, email, now):
                shape = SHAPES.get(row.kind, "news")
                about = row.about if shape in ("convened", "minutes", "pack") else ""
                messages.setdefault((email, shape, about), []).append(row)
                self.digests.reminds(row, email, now)
        for (email, _, _), told in messages.items():
            self.rows[email][:] = [row for row in self.rows[email] if row not in told]
        for (email, shape, _), told in messages.items():
            self.leave_for(email, shape, told, now)
        return bool(messages)

    def settle(self, now):
        """What has come due leaves; then what that brought about, such as an alert."""
        while True:
            looked, left = self.look(now), self.relay and self.deliver(now)
            if not looked and not left:
                return

    def leave_for(self, email, shape, told, now):
        items = self.digests.sections(email, told[0].since, now) if shape == "digest" else {
            self.item(row, email, now) for row in told}
        if not items:
            return
        if email in self.refused:
            self.persons[email].unreachable = True
            for row in told if shape == "alert" else []:
                self.hand_on(row, email, now)
            if shape not in ("digest", "alert"):
                self.tell_keepers(Row("undelivered", email, now, now, detail=shape, version=next(self.versions)),
                    but_for=email)
            return
        self.sent.append(Letter(now.replace(second=0, microsecond=0), email, shape, frozenset(items)))
        for row in told:
            self.digests.left(row, email)
            self.meetings.left(row, email)
            self.news.left(row, email)

    def item(self, row, email, now):
        detail = row.detail
        if row.kind == "rung":
            detail = f"{row.days:+d}{' late' if row.day < self.persons[email].day(now) else ''}"
        elif row.kind == "moved":
            detail = f"from {row.was}"
        elif row.kind == "convened":
            detail = "cancelled" if row.cancelled else "" if row.first else "update"
        return Item(row.kind, row.about, detail)

    # ---- the passing of time -------------------------------------------------------------------

    def wake(self, instant, then=None):
        heapq.heappush(self.steps, (instant, next(self.order), then))

    def run(self, events, start, end):
        """All that is sent between the two instants; the events change the world by their effects."""
        for event in events:
            self.wake(event.at, lambda now, event=event: self.happen(event, now))
        for email, person in self.persons.items():
            for ahead in range(-1, (end - start).days + 2):
                morning = person.morning(start.date() + DAY * ahead)
                if start < morning:
                    self.wake(morning, lambda now, email=email: self.wake_up(email, now))
        while self.steps and self.steps[0][0] <= end:
            now = self.steps[0][0]
            self.walked.append(now)
            while self.steps and self.steps[0][0] == now:
                then = heapq.heappop(self.steps)[2]
                if then:
                    then(now)
            self.settle(now)
        return self.sent

    def happen(self, event, now):
        if event.effect:
            login = event.actor and event.actor.removeprefix("user:")
            by = next((email for email, person in self.persons.items() if person.login == login), None)
            event.effect(self, now, by)
        self.fall_due([*self.persons, NOBODY], now)

    def wake_up(self, email, now):
        self.fall_due([email, NOBODY] if email == self.roles["secretary"][0] else [email], now)
        self.digests.morning(email, now)

# SPDX-License-Identifier: MIT
"""The committee in a year's script: what it decides, and its meetings, which move, are opened again, are held and have
minutes."""
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from year_rows import Event

PARIS = ZoneInfo("Europe/Paris")


def at(year, month, day, hour, minute=3):
    return datetime(year, month, day, hour, minute, 17, tzinfo=PARIS).astimezone(timezone.utc)


# The next meeting, that actions may wait for: when its date is set, and to which; it is put off twice, then left open,
# then set again and brought forward.
SITTINGS = [(at(2014, 5, 12, 10, 30), date(2014, 10, 9)), (at(2014, 8, 27, 10), date(2014, 10, 23)),
    (at(2014, 10, 2, 15), date(2014, 12, 11)), (at(2014, 10, 28, 11), None),
    (at(2014, 10, 30, 15), date(2014, 12, 11)), (at(2014, 12, 1, 10), date(2014, 12, 4))]
KNOWN = 3  # meetings of the demonstration
DECIDED = 6


class Committee:
    NEXT = f"LR-M{KNOWN + 1}"

    def __init__(self, script, start, end):
        self.script, self.draw = script, script.draw
        self.events, self.followers, self.superseded = [], [], {"LR-D2"}
        self.decisions = [(start, f"LR-D{number}") for number in range(1, DECIDED + 1)]
        days = min(300, (end - start).days - 2)
        for number, now in enumerate(sorted(script.instant(start, days) for _ in range(14)), DECIDED + 1):
            self.decide(f"LR-D{number}", now)
        self.next()
        begun = sorted([script.instant(start, 2)] + [script.instant(start, days) for _ in range(7)])
        for number, now in enumerate(begun, KNOWN + 2):
            Sitting(self, f"LR-M{number}", now, number == KNOWN + 2)

    def happens(self, now, actor, method, params, effect):
        self.events.append(Event(now, actor, method, params, effect))

    # ---- decisions -----------------------------------------------------------------------------

    def decision_at(self, now):
        return self.draw.choice([ref for since, ref in self.decisions if since < now])

    def decide(self, ref, now):
        """Made, in the place of another perhaps; edited with and without substance; shown to partners, or not."""
        draw, visible = self.draw, self.draw.choice(("committee", "partners"))
        older, old = [one for _, one in self.decisions if one not in self.superseded], None
        if draw.randrange(3) == 0:
            old = draw.choice(older)
            self.superseded.add(old)
        self.decisions.append((now, ref))

        def make(year, now, by):
            year.decisions[ref] = visible
            if old:
                year.news.decided(old, now, by)
        params = {"plan": "LR", "title": f"Décision {ref}", "visibility": visible, "supersedes": old}
        self.happens(now, self.script.clerk(), "decision.create", params, make)
        for edit in range(draw.randrange(4)):
            now = self.script.soon(now, 14) if draw.randrange(3) == 0 else self.script.instant(now, 40)
            draw.choice((self.reword, self.reword, self.retouch, self.show))(ref, now, edit)

    def reword(self, ref, now, edit):
        self.happens(now, self.script.clerk(), "decision.edit", {"decision": ref, "text": f"Mot {edit}"},
            lambda year, now, by: year.news.decided(ref, now, by))

    def retouch(self, ref, now, _edit):
        """Capitals, accents and points change nothing."""
        self.happens(now, self.script.clerk(), "decision.edit", {"decision": ref, "title": f"DECISION {ref} !"}, None)

    def show(self, ref, now, _edit):
        visible = self.draw.choice(("committee", "partners"))
        self.happens(now, self.script.clerk(), "decision.edit", {"decision": ref, "visibility": visible},
            lambda year, now, by: year.decisions.__setitem__(ref, visible))

    # ---- the next meeting, and actions that wait for it ------------------------------------------

    def next(self):
        self.happens(SITTINGS[0][0], self.script.clerk(), "meeting.create",
            {"plan": "LR", "committee": "COPIL", "date": str(SITTINGS[0][1])},
            lambda year, now, by: year.meetings.change(self.NEXT, now, by, day=SITTINGS[0][1]))
        for since, day in SITTINGS[1:]:
            params = {"date": str(day)} if day else {"clear": ["date"]}
            self.happens(since, self.script.clerk(), "meeting.edit", {"meeting": self.NEXT, **params},
                lambda year, now, by, day=day: self.move(year, day, now, by))
        called = self.script.instant(SITTINGS[0][0], 120)
        self.happens(called, self.script.clerk(), "meeting.convene", {"meeting": self.NEXT},
            lambda year, now, by: year.meetings.change(self.NEXT, now, by, convened=now))
        held = at(2014, 12, 4, 16)
        self.happens(held, self.script.clerk(), "meeting.hold", {"meeting": self.NEXT},
            lambda year, now, by: year.meetings.change(self.NEXT, now, by, state="held"))

    def move(self, year, day, now, by):
        """The deadlines that are the meeting move with it."""
        for ref in self.followers:
            if ref in year.actions:
                year.change(ref, now, by, due=day)
        year.meetings.change(self.NEXT, now, by, day=day)

    def is_planned(self, now):
        return SITTINGS[0][0] < now < SITTINGS[-1][0]

    def follow(self, ref, now):
        self.followers.append(ref)
        return [day for since, day in SITTINGS if since < now][-1]


class Sitting:
    """One more meeting: planned, perhaps convened, changed, and held in the end, with minutes; a short one has all."""

    def __init__(self, committee, ref, now, short):
        self.committee, self.script, self.draw, self.ref = committee, committee.script, committee.draw, ref
        self.now, self.place, self.convened = now, None, False
        self.date = now.date() + timedelta(days=9 if short else self.draw.choice((3, 9, 16, 30, 45)))
        self.act("meeting.create", {"plan": "LR", "date": str(self.date)}, day=self.date)
        for _ in range(2 if short else self.draw.randrange(6)):
            self.now = self.script.soon(self.now, 14) if self.draw.randrange(2) else self.script.instant(self.now, 9)
            if self.date and self.now.date() >= self.date:
                break
            self.draw.choice((self.convene, self.seat) if short else
                (self.convene, self.convene, self.move, self.move, self.seat, self.open))()
        self.hold(short)

    def act(self, method, params, **fields):
        self.committee.happens(self.now, self.script.clerk(), method, params,
            lambda year, now, by: year.meetings.change(self.ref, now, by, **fields))

    def edit(self, params, **fields):
        self.act("meeting.edit", {"meeting": self.ref, **params}, **fields)

    def convene(self):
        if self.date:
            self.committee.happens(self.now, self.script.clerk(), "meeting.convene", {"meeting": self.ref},
                lambda year, now, by: year.meetings.change(self.ref, now, by, convened=now))

    def move(self):
        """By days or by weeks."""
        self.date = max(self.date or self.now.date(), self.now.date()) + timedelta(
            days=self.draw.choice((1, 2, 5, 7, 12, 20)))
        self.edit({"date": str(self.date)}, day=self.date)

    def seat(self):
        self.place = f"Salle {self.draw.randrange(3)}"
        self.edit({"place": self.place}, place=self.place)

    def open(self):
        self.date = None
        self.edit({"clear": ["date"]}, day=None)

    def hold(self, approved):
        """And its minutes, approved by the chair, reopened now and then."""
        if not self.date:
            return
        self.now = self.script.moment(self.date + timedelta(days=self.draw.randrange(2)))
        self.act("meeting.hold", {"meeting": self.ref}, state="held")
        self.now = self.script.soon(self.now)
        self.edit({"minutes": "Dit et décidé."})
        for _ in range(1 if approved else self.draw.randrange(4)):
            self.now = self.script.soon(self.now, 14) if self.draw.randrange(2) else self.script.instant(self.now, 6)
            approver = self.draw.choice((self.script.chair(), "administrator"))
            self.committee.happens(self.now, approver, "meeting.approve", {"meeting": self.ref},
                lambda year, now, by: year.meetings.change(self.ref, now, by, state="approved"))
            if approved or self.draw.randrange(2):
                return
            self.now = self.script.soon(self.now, 14)
            self.act("meeting.reopen", {"meeting": self.ref}, state="held")

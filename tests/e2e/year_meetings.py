# SPDX-License-Identifier: MIT
"""Meetings in the year's reference: who is called to them, told of a change or that they do not take place; their
packs, a week before; their minutes, once approved. All of it is for those who see the plan whole."""
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone

from year_rows import MORNING, Row

WEEK = timedelta(days=7)
FIRST_MORNING = timedelta(hours=14)  # before that of Greenwich: where a morning begins first


@dataclass
class Meeting:
    ref: str
    day: date | None = None
    place: str | None = None
    state: str = "planned"
    convened: datetime | None = None
    called: tuple | None = None                  # what people were called to; () once they were told that it is not
    invited: set = field(default_factory=set)    # who knows that it takes place


class Meetings:
    def __init__(self, year):
        self.year = year
        self.all = {}
        self.packed = set()  # (reference, the meeting's day, who was sent a pack, or is to be)

    def whole(self):
        return [email for email, person in self.year.persons.items() if person.whole and not person.left]

    def change(self, ref, now, by, **fields):
        meeting = self.all.setdefault(ref, Meeting(ref))
        before = meeting.state
        for name, value in fields.items():
            setattr(meeting, name, value)
        self.plan_pack(meeting, now)
        self.call(meeting, now, by)
        if meeting.state == "approved" != before:
            for email in self.whole():
                self.year.news.tell("minutes", ref, email, now, by)
        elif before == "approved" != meeting.state:
            self.year.drop(lambda row, _: row.kind == "minutes" and row.about == ref)

    # ---- invitations ---------------------------------------------------------------------------

    def call(self, meeting, now, by):
        """Compares what was told with what is."""
        if meeting.state != "planned":
            return
        calls = meeting.convened and meeting.day
        present = (meeting.convened, meeting.day, meeting.place) if calls else ()
        if present == meeting.called or meeting.called is None and not calls:
            return
        meeting.called = present
        for email in self.whole():
            self.call_one(meeting, email, now, by)

    def call_one(self, meeting, email, now, by):
        """Who was never told that it takes place is not told that it changed, nor that it does not."""
        row, cancelled = self.year.row(email, "convened", meeting.ref), not meeting.called
        first = row.first if row else email not in meeting.invited
        if first and cancelled:
            self.year.drop(lambda one, _: one is row)
        elif email == by and not row:
            meeting.invited.add(email)
        else:
            self.year.news.tell("convened", meeting.ref, email, now, by, first=first, cancelled=cancelled)

    # ---- packs ---------------------------------------------------------------------------------

    def pack_day(self, meeting, now):
        if meeting.state == "planned" and meeting.day and meeting.day >= self.year.today(now):
            return self.year.days.pack(meeting.day)
        return None

    def plan_pack(self, meeting, now):
        day = self.pack_day(meeting, now)
        if day:
            first = datetime.combine(day, MORNING, timezone.utc) - FIRST_MORNING
            self.year.wake(max(first, now), lambda then: self.pack(meeting, day, then))

    def pack(self, meeting, day, now):
        """Its day begins somewhere: everybody's pack leaves on their own morning of it. Not again because the meeting
        moved by less than a week, but once it is back if it did not leave, since the meeting was away then."""
        if self.pack_day(meeting, now) != day:
            return
        have = {email for ref, sits, email in self.packed if ref == meeting.ref and abs(sits - meeting.day) < WEEK}
        for email in self.whole():
            if email in have:
                continue
            self.packed.add((meeting.ref, meeting.day, email))
            due = max(self.year.persons[email].morning(day), now)
            if self.year.persons[email].wants:
                self.year.rows[email].append(Row("pack", meeting.ref, due, now, sits=meeting.day))
                self.year.wake(due)

    # ---- whether it still holds ----------------------------------------------------------------

    def holds(self, row, email, now):
        meeting = self.all[row.about]
        if not self.year.persons[email].whole:
            return False
        if row.kind == "minutes":
            return True
        takes_place = meeting.state == "planned" and (not meeting.day or meeting.day >= self.year.today(now))
        if row.kind == "convened":
            return takes_place
        near = takes_place and meeting.day is not None and abs(meeting.day - row.sits) < WEEK
        if not near:
            self.packed.discard((row.about, row.sits, email))
        return near

    def left(self, row, email):
        """An invitation left: who got it knows."""
        if row.kind == "convened":
            self.all[row.about].invited.add(email)

# SPDX-License-Identifier: MIT
"""Days of the year's reference: French holidays, working days, quiet periods, and the day of a rung."""
from datetime import date, timedelta

DAY = timedelta(days=1)


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


class Days:
    """A plan's calendar and quiet periods, which change through `add` alone."""

    def __init__(self):
        self.quiet, self.off = [], set()
        self.known, self.reckoned = {}, {}

    def add(self, quiet=(), off=()):
        self.quiet.extend(quiet)
        self.off.update(off)
        self.reckoned.clear()

    def works(self, day):
        if day.year not in self.known:
            self.known[day.year] = holidays(day.year)
        return day.weekday() < 5 and day not in self.known[day.year] and day not in self.off

    def is_quiet(self, day):
        return any(first <= (day.month, day.day) <= last if first <= last else
            (day.month, day.day) >= first or (day.month, day.day) <= last for first, last in self.quiet)

    def rung(self, due, days):
        """So many working days from the deadline; away from it when that is a day off or quiet."""
        if (due, days) not in self.reckoned:
            step = DAY if days > 0 else -DAY
            day, left = due, abs(days)
            while left:
                day += step
                left -= self.works(day)
            while not self.works(day) or self.is_quiet(day):
                day += step
            self.reckoned[due, days] = day
        return self.reckoned[due, days]

    def pack(self, date_of_meeting):
        """A week before the meeting, on the working day before if that is a day off."""
        day = date_of_meeting - 7 * DAY
        while not self.works(day):
            day -= DAY
        return day

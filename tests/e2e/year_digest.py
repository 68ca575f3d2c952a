# SPDX-License-Identifier: MIT
"""Digests in the year's reference: from Monday to Friday or on Mondays, in the morning, only if there is something to
say, and not of actions that a reminder tells of that very morning."""
from datetime import timedelta

from year_rows import Item, Row

RHYTHMS = {"daily": range(5), "weekly": range(1), "none": ()}
SPAN = {"daily": timedelta(days=1), "weekly": timedelta(days=7)}
AHEAD, MONTH, NIGHT = timedelta(days=14), timedelta(days=31), timedelta(hours=12)


class Digests:
    def __init__(self, year):
        self.year = year
        self.last = {}      # when a person's last digest was made that was sent
        self.reminded = {}  # (person, reference): when a reminder last told of it

    def morning(self, email, now):
        person = self.year.persons[email]
        today = person.day(now)
        if today.weekday() not in RHYTHMS[person.digest] or person.left or not person.wants \
                or person.muted and today <= person.muted:
            return
        since = self.since(email, now)
        if self.sections(email, since, now):
            self.year.rows[email].append(Row("digest", "", now, now, since=since))

    def since(self, email, now):
        """The last one that was sent or is about to be, a month ago at most."""
        waiting = [row.made for row in self.year.rows[email] if row.kind == "digest"]
        last = max(waiting + [self.last[email]] if email in self.last else waiting, default=None)
        return max(now - MONTH, last or now - SPAN[self.year.persons[email].digest])

    def sections(self, email, since, now):
        """Of one's own actions what is late, what is due within two weeks, what was done since; of a plan seen whole,
        what others have done; for who answers requests, those that wait."""
        today, items = self.year.today(now), set()
        for action in self.year.actions.values():
            if action.withdrawn:
                continue
            mine = email in self.year.hearers(action)
            told = mine and self.is_reminded(email, action, now)
            if action.state == "done" and action.closed > since and not told:
                if mine or self.year.persons[email].whole:
                    items.add(Item("done", action.ref, ""))
            elif mine and action.runs and action.due and action.due <= today + AHEAD and not told:
                items.add(Item("overdue" if action.due < today else "soon", action.ref, ""))
            if action.request and email in self.year.roles["secretary"] + self.year.roles["chair"]:
                items.add(Item("asked", action.ref, ""))
        return items

    def is_reminded(self, email, action, now):
        row = self.year.row(email, "rung", action.ref)
        told = self.reminded.get((email, action.ref))
        return row is not None and row.due <= now or told is not None and told > now - NIGHT

    def reminds(self, row, email, now):
        if row.kind == "rung":
            self.reminded[email, row.about] = now

    def left(self, row, email):
        if row.kind == "digest":
            self.last[email] = max(row.made, self.last.get(email, row.made))

# SPDX-License-Identifier: MIT
"""News in the year's reference: what somebody is told because it happened to an action or a decision.

News wait until ten minutes have passed without more for the same person, an hour at most, in whole minutes. Nobody is
told of what they did themselves. What waits already of the same kind about the same thing is told once, as it came out.
"""
from dataclasses import replace
from datetime import timedelta

from year_rows import Row

WAIT, MOST = timedelta(minutes=10), timedelta(hours=1)
KINDS = ("assigned", "moved", "decided", "requested", "answered", "convened", "minutes")


def whole_minute(instant):
    """This minute's beginning, or the next one's."""
    begun = instant.replace(second=0, microsecond=0)
    return begun if begun == instant else begun + timedelta(minutes=1)


class News:
    def __init__(self, year):
        self.year = year
        self.unsaid = {}  # (reference, kind, person): what an action's end kept from being told
        self.ran = {}     # reference: an action that does not run, as it last did
        self.known = {}   # (reference, person): whether a request for more time was told

    def tell(self, kind, about, email, now, by, **more):
        """It happened: it waits, in the place of what waits of its kind."""
        if email is None or email == by:
            return
        self.unsaid.pop((about, kind, email), None)
        if not self.year.persons[email].wants:
            return
        waiting = [row for row in self.year.rows[email] if row.kind in KINDS and row.due > now and not row.put_off]
        first = min([row.made for row in waiting], default=now)
        due = whole_minute(min(now + WAIT, first + MOST))
        row = self.year.row(email, kind, about)
        if row is None:
            row = Row(kind, about, due, now)
            self.year.rows[email].append(row)
        elif row not in waiting:
            row.made, row.put_off, row.ready = now, False, False
        for field, value in more.items():
            setattr(row, field, value)
        row.due = due
        for other in waiting:
            other.due = max(other.due, due)
        self.year.wake(due)

    # ---- actions -------------------------------------------------------------------------------

    def action_changed(self, action, before, now, by):
        """What its people are told of a change; `before` is how the action was, None for a new one."""
        if not action.runs:
            return
        if before and before.runs:
            owner_before = self.year.person_of(before.owner)
            for party in action.supports:
                if party not in before.supports and self.year.person_of(party) != owner_before:
                    self.tell("assigned", action.ref, self.year.person_of(party), now, by, before=None)
            for email in self.year.hearers(action):
                self.changed(action, before, email, now, by)
            return
        ran = self.ran.get(action.ref)
        for email in sorted(self.year.hearers(action)):
            if ran is None:
                self.tell("assigned", action.ref, email, now, by, before=None)
            else:
                self.again(action, ran, email, now, by)

    def changed(self, action, before, email, now, by):
        """What is new to a person of an action that was as `before` when they last knew of it."""
        owner, had = self.year.person_of(action.owner), self.year.person_of(before.owner)
        if email == owner != had:
            self.assigned(action, owner, had, now, by)
            return
        if action.due != before.due:
            self.moved(action, before.due, email, now, by)
        if action.decision and action.decision != before.decision and not self.year.row(email, "assigned", action.ref):
            self.tell("decided", action.decision, email, now, by)

    def again(self, action, ran, email, now, by):
        """It is taken up again: who came to help meanwhile is told, and who was not told before it ended."""
        knew = email in self.year.hearers(ran)
        assigned, moved = (self.unsaid.get((action.ref, kind, email)) for kind in ("assigned", "moved"))
        if assigned if knew else email != self.year.person_of(action.owner):
            self.tell("assigned", action.ref, email, now, by, before=assigned.before if assigned else None)
            return
        self.changed(action, replace(ran, due=moved.was) if moved else ran, email, now, by)

    def assigned(self, action, owner, had, now, by):
        """It is somebody's who had it not; or had it, when whoever had it meanwhile was not told of it yet."""
        untold = had and (self.year.row(had, "assigned", action.ref) or self.unsaid.get((action.ref, "assigned", had)))
        if untold:
            had = untold.before
            self.year.drop(lambda row, email: row is untold and email not in self.year.hearers(action))
        if not untold or owner != had:
            self.tell("assigned", action.ref, owner, now, by, before=had)

    def moved(self, action, was, email, now, by):
        """From the day that the person knows; not to one who is still to be told of the action, or that it may."""
        row, answer = (self.year.row(email, kind, action.ref) for kind in ("moved", "answered"))
        if self.year.row(email, "assigned", action.ref) or answer and answer.accepted:
            return
        was = row.was if row else was
        if email == by or was == action.due:
            self.year.drop(lambda one, _: one is row)
        else:
            self.tell("moved", action.ref, email, now, by, was=was)

    def keep_unsaid(self, ran):
        """An action ends, which was so: what its people were to be told they are told if it is taken up again."""
        self.ran[ran.ref] = ran
        for email, rows in self.year.rows.items():
            for row in rows:
                if row.about == ran.ref and row.kind in ("assigned", "moved"):
                    self.unsaid[ran.ref, row.kind, email] = row

    # ---- requests for more time ----------------------------------------------------------------

    def requested(self, ref, now, by):
        for email in self.year.roles["secretary"] + self.year.roles["chair"]:
            if email != by:
                self.known[ref, email] = False
                self.tell("requested", ref, email, now, by)

    def requested_again(self, ref, now, by):
        """An answer is taken back: it is none, and those are told of the request who had not been told of it."""
        self.year.drop(lambda row, _: row.kind == "answered" and row.about == ref)
        for email in self.year.roles["secretary"] + self.year.roles["chair"]:
            if not self.known.get((ref, email), True):
                self.tell("requested", ref, email, now, by)

    def answered(self, ref, asker, now, by, accepted):
        self.no_request(ref)
        self.tell("answered", ref, asker, now, by, accepted=accepted)

    def left(self, row, email):
        if row.kind == "requested":
            self.known[row.about, email] = True

    def no_request(self, ref):
        self.year.drop(lambda row, _: row.kind == "requested" and row.about == ref)

    # ---- decisions -----------------------------------------------------------------------------

    def decided(self, ref, now, by):
        """A decision is another in substance: those are told whose running actions hang on it."""
        told = {email for action in self.year.actions.values() if action.runs and action.decision == ref
            for email in self.year.hearers(action)}
        for email in sorted(told):
            self.tell("decided", ref, email, now, by)

    # ---- whether it still holds ----------------------------------------------------------------

    def holds(self, row, email):
        year = self.year
        if row.kind == "decided":
            return year.sees_decision(email, row.about) and any(action.runs and action.decision == row.about
                and email in year.hearers(action) for action in year.actions.values())
        action = year.actions[row.about]
        if row.kind == "requested":
            return action.request is not None and email in year.roles["secretary"] + year.roles["chair"]
        if row.kind == "answered":
            return year.sees(email, action)
        return action.runs and email in year.hearers(action)

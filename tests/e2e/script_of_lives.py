# SPDX-License-Identifier: MIT
"""The lives of actions in a year's script, as chance writes them: who owns them, by when, what becomes of them, what is
corrected at once, and what is taken back."""
from copy import copy
from datetime import timedelta

from year_rows import Action, Event

DEPUTY = "suppleant.copil@example.org"


class Life:
    """One action: how it is now, as far as what can happen next depends on it; and its events so far."""
    PACE = 35  # days at most from one thing that happens to the next

    def __init__(self, script, ref, created):
        self.script, self.draw, self.ref = script, script.draw, ref
        self.now, self.events = created, []
        self.state, self.asked, self.decision = "open", None, None
        self.due, self.owner, self.supports = None, None, []
        self.typist = None  # who types, if it must be that one
        self.begin()

    def begin(self):
        draw, parties = self.draw, self.script.parties_at(self.now)
        if draw.randrange(12):
            self.due = self.now.date() + timedelta(days=draw.randrange(2, 150))
        if draw.randrange(15):
            self.owner = draw.choice(parties)
        self.supports = self.helpers(parties)
        self.state = "open" if draw.randrange(12) else "proposed"
        self.decision = self.script.committee.decision_at(self.now) if draw.randrange(2) else None
        self.create(due=self.due and str(self.due), state=self.state, decision=self.decision)
        for _ in range(draw.randrange(8)):
            self.now = self.script.instant(self.now, self.PACE)
            draw.choices(*zip(*self.STEPS))[0](self)
        if draw.randrange(3):
            self.now = self.script.instant(self.now, 60)
            self.close()

    def create(self, **params):
        due, owner, supports, state, decision = self.due, self.owner, list(self.supports), self.state, self.decision
        params = {"plan": "LR", "title": f"Essai {self.ref}", "owner": owner, "supports": supports, **params}
        params = {key: value for key, value in params.items() if value}
        self.happens(self.typist or self.script.clerk(), "action.create", params,
            lambda year, now, by: year.add(Action(self.ref, due, owner, supports, state, decision), now, by))

    def happens(self, actor, method, params, effect):
        self.events.append(Event(self.now, actor, method, params, effect))
        return self.events[-1]

    def act(self, method, effect, actor=None, **params):
        return self.happens(actor or self.typist or self.script.clerk(), method, {"action": self.ref, **params}, effect)

    def change(self, method, params, actor=None, **fields):
        return self.act(method, lambda year, now, by: year.change(self.ref, now, by, **fields), actor, **params)

    @property
    def runs(self):
        return self.state == "open"

    def helpers(self, parties):
        helpers = [party for party in self.draw.sample(parties, self.draw.randrange(3)) if party != self.owner]
        return list(dict.fromkeys(helpers))

    # ---- what owners do ------------------------------------------------------------------------

    def acknowledge(self):
        email = self.script.person_of(self.owner, self.now)
        if self.runs and email and self.due and self.now.date() <= self.due:
            self.act("action.acknowledge", lambda year, now, by: year.acknowledge(self.ref, email),
                self.script.user(email))

    def report(self):
        email = self.script.person_of(self.owner, self.now)
        if self.runs and email:
            self.act("action.report", None, self.script.user(email), percent=self.draw.randrange(100))

    def ask(self):
        """For more time; asked anew at once, perhaps; then answered, or left to be overtaken."""
        email = self.script.person_of(self.owner, self.now)
        if not (self.runs and email and self.due):
            return
        for _ in range(self.draw.choice((1, 1, 1, 2))):
            self.asked = max(self.due, self.now.date()) + timedelta(days=self.draw.randrange(2, 50))
            self.act("postponement.request", lambda year, now, by: year.ask(self.ref, by, now),
                self.script.user(email), due=str(self.asked),
                why=f"le devis du {self.now:%d/%m à %H:%M} manque")  # the same in the same words would be nothing new
            self.now = self.script.soon(self.now)
        if self.draw.randrange(3) == 0:
            self.take_back()
        if self.draw.randrange(4):
            self.now = self.script.soon(self.now) if self.draw.randrange(3) == 0 else self.script.instant(self.now, 12)
            self.answer()

    def answer(self):
        actor = self.typist or self.draw.choice((self.script.clerk(), self.script.chair()))
        due, self.asked = self.asked, None
        if self.draw.randrange(2):
            self.due = due
            return self.act("postponement.accept", lambda year, now, by: year.answer(self.ref, due, now, by), actor)
        return self.act("postponement.refuse", lambda year, now, by: year.answer(self.ref, None, now, by), actor,
            why="la date tient")

    # ---- what is typed -------------------------------------------------------------------------

    def progress(self):
        if self.runs:
            self.act("action.progress", None, percent=self.draw.randrange(100))

    def accept(self):
        if self.state == "proposed":
            self.state = "open"
            self.change("action.accept", {}, state="open")

    def postpone(self):
        if self.runs and self.due:
            self.due = max(self.due, self.now.date()) + timedelta(days=self.draw.randrange(2, 70))
            self.asked = None
            return self.change("action.postpone", {"due": str(self.due), "why": "la liste manque"}, due=self.due)
        return None

    def correct(self):
        """An earlier deadline, or the first one."""
        room = (self.due - self.now.date()).days if self.due else 60
        if self.runs and room >= 4:
            last = self.due or self.now.date() + timedelta(days=room)
            self.due = last - timedelta(days=self.draw.randrange(1, room - 1))
            self.asked = None
            return self.change("action.edit", {"due": str(self.due)}, due=self.due)
        return None

    def hand_over(self, to=None):
        others = [party for party in self.script.parties_at(self.now) if party != self.owner]
        if self.state != "proposed":
            self.owner = to or self.draw.choice(others)
            return self.change("action.edit", {"owner": self.owner}, owner=self.owner)
        return None

    def help(self):
        helpers = self.helpers(self.script.parties_at(self.now))
        if self.state != "proposed" and set(helpers) != set(self.supports):
            self.supports = helpers
            params = {"supports": self.supports} if self.supports else {"clear": ["supports"]}
            return self.change("action.edit", params, supports=self.supports)
        return None

    def link(self):
        decision = self.script.committee.decision_at(self.now)
        if self.state != "ended" and decision != self.decision:
            self.decision = decision
            return self.change("action.edit", {"decision": decision}, decision=decision)
        return None

    def several(self):
        """A deadline, an owner and helpers in one call."""
        room = (self.due - self.now.date()).days if self.due else 0
        if not self.runs or room < 4:
            return
        self.due -= timedelta(days=self.draw.randrange(1, room - 1))
        self.owner = self.draw.choice(self.script.parties_at(self.now))
        self.supports = self.draw.sample(sorted(set(self.script.parties_at(self.now))), 2)
        self.asked = None
        self.change("action.edit", {"due": str(self.due), "owner": self.owner, "supports": self.supports},
            due=self.due, owner=self.owner, supports=self.supports)

    def close(self):
        if self.runs:
            state = self.draw.choice(("done", "done", "cancelled"))
            self.state, self.asked = "ended", None
            self.reopened = "in_progress" if state == "done" else "open"
            if state == "done":
                return self.change("action.done", {}, state=state)
            return self.change("action.cancel", {"why": "sans objet"}, state=state)
        return None

    def reopen(self):
        if self.state == "ended":
            self.state = "open"
            self.change("action.reopen", {}, state=self.reopened)

    # ---- bursts --------------------------------------------------------------------------------

    def there_and_back(self):
        """To another owner, perhaps to a third, and back, or on; before anybody was told, or not."""
        first = self.owner
        for owner in [None] * self.draw.randrange(1, 3) + [self.draw.choice((first, None))]:
            self.hand_over(owner if owner != self.owner else None)
            self.now = self.script.soon(self.now, 14)

    def close_and_reopen(self):
        """It is given to others while nobody is expected to act."""
        self.close()
        for _ in range(self.draw.randrange(3)):
            self.now = self.script.soon(self.now, 14)
            self.draw.choice((self.hand_over, self.help))()
        self.now = self.script.soon(self.now, 30)
        self.reopen()

    def burst(self):
        """Many changes, minutes apart; now and then for more than an hour."""
        for _ in range(self.draw.choice((2, 3, 4, 14))):
            self.draw.choice((self.hand_over, self.help, self.postpone, self.correct, self.link, self.close,
                self.reopen))()
            self.now = self.script.soon(self.now, 10)

    def take_back(self):
        """The deputy does something, and takes it back at once."""
        until = self.now + timedelta(minutes=15)
        if not self.script.has_deputy(self.now, until):
            return
        self.typist = self.script.user(DEPUTY)
        before = (self.due, self.owner, self.supports, self.decision, self.state, self.asked)
        steps = (self.hand_over, self.help, self.postpone, self.correct, self.close, self.link)
        act = self.draw.choice(steps + (self.answer,) * 6 if self.asked else steps)()
        if act:
            was = {}
            self.events[-1] = act._replace(effect=self.remembering(act.effect, was))
            self.due, self.owner, self.supports, self.decision, self.state, self.asked = before
            self.now = self.script.soon(self.now, 12)
            self.happens(self.typist, "journal.undo", {"plan": "LR"},
                lambda year, now, by: year.take_back(self.ref, was["it"], now, by))
        self.typist = None

    def remembering(self, effect, was):
        def both(year, now, by):
            was["it"] = copy(year.actions[self.ref])
            effect(year, now, by)
        return both

    STEPS = ((acknowledge, 4), (report, 2), (progress, 2), (ask, 4), (accept, 3), (postpone, 3), (correct, 2),
        (hand_over, 2), (help, 2), (link, 2), (several, 1), (close, 3), (reopen, 2), (there_and_back, 2), (burst, 1),
        (take_back, 2), (close_and_reopen, 1))


class Hurried(Life):
    """An action of which something is said every day."""
    PACE = 1


class Follower(Life):
    """An action for the next meeting, whenever that is."""

    def begin(self):
        self.owner = self.draw.choice(self.script.parties_at(self.now))
        self.due = self.script.committee.follow(self.ref, self.now)
        self.create(due=self.script.committee.NEXT)


class Mistake(Life):
    """An action that the deputy notes and takes back: its number is never given again."""

    def begin(self):
        self.typist = self.script.user(DEPUTY)
        self.owner = self.draw.choice(self.script.parties_at(self.now))
        self.due = self.now.date() + timedelta(days=30)
        self.create(due=str(self.due))
        self.now = self.script.soon(self.now, 12)
        self.happens(self.typist, "journal.undo", {"plan": "LR"},
            lambda year, now, by: year.change(self.ref, now, by, withdrawn=True))

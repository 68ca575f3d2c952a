# SPDX-License-Identifier: MIT
"""What the year's reference is made of: people, actions, and what somebody is to be told."""
from collections import namedtuple
from dataclasses import dataclass, field
from datetime import date, datetime, time, timezone
from zoneinfo import ZoneInfo

MORNING = time(8)
LIVE = ("open", "in_progress", "blocked")

# What happens: a call by somebody, and what it does to the reference: effect(year, now, by).
Event = namedtuple("Event", "at actor method params effect")
# What left: a message to somebody, of a shape, in some minute, and what it told.
Letter = namedtuple("Letter", "at person shape items")
# One thing that it told: of what kind, about what, and what more the reference knows of it.
Item = namedtuple("Item", "kind about detail")


@dataclass
class Person:
    email: str
    zone: str = "Europe/Paris"
    login: str | None = None
    organisation: str | None = None
    whole: bool = True               # sees the plan whole
    wants: bool = True               # anything sent at all
    digest: str = "weekly"
    muted: date | None = None        # the last day on which nothing is sent
    left: bool = False
    unreachable: bool = False        # a server has refused the address for good
    versions: int = 0                # of what is known of the person

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
    decision: str | None = None
    withdrawn: bool = False
    version: int = 0                 # of the deadline
    since: datetime | None = None    # when its ladder began
    owned: datetime | None = None    # when its owner came
    closed: datetime | None = None
    request: str | None = None       # who has asked for more time

    @property
    def runs(self):
        return self.state in LIVE and not self.withdrawn


@dataclass(eq=False)
class Row:
    """One thing that somebody is to be told."""
    kind: str
    about: str
    due: datetime                    # when it is told
    made: datetime
    put_off: bool = False            # to the end of an absence
    ready: bool = False              # it was due, and waits for nothing but the relay
    days: int = 0                    # of a rung: working days from the deadline …
    day: date | None = None          # … and the day that makes
    was: date | None = None          # of a deadline that moved: the day that the person knows
    before: str | None = None        # of an action: who had it before
    detail: str = ""                 # of an alert: why
    version: int = 0                 # of an alert: of what it is about, or the message's own
    accepted: bool = False           # of an answer
    first: bool = True               # of an invitation: the first
    cancelled: bool = False
    sits: date | None = None         # of a pack: the day of the meeting
    since: datetime | None = None    # of a digest

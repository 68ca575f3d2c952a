# SPDX-License-Identifier: MIT
"""copild's SQL driven as the daemon drives it, on a clock that a test moves from instant to instant."""
import json
from collections import defaultdict
from datetime import timedelta, timezone

from house import HOME, run
from year_rows import Item, Letter

LISTS = ("reminders", "assigned", "moved", "decided", "requested", "answered",  # of news
    "overdue", "soon", "done", "asked")                                         # of digests


class Clockwork:
    """One database, a caller who may do everything, and a daemon's part."""

    def __init__(self, cluster, database):
        self.database = database
        run("psql", "-XqAt", "-h", cluster.host, "-U", "postgres", "-d", database, "-v", "ON_ERROR_STOP=1",
            "-f", HOME / "tests/sql/setup.sql")
        self.caller = cluster.connect(database).cursor()
        self.daemon = cluster.connect(database, "copild_serve").cursor()
        self.daemon.execute("set search_path = core, pg_temp")
        self.relay, self.refused = True, set()
        self.addresses = {}  # of those who have another one: the first, and the present one
        self.sent = []       # (when, the number of the message, to which address)

    def close(self):
        self.caller.connection.close()
        self.daemon.connection.close()

    def call(self, actor, method, params):
        self.caller.execute("select test.call(%s, %s, %s)", (actor, method, json.dumps(params)))
        return self.caller.fetchone()[0]

    def ask(self, statement, *values):
        self.daemon.execute(statement, values or None)
        return self.daemon.fetchone()

    def set_clock(self, instant):
        self.caller.execute("update core.clock set shift = %s::timestamptz - transaction_timestamp()", (instant,))

    def ring(self):
        """One pass: everything that is due is made and, with a relay, sent. When to ring again, if ever."""
        while True:
            said, now = self.ask("select core.outbox_ring(), core.now()")
            claims = self.ask("select core.outbox_claim('year', 'mail', 100, %s, '{}', 60)",
                100 if self.relay else 0)[0] if said["ready"]["mail"] else []
            if claims:
                outcomes = [self.outcome(claim) for claim in claims]
                self.sent += [(now, claim["id"], claim["to"]["address"]) for claim, said in zip(claims, outcomes)
                    if said["outcome"] == "sent"]
                done = self.ask("select core.outbox_finish('year', %s::json)", json.dumps(outcomes))[0]
                assert done == {"accepted": len(claims), "stale": 0}
            elif said["sleep"] is None:
                return None
            elif said["sleep"] > 0:
                return now + timedelta(seconds=said["sleep"])

    def outcome(self, claim):
        """What the relay says, as the daemon tells it."""
        told = {"id": claim["id"], "token": claim["token"]}
        if claim["to"]["address"] in self.refused:
            return {**told, "outcome": "refused", "code": 550, "text": "5.1.1 unknown",
                "address": claim["to"]["address"]}
        return {**told, "outcome": "sent", "code": 250, "text": "ok"}

    def perform(self, event):
        if event.method == "relay":
            self.relay = event.params.get("up", self.relay)
            self.refused.update(event.params.get("refuse", ()))
            return
        said = json.dumps(event.params)
        for first, present in self.addresses.items():
            said = said.replace(f'"{first}"', f'"{present}"')
        self.call(event.actor, event.method, json.loads(said))
        if event.method == "person.edit":
            self.addresses[event.params["person"]] = event.params["email"]

    def live(self, events, end):
        """From now to then: at each event, and whenever the last ring said."""
        events = list(events)
        wake = self.ring()
        while True:
            upcoming = events[0].at if events else end
            now = min(upcoming, wake or end, end)
            self.set_clock(now)
            if events and now == upcoming:
                self.perform(events.pop(0))
            wake = self.ring()
            if now >= end:
                return

    # ---- what was sent -------------------------------------------------------------------------

    def letters(self, sent):
        """What was sent, as (when, number of the message, address), as the reference says it. What messages show is
        what the ledger says of them."""
        people, shapes, views = self.people(), {}, {}
        for number, person, shape, view in self.rows("""select id, person, shape::text, content -> 'view'
                from core.message"""):
            shapes[number], views[number] = (people[person], shape), view
        told = defaultdict(set)
        for message, kind, about, days, late, detail in self.rows("""select message, kind::text, object, days, late,
                coalesce(detail, '{}') from core.reminder where state = 'sent'"""):
            told[message].add(item(people, shapes, kind, about, days, late, detail))
        names = {address: email for email, address in self.addresses.items()}
        for now, number, address in sent:
            (person, shape), items = shapes[number], frozenset(told[number])
            assert names.get(address, address) == person
            said = shown(shape, views[number])
            if shape == "digest":
                items = frozenset(Item(kind, about, "") for kind, about in said)
            elif shape != "alert":
                assert said == sorted((one.kind, one.about) for one in items), (said, items)
            yield Letter(now.astimezone(timezone.utc).replace(second=0, microsecond=0), person, shape, items)

    def rows(self, query):
        self.caller.execute(query)
        return self.caller.fetchall()

    def people(self):
        """By number, under their first address."""
        names = {address: email for email, address in self.addresses.items()}
        return {number: names.get(email, email) for number, email in self.rows("select id, email from core.person")}


def item(people, shapes, kind, about, days, late, detail):
    """A row of the ledger as the reference says it."""
    said = ""
    if kind == "rung":
        said = f"{days:+d}{' late' if late else ''}"
    elif kind == "moved":
        said = f"from {detail['from']}"
    elif kind == "convened":
        said = "cancelled" if detail["cancelled"] else "update" if detail["update"] else ""
    elif kind == "unreachable":
        about, said = people.get(detail["person"], about), detail["reason"]
    elif kind == "undelivered":
        about, said = shapes[detail["message"]]
    return Item(kind, about, said)


def shown(shape, view):
    """What a message shows: (of what kind, about what)."""
    if shape in ("convened", "minutes", "pack"):
        return [(shape, view["meeting"]["ref"])]
    return sorted(("rung" if name == "reminders" else name, one["ref"]) for name in LISTS for one in view.get(name, []))

# SPDX-License-Identifier: MIT
"""copild's SQL driven as the daemon drives it, on a clock that a test moves from instant to instant."""
import json
from collections import defaultdict
from datetime import timedelta

from house import HOME, run
from year import Item, Letter


class Clockwork:
    """One database, a caller who may do everything, and a daemon's part."""

    def __init__(self, cluster, database):
        self.database = database
        run("psql", "-XqAt", "-h", cluster.host, "-U", "postgres", "-d", database, "-v", "ON_ERROR_STOP=1",
            "-f", HOME / "tests/sql/setup.sql")
        self.caller = cluster.connect(database).cursor()
        self.daemon = cluster.connect(database, "copild_serve").cursor()
        self.daemon.execute("set search_path = core, pg_temp")
        self.relay = True
        self.sent = []  # (number of the message, whom, when)

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
            claims = self.ask("select core.outbox_claim('year', 'mail', 100, %s, 60)",
                [] if self.relay else ["smtp"])[0]
            for claim in claims:
                self.sent.append((claim["id"], claim["to"]["address"], now))
            if claims:
                outcomes = [{"id": claim["id"], "token": claim["token"], "outcome": "sent", "code": 250, "text": "ok"}
                    for claim in claims]
                done = self.ask("select core.outbox_finish('year', %s::json)", json.dumps(outcomes))[0]
                assert done == {"accepted": len(claims), "stale": 0}
            elif said["sleep"] is None:
                return None
            elif said["sleep"] > 0 or not self.relay:
                return now + timedelta(seconds=said["sleep"]) if said["sleep"] > 0 else None

    def perform(self, event):
        if event.method == "relay":
            self.relay = event.params["up"]
        else:
            self.call(event.actor, event.method, event.params)

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

    def letters(self, people):
        """What was sent of rungs, as the reference says it."""
        self.caller.execute("""select message, object, days, late from core.reminder
            where kind = 'rung' and state = 'sent'""")
        items = defaultdict(set)
        for message, ref, days, late in self.caller.fetchall():
            items[message].add(Item(ref, days, late))
        zones = {person.email: person for person in people}
        return [Letter(address, zones[address].day(now), frozenset(items[number]))
            for number, address, now in self.sent if items[number]]

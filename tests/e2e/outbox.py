# SPDX-License-Identifier: MIT
"""A plan whose reminders fall due when a test says so, the daemons that deliver them, and what became of each."""
from collections import namedtuple

import psycopg2
import psycopg2.errors

from house import HOME, wait_for

PLAN = "P"
MESSAGE = "id, uid::text, channel::text, host, state::text, attempt, ambiguous, last_code, last_text"
Message = namedtuple("Message", "id uid channel host state attempt ambiguous code text")
FROM = "COPIL <copild@copil.example.org>"


def delivery(box, **more):
    """The section [delivery] of a daemon whose relay is that server, in the clear unless told otherwise."""
    return {"delivery": {"relay": f"smtp://127.0.0.1:{box.port}" if box else "", "tls": "none", "from": FROM,
        "templates": HOME / "etc/templates", "poll": "100ms", "rate": 0, **more}}


def memory(daemon):
    """The most that it has had, in KiB."""
    with open(f"/proc/{daemon.process.pid}/status", encoding="utf-8") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


class Post:
    """A database with plan P; it is Monday 12 May 2014, ten in the morning, until the test moves the clock."""

    def __init__(self, cluster, database):
        self.cluster, self.database = cluster, database
        self.people = []

    def sql(self, statement, *values):
        return self.cluster.sql(self.database, statement, *values)

    def value(self, statement, *values):
        return self.sql(statement, *values)[0][0]

    def force(self, statement, *values):
        """Puts something where the protocol would not let it, and past the triggers, if the tables do."""
        connection = self.cluster.connect(self.database)
        try:
            with connection.cursor() as cursor:
                cursor.execute("set session_replication_role = replica")
                cursor.execute(statement, values)
        except (psycopg2.errors.CheckViolation, psycopg2.errors.CharacterNotInRepertoire, ValueError):
            pass
        finally:
            connection.close()

    # ---- what is in the plan -------------------------------------------------------------------

    def begin(self, peer, people=1, secretary=True):
        """The plan, so many people p1@…, and a secretary."""
        peer.call("plan.create", key=PLAN, title="Essai")
        if secretary:
            peer.call("person.create", email="secretary@example.org", name="Le secrétariat", plan=PLAN)
            peer.call("member.add", plan=PLAN, party="secretary@example.org", role="secretary")
        for number in range(1, people + 1):
            self.add_person(peer, f"p{number}@example.org", f"Personne {number}")

    def add_person(self, peer, email, name, **more):
        peer.call("person.create", email=email, name=name, plan=PLAN, **more)
        peer.call("member.add", plan=PLAN, party=email, role="partner")
        self.people.append(email)

    def act(self, peer, owner, title="Relire l’annuaire", due="2014-06-02", **more):
        """An action, of which its owner is told as news, and reminded later."""
        return peer.call("action.create", plan=PLAN, title=title, owner=owner, due=due, **more)["ref"]

    def begin_due(self, daemon, people=1):
        """The plan, and one message that is due for each of so many people."""
        with daemon.peer() as peer:
            self.begin(peer, people)
            for email in self.people:
                self.act(peer, email)
        self.fall_due()

    # ---- time ----------------------------------------------------------------------------------

    def set_clock(self, instant):
        self.cluster.shift_clock(self.database, instant)

    def fall_due(self):
        """News wait ten minutes for more of it: these have passed."""
        self.pass_time("11 min")

    def pass_time(self, interval):
        self.sql("update core.clock set shift = shift + %s::interval", interval)

    # ---- what became of it ---------------------------------------------------------------------

    def messages(self):
        return [Message(*row) for row in self.sql(f"select {MESSAGE} from core.message order by id")]

    def message(self):
        """The only one."""
        only, = self.messages()
        return only

    def is_due(self):
        """Whether anything is to be done now; and whether anything waits to be tried again."""
        return self.sql("""select exists (select from core.agenda where at <= core.now())
            or exists (select from core.recompute)
            or exists (select from core.reminder where state = 'waiting' and due_at <= core.now())
            or exists (select from core.message where state = 'busy' or state = 'waiting' and next_at <= core.now()),
            exists (select from core.message where state = 'waiting')""")[0]

    def states(self):
        return [message.state for message in self.messages()]

    def wait_for(self, condition, what):
        """The messages, once the condition holds of them."""
        def met():
            messages = self.messages()
            return messages if messages and condition(messages) else None
        return wait_for(met, what)

    def wait_sent(self):
        return self.wait_for(lambda all_of_it: all(message.state in ("sent", "void") for message in all_of_it),
            "all messages to be sent")

    def run_out(self):
        """Time passes until nothing is left that was tried or is due."""
        def is_over():
            due, later = self.is_due()
            if later and not due:
                self.pass_time("1 hour")
            return not due and not later
        wait_for(is_over, "everything to be sent", 120)

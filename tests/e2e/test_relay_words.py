# SPDX-License-Identifier: MIT
"""What a relay hears, command by command: nothing that somebody wrote is one (row 63 of docs/faults.md), and what opens
it is nowhere else (row 61)."""
import base64
import re
import shutil

import pytest

import test_mail
from hostile import EVIL, TEXTS
from house import HOME, run, wait_for
from outbox import Post, delivery
from postbox import ScriptedPostbox
from scripted import Authority

ONE, TWO, SECRETARY = "p1@example.org", "p2@example.org", "secretary@example.org"
DIALOGUE = re.compile(r"EHLO( MAIL RCPT DATA)*( QUIT)?")
COMMANDS = re.compile(rb"EHLO \S+|MAIL FROM:<copild@copil\.example\.org>( SIZE=\d+)?|"
    rb"RCPT TO:<(p1|p2|secretary)@example\.org>|DATA|QUIT")


@pytest.fixture
def post(new_database, cluster):
    return Post(cluster, new_database())


# ---- 63: no command too many -------------------------------------------------------------------

def check_dialogue(box):
    """So many mails, and nothing else."""
    with box.lock:
        commands = list(box.commands)
    for number in {number for number, _ in commands}:
        verbs = " ".join(line.split(b" ")[0].split(b":")[0].decode() for talk, line in commands if talk == number)
        assert DIALOGUE.fullmatch(verbs), verbs
    assert all(COMMANDS.fullmatch(line) for _, line in commands), commands
    assert sum(line == b"DATA" for _, line in commands) == len(box.letters) == len(box.handed)


class Written:
    """One text in every field that somebody may fill: by the protocol, or past it where that does not take it."""

    def __init__(self, post, peer):
        self.post, self.peer = post, peer
        peer.call("organisation.create", key="CCI", name="CCI", kind="chamber", plan="P")
        peer.call("member.add", plan="P", party="CCI", role="partner")
        peer.call("organisation.edit", organisation="CCI", contact=TWO)
        peer.call("member.add", plan="P", party=ONE, role="member")
        self.action = post.act(peer, ONE)
        self.helped = post.act(peer, "CCI")
        self.meeting = peer.call("meeting.create", plan="P", date="2014-06-24", place="Alès")["ref"]
        peer.call("meeting.convene", meeting=self.meeting)
        self.due = 2

    def write(self, text, method, table, column, **what):
        param = column if method != "action.postpone" else "why"
        if "\0" in text or not test_mail.taken(self.peer.call, method, **what, **{param: text}):
            self.post.force(f"update core.{table} set {column} = %s", text)

    def everywhere(self, text):
        self.write(text, "person.edit", "person", "name", person=ONE)
        self.write(text, "organisation.edit", "organisation", "name", organisation="CCI")
        self.write(text, "plan.edit", "plan", "title", plan="P")
        self.write(text, "action.edit", "action", "title", action=self.action)
        self.write(text, "meeting.edit", "meeting", "place", meeting=self.meeting)
        self.write(text, "meeting.edit", "meeting", "objective", meeting=self.meeting)
        self.due += 1
        for ref in self.action, self.helped:
            due = f"2014-07-{self.due:02}"
            if "\0" in text or not test_mail.taken(self.peer.call, "action.postpone", action=ref, due=due, why=text):
                self.peer.call("action.postpone", action=ref, due=due, why="x")


def test_fault_63_no_command_too_many(brief_daemon, cluster, post):
    """By a relay that takes a bare line feed for a line's end, as some do."""
    texts = TEXTS[::len(TEXTS) // 24][:24]
    smuggled = [f"a\r\n.\r\nMAIL FROM:<{EVIL}>\r\nRCPT TO:<{EVIL}>\r\nDATA\r\n", f"a\n.\nRCPT TO:<{EVIL}>\nDATA\n",
        f"a\r.\rRSET\rRCPT TO:<{EVIL}>\r", f".\r\nQUIT\r\nBcc: {EVIL}", f"\r\nBcc: {EVIL}\r\n\r\nx"]
    with ScriptedPostbox() as box:
        daemon = brief_daemon(cluster, post.database, **delivery(box, **test_mail.TIMES))
        with daemon.peer() as peer:
            post.begin(peer, 2)
            written = Written(post, peer)
            for text in (*smuggled, *texts):
                before = len(box.letters)
                written.everywhere(text)
                post.fall_due()
                wait_for(lambda known=before: len(box.letters) > known and not any(post.is_due()), "their mail")
        post.wait_sent()
        assert {SECRETARY, ONE, TWO} >= {address for letter in box.letters.all() for address in letter.recipients}
        for letter in box.letters.all():
            test_mail.check_letter(letter, letter.recipients[0])
        assert len(box.letters) >= 3 * len(texts)
        check_dialogue(box)


def test_fault_63_a_templates_subject(brief_daemon, cluster, post, tmp_path):
    """Nor do the words of a template become one, or a header."""
    templates = shutil.copytree(HOME / "etc/templates", tmp_path / "templates")
    subject = templates / "fr/news.subject.mustache"
    subject.write_bytes(f"Un\r\nBcc: {EVIL}\r\n\r\n.\r\nRCPT TO:<{EVIL}>\n\n{{{{count}}}}\rX-Evil: 1\u2028x".encode())
    with ScriptedPostbox() as box:
        daemon = brief_daemon(cluster, post.database, **delivery(box, **test_mail.TIMES, templates=templates))
        with daemon.peer() as peer:
            post.begin(peer)
            post.act(peer, ONE)
        post.fall_due()
        post.wait_sent()
        letter, = box.letters.all()
        test_mail.check_letter(letter, ONE)
        assert "Bcc: " in letter.mail["subject"]
        check_dialogue(box)


# ---- 61: the password --------------------------------------------------------------------------

USER, PASSWORD = "copild-canary-user", "canary+Pä55/wörd=7261"


def forms():
    """The password, and every way in which it goes over the wire."""
    whole = base64.b64encode(f"\0{USER}\0{PASSWORD}".encode()).decode()
    alone = base64.b64encode(PASSWORD.encode()).decode()
    return (PASSWORD, whole, alone, whole[12:40], alone[:16])


def everything(daemon, post):
    """All that an operator, a caller or a thief of backups may read."""
    database = run("pg_dump", "-h", post.cluster.host, "-U", "postgres", "--inserts", post.database)
    assert "core.journal" in database and ONE in database
    with daemon.peer() as peer:
        called = [peer.call("system.info"), peer.call("message.list"), peer.call("delivery.status"),
            peer.call("journal.list", plan="P"), *(peer.call("message.get", message=one.id) for one in post.messages())]
    checked = run(daemon.program, "--config", daemon.config, "--check")
    return [daemon.log.read_text(encoding="utf-8", errors="replace"), database, repr(called), checked]


class Echo(ScriptedPostbox):
    """Keeps what it is told after AUTH, in lines of their own; `echo` repeats it, as a debugging server may."""
    told = b""

    def on_auth(self, talk, stage, line):
        self.told = line
        for _ in range(2 if line.startswith(b"AUTH LOGIN") else 1):
            talk.send(b"334 " + base64.b64encode(b"Say:") + b"\r\n")
            self.told += b" " + talk.line()
        self.answer(talk, stage)


def echo(talk):
    return "535 5.7.8 bad credentials: " + talk.server.told.decode()


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
def test_fault_61_the_password_is_nowhere(brief_daemon, cluster, post, place, mechanism):
    authority = Authority(place / "authority of words")
    credentials = place / f"secret of words {mechanism}"
    credentials.write_text(f"user = {USER}\npassword = {PASSWORD}\n", encoding="utf-8")
    credentials.chmod(0o600)
    with Echo({"auth": ["535 5.7.8 no", echo]}, authority.issue("127.0.0.1"), extensions=[f"AUTH {mechanism}"]) as box:
        daemon = brief_daemon(cluster, post.database, **delivery(box, **test_mail.TIMES, tls="starttls",
            ca_file=authority.file, credentials=credentials))
        with daemon.peer() as peer:
            post.begin(peer)
            post.act(peer, ONE)
        post.fall_due()
        test_mail.tried(post)
        wait_for(lambda: " error: the mail relay: 535" in daemon.said(), "an operator to be told")
        post.pass_time("8 min")
        wait_for(lambda: box.used["auth"] == 2, "another try")
        assert "5.7.8" in test_mail.tried(post, 2).text and any(form in box.told.decode() for form in forms())
        for text in everything(daemon, post):
            assert not any(form in text for form in forms())
        post.pass_time("6 hours")
        post.wait_sent()
        assert len(box.letters) == 1
        for text in everything(daemon, post):
            assert not any(form in text for form in forms())

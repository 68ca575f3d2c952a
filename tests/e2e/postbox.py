# SPDX-License-Identifier: MIT
"""Mail servers on loopback: a real one (aiosmtpd), and one that does at each stage what a script says."""
import bisect
import email
import email.policy
import socket
import threading
import time
import warnings
from collections import Counter
from dataclasses import dataclass

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from scripted import Scripted, close

warnings.filterwarnings("ignore", module="aiosmtpd")
POLICY = email.policy.SMTP


@dataclass
class Letter:
    """A message as a server took it."""
    sender: str
    recipients: list
    content: bytes
    tls: bool = False
    login: str | None = None
    connection: int = 0
    at: float = 0.0  # when it came, in seconds since some instant

    @property
    def mail(self):
        return email.message_from_bytes(self.content, policy=POLICY)

    @property
    def id(self):
        """Its Message-ID."""
        return str(self.mail["message-id"])


class Letters:
    """What a server has taken, in order; shared between threads."""

    def __init__(self):
        self.lock = threading.Lock()
        self.list = []

    def add(self, letter):
        with self.lock:
            letter.at = time.monotonic()
            self.list.append(letter)

    def all(self):
        with self.lock:
            return list(self.list)

    def clear(self):
        with self.lock:
            self.list.clear()

    def __len__(self):
        with self.lock:
            return len(self.list)

    def to(self, address):
        return [letter for letter in self.all() if address in letter.recipients]

    def fullest(self, seconds):
        """The most that came within so many seconds."""
        came = [letter.at for letter in self.all()]
        return max(place - bisect.bisect_left(came, at - seconds) + 1 for place, at in enumerate(came))

    def ids(self):
        """How often each Message-ID came."""
        return Counter(letter.id for letter in self.all())


class Handler:
    def __init__(self, letters, implicit, refused):
        self.letters, self.implicit, self.refused = letters, implicit, refused

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # pylint: disable=invalid-name
        if address in self.refused:
            return "550 5.1.1 unknown"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, _server, session, envelope):  # pylint: disable=invalid-name
        self.letters.add(Letter(envelope.mail_from, list(envelope.rcpt_tos), envelope.original_content,
            self.implicit or session.ssl is not None, session.auth_data))
        return "250 2.0.0 taken"


class Postbox:
    """A real SMTP server; `context` makes it speak TLS: by STARTTLS, or from the first byte with `implicit`.
    `logins` are {user: password}; with them nothing is taken from who has not logged in. `refused` are the addresses
    that it does not know."""

    def __init__(self, context=None, implicit=False, logins=None, port=0, refused=()):
        self.letters = Letters()
        self.tried = []
        self.logins = logins or {}
        options = {"ssl_context": context} if implicit else {"tls_context": context, "require_starttls": bool(context)}
        self.controller = Controller(Handler(self.letters, implicit, refused), hostname="127.0.0.1",
            port=port or free_port(), data_size_limit=1 << 25,
            decode_data=False, enable_SMTPUTF8=False, auth_required=bool(logins),
            authenticator=self.authenticate if logins else None, auth_require_tls=bool(logins) and not implicit,
            **options)
        self.port = self.controller.port
        self.controller.start()

    def authenticate(self, _server, _session, _envelope, _mechanism, data):
        self.tried.append((data.login, data.password))
        good = self.logins.get(data.login.decode()) == data.password.decode()
        return AuthResult(success=good, handled=False, auth_data=data.login.decode() if good else None)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        self.controller.stop()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


DEFAULT = {
    "banner": "220 box.example.org ready",
    "starttls": "220 2.0.0 go on",
    "auth": "235 2.7.0 welcome",
    "mail": "250 2.1.0 ok",
    "rcpt": "250 2.1.5 ok",
    "data": "354 go on",
    "dot": "250 2.0.0 taken",
    "rset": "250 2.0.0 ok",
    "noop": "250 2.0.0 ok",
    "quit": "221 2.0.0 bye",
}
STAGES = ("banner", "ehlo", "mail", "rcpt", "data", "dot")


class ScriptedPostbox(Scripted):
    """Does at each stage what `script` says: words are an answer, a function of scripted.py acts; a list is used up one
    by one, then the usual answer follows. A function may also be of one's own: it gets the talk, and returns words, or
    None when it has said all. `room` is how many may be connected at once."""

    def __init__(self, script=None, context=None, implicit=False, extensions=(), room=None, full="421 4.7.0 too many"):
        self.script = dict(script or {})
        self.context, self.implicit, self.extensions = context, implicit, extensions
        self.room, self.full = room, full
        self.commands, self.handed, self.letters = [], Letters(), Letters()
        self.used = Counter()
        super().__init__()

    def perform(self, talk, action):
        """Words are said, functions act and may return words."""
        if callable(action):
            action = action(talk)
        if action is not None:
            talk.send(action if isinstance(action, bytes) else action.encode() + b"\r\n")

    def next_action(self, stage):
        with self.lock:
            self.used[stage] += 1
            wanted = self.script.get(stage)
            if isinstance(wanted, list):
                wanted = wanted.pop(0) if wanted else None
        return wanted

    def answer(self, talk, stage):
        """Answers; the words said, or None where a function has acted."""
        action = self.next_action(stage) or (self.greeting(talk) if stage == "ehlo" else DEFAULT[stage])
        if callable(action):
            action = action(talk)
        self.perform(talk, action)
        return action

    def greeting(self, talk):
        lines = ["box.example.org", *self.extensions]
        if self.context and not self.implicit and not talk.tls:
            lines.append("STARTTLS")
        return "\r\n".join(f"250{'-' if line is not lines[-1] else ' '}{line}" for line in lines)

    def converse(self, talk):
        if self.implicit:
            talk.secure(self.context)
        if self.room is not None and self.open_talks() > self.room:
            self.perform(talk, self.full)
            close(talk)
        talk.sender, talk.recipients, talk.login = None, [], None
        said = self.answer(talk, "banner")
        if said is not None and said[:1] in ("4", "5"):
            close(talk)
        while self.command(talk):
            pass

    def command(self, talk):
        line = talk.line()
        with self.lock:
            self.commands.append((talk.number, line))
        verb = line.split(b" ")[0].upper().decode(errors="replace")
        stage = {"EHLO": "ehlo", "HELO": "ehlo", "MAIL": "mail", "RCPT": "rcpt", "DATA": "data", "RSET": "rset",
            "NOOP": "noop", "QUIT": "quit", "STARTTLS": "starttls", "AUTH": "auth"}.get(verb)
        if stage is None:
            talk.send(b"500 5.5.1 what?\r\n")
            return True
        getattr(self, f"on_{stage}", self.on_other)(talk, stage, line)
        return stage != "quit"

    def on_other(self, talk, stage, _line):
        self.answer(talk, stage)

    def on_starttls(self, talk, stage, _line):
        said = self.answer(talk, stage)
        if said is None or said.startswith("220"):
            talk.secure(self.context)
            talk.buffer = b""

    def on_auth(self, talk, stage, line):
        if len(line.split(b" ")) < 3:
            talk.send(b"334 \r\n")
            talk.line()
        self.answer(talk, stage)

    def on_mail(self, talk, stage, line):
        talk.sender, talk.recipients = address(line), []
        self.answer(talk, stage)

    def on_rcpt(self, talk, stage, line):
        talk.recipients.append(address(line))
        self.answer(talk, stage)

    def on_data(self, talk, stage, _line):
        said = self.answer(talk, stage)
        if said is not None and not said.startswith("354"):
            return
        content = b""
        while True:
            line = talk.until(b"\n")
            if line == b".\r\n":
                break
            content += line.removeprefix(b".")
        letter = Letter(talk.sender, talk.recipients, content, bool(talk.tls), talk.login, talk.number)
        self.handed.add(letter)
        said = self.answer(talk, "dot")
        if said is not None and said.startswith("250"):
            self.letters.add(letter)

    def verbs(self):
        """The commands that came, in order, by their first word."""
        with self.lock:
            return [line.split(b" ")[0].upper().decode(errors="replace") for _, line in self.commands]


def address(line):
    return line.split(b"<", 1)[-1].split(b">", 1)[0].decode("utf-8", errors="surrogateescape")

# SPDX-License-Identifier: MIT
"""Receivers of webhooks on loopback, over TLS: a real one (http.server), and one that answers as a script says."""
import gzip
import http.server
import json
import threading
from collections import Counter
from dataclasses import dataclass

from scripted import Scripted, close, endless


@dataclass
class Delivery:
    """A request as a receiver took it."""
    method: str
    path: str
    headers: dict
    body: bytes

    @property
    def id(self):
        return self.headers.get("webhook-id")

    @property
    def json(self):
        return json.loads(self.body)


class Deliveries:
    def __init__(self):
        self.lock = threading.Lock()
        self.list = []

    def add(self, delivery):
        with self.lock:
            self.list.append(delivery)

    def all(self):
        with self.lock:
            return list(self.list)

    def __len__(self):
        with self.lock:
            return len(self.list)

    def ids(self):
        """How often each webhook-id came."""
        return Counter(delivery.id for delivery in self.all())


class Hook:
    """A real receiver, which takes all that is posted to it."""

    def __init__(self, context, address="127.0.0.1", port=0):
        self.taken = taken = Deliveries()

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):  # pylint: disable=invalid-name
                body = self.rfile.read(int(self.headers["content-length"]))
                taken.add(Delivery(self.command, self.path,
                    {name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):  # pylint: disable=arguments-differ
                pass

        self.server = http.server.ThreadingHTTPServer((address, port), Handler)
        self.server.daemon_threads = True
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class ScriptedHook(Scripted):
    """Answers by `script`: an action for every request, or a list that is used up one by one and then 204. An action is
    the bytes of an answer, or a function that gets the talk (and the delivery as `talk.delivery`)."""

    def __init__(self, script=None, context=None, address="127.0.0.1", port=0):
        self.script = script
        self.context = context
        self.taken = Deliveries()
        self.sent = []
        self.failed_handshakes = 0
        super().__init__(address, port)

    def perform(self, talk, action):
        if callable(action):
            action = action(talk)
        if action is not None:
            talk.send(action)

    def next_action(self):
        with self.lock:
            if isinstance(self.script, list):
                return self.script.pop(0) if self.script else answer(204)
            return self.script or answer(204)

    def converse(self, talk):
        if self.context:
            try:
                talk.secure(self.context)
            except OSError:
                self.failed_handshakes += 1
                raise
        try:
            while True:
                talk.delivery = self.request(talk)
                self.taken.add(talk.delivery)
                self.perform(talk, self.next_action())
        finally:
            with self.lock:
                self.sent.append(talk.sent)

    @staticmethod
    def request(talk):
        head = talk.until(b"\r\n\r\n").decode("latin-1").split("\r\n")
        method, path, _ = head[0].split(" ")
        headers = dict(line.split(": ", 1) for line in head[1:] if line)
        headers = {name.lower(): value for name, value in headers.items()}
        if headers.get("expect", "").lower() == "100-continue":
            talk.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        return Delivery(method, path, headers, talk.take(int(headers.get("content-length", 0))))


# ---- answers -----------------------------------------------------------------------------------


def answer(status, body=b"", **headers):
    """The bytes of an answer; header names are written with underscores."""
    lines = [f"HTTP/1.1 {status} Said"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if status >= 200 and status != 204:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def chunk(data):
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def giant(talk):
    """An answer of a gigabyte."""
    talk.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n")
    endless(bytes(1 << 16))(talk)


def bomb(talk):
    """An answer that is small on the wire and, unpacked, is not."""
    body = gzip.compress(bytes(64 << 20))
    talk.send(answer(200, body, Content_Encoding="gzip"))


def without_end(talk):
    """A chunked answer that goes on and on."""
    talk.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    endless(chunk(bytes(1 << 14)))(talk)


def giant_header(talk):
    talk.send(b"HTTP/1.1 200 OK\r\nX-Long: ")
    endless(b"x" * (1 << 14))(talk)


def informational(talk):
    """Interim answers without end."""
    endless(answer(103))(talk)


def close_after_body(talk):
    """Takes the request and says nothing of it."""
    close(talk)

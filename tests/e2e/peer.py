# SPDX-License-Identifier: MIT
"""A client of copild in a few lines: JSON-RPC, one message a line, over a Unix socket or TCP."""
import json
import os
import pwd
import socket
import subprocess
import sys
from contextlib import contextmanager

import pytest


class Refusal(Exception):
    """An error answer."""

    def __init__(self, error):
        super().__init__(f"{error['code']} {error['message']} {error.get('data')}")
        self.code = error["code"]
        self.message = error["message"]
        self.data = error.get("data") or {}
        self.kind = self.data.get("kind")


class Peer:
    """One connection; `address` is a path, a (host, port), or a socket that is connected already."""

    def __init__(self, address, timeout=20):
        if isinstance(address, socket.socket):
            self.socket = address
        else:
            family = socket.AF_INET if isinstance(address, tuple) else socket.AF_UNIX
            self.socket = socket.socket(family)
            self.socket.settimeout(timeout)
            self.socket.connect(address)
        self.socket.settimeout(timeout)
        self.buffer = b""
        self.last_id = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.socket.close()

    def send(self, data):
        """Bytes as they are, a text as a line, anything else as a line of JSON."""
        if not isinstance(data, (bytes, str)):
            data = json.dumps(data, ensure_ascii=False)
        if isinstance(data, str):
            data = data.encode() + b"\n"
        self.socket.sendall(data)

    def send_pieces(self, data, size):
        """The bytes in pieces of that size, each a segment of its own."""
        for start in range(0, len(data), size):
            self.socket.sendall(data[start:start + size])

    def line(self):
        """The next line without its end; None when copild has closed the connection."""
        while b"\n" not in self.buffer:
            data = self.socket.recv(1 << 16)
            if not data:
                assert self.buffer == b"", "the connection ended inside a line"
                return None
            self.buffer += data
        line, self.buffer = self.buffer.split(b"\n", 1)
        return line

    def read(self):
        """The next answer, or None when the connection is closed."""
        line = self.line()
        return None if line is None else json.loads(line)

    def ask(self, request):
        self.send(request)
        return self.read()

    def request(self, method, params=None):
        self.last_id += 1
        request = {"jsonrpc": "2.0", "id": self.last_id, "method": method}
        return request if params is None else {**request, "params": params}

    def call(self, method, /, **params):
        """The result of a call by name; raises Refusal."""
        request = self.request(method, params)
        answer = self.ask(request)
        assert answer is not None, f"{method}: the connection was closed"
        assert answer["id"] == request["id"]
        if "error" in answer:
            raise Refusal(answer["error"])
        return answer["result"]

    def refused(self, method, /, **params):
        """The Refusal of a call that must be refused."""
        with pytest.raises(Refusal) as caught:
            self.call(method, **params)
        return caught.value

    def batch(self, *calls):
        """The answers to (method, params) pairs sent as one batch."""
        return self.ask([self.request(method, params) for method, params in calls])

    def is_quiet(self, seconds=0.2):
        """True when nothing comes for that time."""
        before = self.socket.gettimeout()
        self.socket.settimeout(seconds)
        try:
            return not self.buffer and not self.socket.recv(1, socket.MSG_PEEK)
        except TimeoutError:
            return True
        finally:
            self.socket.settimeout(before)


CONNECT_AND_HAND_OVER = """
import socket, sys
peer = socket.socket(socket.AF_UNIX)
peer.connect(sys.argv[1])
socket.send_fds(socket.socket(fileno=0), [b"x"], [peer.fileno()])
"""


@contextmanager
def acting_as(name):
    """This process under another system user's rights; for root only."""
    account = pwd.getpwnam(name)
    os.setegid(account.pw_gid)
    os.seteuid(account.pw_uid)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


def peer_as(name, path):
    """A connection made by that system user: as root by taking its rights for a moment, otherwise with sudo."""
    if os.geteuid() == 0:
        with acting_as(name):
            return Peer(path)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        done = subprocess.run(["sudo", "-n", "-u", name, sys.executable, "-c", CONNECT_AND_HAND_OVER, path],
            stdin=theirs, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            pytest.skip(f"acting as the system user {name} needs root, or sudo without a password: {done.stderr}")
        _, descriptors, _, _ = socket.recv_fds(ours, 1, 1)
    return Peer(socket.socket(fileno=descriptors[0]))

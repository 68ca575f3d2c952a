# SPDX-License-Identifier: MIT
"""Fixtures of copilctl's tests: a server of recorded answers, the command in a pipe or on a terminal."""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from fake import Server  # noqa: E402
from recorded import ANSWERS  # noqa: E402

HOME = Path(__file__).resolve().parents[2]
BUILD = HOME / os.environ.get("COPILD_BUILD", "build")
GOLDEN = Path(__file__).parent / "golden"
LOCALES = {"fr": "fr_FR.UTF-8", "en": "C.UTF-8", "plain": "C"}


@pytest.fixture
def start(tmp_path):
    """Starts a server with the recorded answers, some of them changed."""
    servers = []

    def begin(changes=None):
        servers.append(Server(tmp_path / f"socket{len(servers)}", {**ANSWERS, **(changes or {})}))
        return servers[-1]

    yield begin
    for server in servers:
        server.close()


@pytest.fixture
def server(start):
    return start()


def environment(server, language, more=None):
    """What the command sees; of `more`, None takes a variable away."""
    here = {"PATH": os.environ["PATH"], "TZ": "UTC", "TERM": "xterm", "LC_ALL": LOCALES[language],
            "COPILCTL_LOCALEDIR": str(BUILD / "locale"), "COPILCTL_TEMPLATES": str(HOME / "etc" / "templates"),
            "COPILD_SOCKET": server.path if server else "/nowhere", **(more or {})}
    return {name: value for name, value in here.items() if value is not None}


def copilctl(server, *words, language="en", env=None, stdin=None):
    """Runs the command with its output in pipes."""
    return subprocess.run(
        [BUILD / "copilctl", *words], env=environment(server, language, env), capture_output=True,
        input=stdin, stdin=subprocess.DEVNULL if stdin is None else None, encoding="utf-8", timeout=60, check=False)


def on_terminal(server, *words, language="en", columns=80, typed=b"", env=None):
    """Runs the command on a terminal of that width; what stood there, and the exit status."""
    child, terminal = pty.fork()
    if not child:
        os.execve(BUILD / "copilctl", ["copilctl", *words], environment(server, language, env))
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    os.write(terminal, typed)
    seen = b""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            break
        if not piece:
            break
        seen += piece
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    return seen.decode().replace("\r\n", "\n"), os.waitstatus_to_exitcode(status)


def check_golden(name, text):
    """Compares with the file of that name; GOLDEN_UPDATE=1 writes it instead."""
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("GOLDEN_UPDATE"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text

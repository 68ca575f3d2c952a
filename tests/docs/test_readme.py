# SPDX-License-Identifier: MIT
"""The commands of README run in its order on one demonstration, and answer as it shows.

A block is marked by the comment above it: `test: session` (commands and what they print), `shell`, `python`,
`administrator` or `configuration`; `installation`, whose commands are those of copild(8), which
tests/e2e/test_systemd.py runs; or `not tested here: reason`. Outputs are compared but for the time of day and the
blanks; a line "…" stands for any number of lines.
"""
import os
import re
import subprocess
import sys

import pytest

from conftest import HOME
from house import BUILD

README = (HOME / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^(?:<!-- (test|installation|not tested here): ([^\n]*) -->\n)?```(\w*)\n(.*?)^```$",
    re.MULTILINE | re.DOTALL)
BLOCKS = [match.groups() for match in BLOCK.finditer(README)]

BLANKS = {0xa0: " ", 0x202f: " "}

# In the place of one that needs root: the cluster lets its owner in under any name.
RUNUSER = """#!/bin/sh
shift 3
exec "$@"
"""


@pytest.fixture(scope="module")
def place(demo):
    """Where the commands run: a folder with a stand-in for runuser and the files that they read."""
    folder = demo.directory.parent / "home"
    (folder / "bin").mkdir(parents=True)
    (folder / "bin/runuser").write_text(RUNUSER, encoding="utf-8")
    (folder / "bin/runuser").chmod(0o755)
    (folder / "smtp.secret").write_text("user = copild\npassword = x\n", encoding="utf-8")
    (folder / "smtp.secret").chmod(0o600)
    (folder / "minutes.txt").write_text("Séance tenue à Alès.\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def environment(demo, place):
    path = f"{place / 'bin'}:{BUILD}:/usr/lib/postgresql/15/bin:{os.environ['PATH']}"
    return {"PATH": path, "COPILD_SOCKET": demo.socket, "LANG": "fr_FR.UTF-8", "HOME": str(place), "TZ": "UTC",
        "PGHOST": str(demo.directory / "run"), "PGUSER": "postgres", "PGOPTIONS": "-c client_min_messages=warning"}


@pytest.fixture(scope="module")
def execute(place, environment):
    """execute(command): what it printed, as one text, and its exit status."""
    def go(*command):
        done = subprocess.run(command, cwd=place, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, check=False)
        return done.stdout.translate(BLANKS), done.returncode
    return go


def pattern(shown):
    lines = [".*\n" if line == "…" else re.sub(r"(\\ )+", " +", re.escape(line)) + " *\n" for line in shown.split("\n")]
    text = "".join("(?:.*\n)*" if line == ".*\n" else line for line in lines)
    return re.sub(r"\d\d:\d\d", r"\\d\\d:\\d\\d", text)


def check_session(text, execute):
    for command, shown in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", text, re.MULTILINE):
        printed, _ = execute("bash", "-c", command)
        expected = pattern(shown.translate(BLANKS).rstrip("\n"))
        assert re.fullmatch(expected, printed.rstrip("\n") + "\n"), f"$ {command}\n{printed}"


def check_shell(text, execute):
    printed, status = execute("bash", "-euo", "pipefail", "-c", text)
    assert status == 0, printed
    assert '"error"' not in printed


def check_administrator(text, execute):
    check_shell(text.replace("/usr/share/copild/sql", str(HOME / "sql")), execute)


def check_configuration(text, execute):
    """The file as it is shown, but for paths of an installed copild."""
    secret = execute("readlink", "-f", "smtp.secret")[0].strip()
    configuration = text.replace("/etc/copild/smtp.secret", secret) + f"templates = {HOME / 'etc/templates'}\n"
    printed, status = execute("sh", "-c", 'printf "%s" "$0" > copild.conf; copild --config copild.conf --check',
        configuration)
    assert status == 0, printed


def check_installation(text):
    manual = (HOME / "docs/copild.8").read_text(encoding="utf-8").replace("\\e\n", "\\\n")
    told = re.findall(r"^\.Bd -literal.*\n((?:(?!\.Ed).*\n)*)\.Ed", manual, re.MULTILINE)
    assert text in "".join(told)


PROGRAM = []


def check_python(text, execute):
    """Later blocks go on with the program of the first."""
    PROGRAM.append(text)
    printed, status = execute(sys.executable, "-c", "".join(PROGRAM))
    assert status == 0 and re.search(r"^LR-\d+ 2014-", printed, re.MULTILINE), printed


CHECKS = {"session": check_session, "shell": check_shell, "python": check_python, "administrator": check_administrator,
    "configuration": check_configuration}


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_block(number, execute):
    mark, what, _, text = BLOCKS[number]
    if mark == "test":
        CHECKS[what](text, execute)
    elif mark == "installation":
        check_installation(text)
    else:
        assert mark == "not tested here" and what


def test_the_restored_copy_is_whole(execute, demo):
    counts = [execute("psql", "-XAtd", database, "-c", "select count(*), max(revision) from core.journal")
        for database in ("copild", "copild_restored")]
    assert counts[0] == counts[1] and counts[0][1] == 0
    assert execute(str(BUILD / "copild"), "--config", str(demo.directory / "copild.conf"), "--set",
        "database.conninfo=dbname=copild_restored", "--sql", str(HOME / "sql"), "migrate")[1] == 0


def test_the_mirror_saw_what_the_secretary_did(execute):
    printed, _ = execute(sys.executable, "-c", "".join(PROGRAM))
    assert re.search(r"^\d+ decision\.create LR-D7( |$)", printed, re.MULTILINE)
    assert re.search(r"^\d+ journal\.undo ", printed, re.MULTILINE)


def test_links_lead_somewhere():
    anchors = {re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-")
        for title in re.findall(r"^#+ (.*)$", README, re.MULTILINE)}
    for target in re.findall(r"\]\(([^)]+)\)", README):
        assert target[1:] in anchors if target.startswith("#") else (HOME / target).exists(), target

# SPDX-License-Identifier: MIT
"""PostgreSQL and copild as the tests start, stop and kill them."""
import os
import shlex
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg2

from peer import Peer, Refusal

HOME = Path(__file__).resolve().parents[2]
BUILD = HOME / os.environ.get("COPILD_BUILD", "build")
UNDER = shlex.split(os.environ.get("COPILD_UNDER", ""))
SLOW = 10 if UNDER else 3 if BUILD.name == "asan" else 1


def wait_for(condition, what, seconds=20):
    """What the condition returns as soon as it is true; there is no other waiting in these tests."""
    end = time.monotonic() + seconds * SLOW
    while True:
        value = condition()
        if value:
            return value
        assert time.monotonic() < end, f"waited in vain for: {what}"
        time.sleep(0.01)


def run(*command, **options):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL, **options)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


class Cluster:
    """A PostgreSQL of its own, with a database "copild" from which others can be made."""

    def __init__(self, directory, source=None):
        self.directory = Path(directory)
        self.running = False
        if source is None:
            self.tool("new")
        else:
            run("cp", "-a", source.directory, self.directory)

    @property
    def host(self):
        return str(self.directory / "run")

    def tool(self, what, *arguments):
        # Not through pipes: the server would hold them open.
        with open(f"{self.directory}.{what}.log", "w+", encoding="utf-8") as log:
            done = subprocess.run([HOME / "tools/cluster", what, self.directory, *arguments], check=False,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env={**os.environ, "O": str(BUILD.relative_to(HOME))})
            log.seek(0)
            assert done.returncode == 0, f"tools/cluster {what}: {log.read()}"

    def start(self):
        self.tool("start")
        self.running = True

    def stop(self, mode="fast"):
        if self.running:
            self.tool("stop", mode)
            self.running = False

    def connect(self, database="copild", user="postgres"):
        """A connection that commits each statement."""
        connection = psycopg2.connect(host=self.host, user=user, dbname=database)
        connection.autocommit = True
        return connection

    @contextmanager
    def transaction(self, database="copild"):
        """The cursor of a transaction that is over with the block."""
        connection = self.connect(database)
        try:
            with connection.cursor() as cursor:
                cursor.execute("begin")
                yield cursor
                cursor.execute("commit")
        finally:
            connection.close()

    def sql(self, database, statement, *values):
        """The rows of a statement run by the superuser; [] when it has none."""
        connection = self.connect(database)
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement, values or None)
                assert cursor.description or not cursor.statusmessage.startswith("SELECT"), f"no columns: {statement}"
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def create_database(self, name):
        self.sql("postgres", f'create database "{name}" template copild')
        run("psql", "-X", "-q", "-h", self.host, "-U", "postgres", "-d", name, "-v", "ON_ERROR_STOP=1", "-f",
            HOME / "sql/roles.sql", env={**os.environ, "PGOPTIONS": "-c client_min_messages=warning"})
        return name

    def shift_clock(self, database, instant):
        """From now on it is that instant in the database, and for daemons started later."""
        self.sql(database, "update core.clock set shift = %s::timestamptz - now()", instant)


class Daemon:
    """A copild of its own on one database; `settings` are lines of copild.conf by section; `prefix` is a command that
    starts it in other circumstances."""

    def __init__(self, directory, cluster, database="copild", /, **settings):
        self.directory = Path(directory)
        self.directory.mkdir(mode=0o755, exist_ok=True)
        self.cluster, self.database = cluster, database
        self.program = BUILD / "copild"
        self.socket = str(self.directory / "copild.sock")
        self.config = self.directory / "copild.conf"
        self.log = self.directory / "copild.log"
        self.prefix = []
        self.process = None
        self.write(**settings)

    def write(self, **settings):
        """Writes the configuration; it counts from the next start or reload."""
        sections = {
            "daemon": {"locale": "en", "log_level": "debug"},
            "database": {"conninfo": f"host={self.cluster.host} dbname={self.database}"},
            "socket": {"path": self.socket},
        }
        for section, values in settings.items():
            sections.setdefault(section, {}).update(values)
        self.config.write_text("".join(f"[{section}]\n" + "".join(f"{name} = {value}\n" for name, value in
            values.items()) for section, values in sections.items()), encoding="utf-8")

    def launch(self):
        """Starts the process without waiting for it."""
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen([*self.prefix, *UNDER, self.program, "--config", self.config],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def start(self, ready=True):
        """Starts it and waits until it serves; with `ready` false, until it answers, if only "no database"."""
        self.launch()
        wait_for(lambda: self.is_up("session.whoami" if ready else "system.ping"), "copild to serve")
        return self

    def is_up(self, method):
        assert self.process.poll() is None, f"copild ended: {self.said()}"
        return self.serves(method)

    def serves(self, method="session.whoami"):
        """True when a call comes through to the database and back."""
        try:
            with self.peer() as peer:
                peer.call(method)
                return True
        except (OSError, Refusal, AssertionError):
            return False

    def peer(self):
        return Peer(self.socket, timeout=20 * SLOW)

    def said(self):
        return self.log.read_text(encoding="utf-8", errors="replace")[-4000:]

    def signal(self, number):
        self.process.send_signal(number)

    def stop(self):
        """Ends it as the service manager does; its exit status."""
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.signal(signal.SIGTERM)
        status = self.process.wait(timeout=20 * SLOW)
        self.process = None
        return status

    def kill(self):
        self.signal(signal.SIGKILL)
        self.process.wait()
        self.process = None


class Standalone:
    """copild-standalone in one directory, run as people run it."""

    def __init__(self, directory, *options):
        self.directory, self.options = Path(directory), options
        self.socket = str(self.directory / "copild.sock")
        self.process = None

    def start(self):
        with open(f"{self.directory}.log", "wb") as log:
            self.process = subprocess.Popen([BUILD / "copild-standalone", *self.options, self.directory],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                # Tests that run in the background of a shell ignore it, and so would their children.
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
        wait_for(lambda: self.process.poll() is not None or ": serving " in self.said(), "copild-standalone to serve")
        assert self.process.poll() is None, self.said()
        return self

    def said(self):
        return Path(f"{self.directory}.log").read_text(encoding="utf-8")

    def children(self):
        """The process ids of copild and of PostgreSQL."""
        process = Path(f"/proc/{self.process.pid}/task/{self.process.pid}")
        pids = (process / "children").read_text(encoding="utf-8").split()
        found = {Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip(): int(pid) for pid in pids}
        return found["copild"], found["postgres"]

    def peer(self):
        return Peer(self.socket)

    def stop(self, number=signal.SIGTERM):
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            status = self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"it does not stop:\n{run('ps', '-eo', 'pid,ppid,stat,args')}{self.said()}") from None
        self.process = None
        return status


def load_demo(socket):
    """Loads the demonstration plan as `make demo` does; what the loader said."""
    return run(HOME / "etc/demo/load", socket, "LR", HOME / "etc/demo/languedoc-roussillon.jsonl")


@contextmanager
def temporary_directory():
    """Short, because a socket's path is; open to other accounts, because PostgreSQL runs under one."""
    path = Path(run("mktemp", "-d", "/tmp/copild.XXXXXX").strip())
    path.chmod(0o755)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)

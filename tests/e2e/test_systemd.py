# SPDX-License-Identifier: MIT
"""copild as a service: installed by the commands of copild(8), run by systemd in a machine of its own."""
import json
import re
from contextlib import contextmanager

import pytest

from house import HOME, wait_for
from machine import Machine

SOCKET = "/run/copild/copild.sock"
CONFIG = "/etc/copild/copild.conf"
# One call; prints its answer, or the error that there was none.
ASK = r"""
import json, socket, sys
try:
    peer = socket.socket(socket.AF_UNIX)
    peer.settimeout(20)
    peer.connect("/run/copild/copild.sock")
    peer.sendall(json.dumps({"jsonrpc": "2.0", "id": 1, "method": sys.argv[1]}).encode() + b"\n")
    print(peer.makefile().readline() or '{"error": "closed"}')
except OSError as error:
    print(json.dumps({"error": type(error).__name__}))
"""

DROP_IN = "/run/systemd/system/copild.service.d/test.conf"

# Connects anew for each call until its standard input ends; prints how many were answered and how they were not.
CALLER = r"""
import json, select, socket, sys
seen = {}
print("started", flush=True)
while not select.select([sys.stdin], [], [], 0)[0]:
    try:
        with socket.socket(socket.AF_UNIX) as peer:
            peer.connect("/run/copild/copild.sock")
            peer.sendall(b'{"jsonrpc":"2.0","id":1,"method":"session.whoami"}\n')
            word = "answered" if b'"result"' in peer.recv(65536) else "closed"
    except OSError as error:
        word = type(error).__name__
    seen[word] = seen.get(word, 0) + 1
print(json.dumps(seen))
"""

# What may happen to a connection whose daemon is killed; refused is no such thing.
CUT_OFF = ("closed", "ConnectionResetError", "BrokenPipeError")

# Enters what the service sees of the file system and prints where its user can write.
WRITER = r"""
import ctypes, os, pwd, sys
account = pwd.getpwnam("copild")
libc = ctypes.CDLL(None, use_errno=True)
view = os.open(f"/proc/{sys.argv[1]}/ns/mnt", os.O_RDONLY)
assert libc.setns(view, 0x00020000) == 0, os.strerror(ctypes.get_errno())
os.setgroups([])
os.setgid(account.pw_gid)
os.setuid(account.pw_uid)
for place in sys.argv[2:]:
    try:
        os.close(os.open(place + "/probe", os.O_CREAT | os.O_WRONLY))
        os.unlink(place + "/probe")
        print(place)
    except OSError:
        pass
"""


def manual_commands():
    """The blocks of commands of copild(8), INSTALLATION, without what happened before the machine was booted."""
    manual = (HOME / "docs/copild.8").read_text(encoding="utf-8")
    section = manual.split(".Sh INSTALLATION\n")[1].split("\n.Sh ")[0]
    blocks = re.findall(r"^\.Bd -literal.*?\n(.*?)^\.Ed$", section, re.MULTILINE | re.DOTALL)
    return [re.sub(r"^(apt-get|make) .*\n", "", block.replace(r"\e", "\\"), flags=re.MULTILINE) for block in blocks]


PREPARE, DATABASE, LOGIN, START, UPGRADE, STOP, ELSEWHERE, REMOVE = manual_commands()


@pytest.fixture(scope="module")
def machine(place):
    """A server on which the manual was followed; the system user games is a person, bin is nobody."""
    directory = place / "machine"
    directory.mkdir()
    machine = Machine(directory)
    try:
        machine.boot()
        machine.script("pg_dropcluster 15 main --stop 2>/dev/null || true\n"
            "pg_createcluster 15 main -- --no-sync\nsystemctl daemon-reload\nsystemctl start postgresql")
        for block in (PREPARE, DATABASE, LOGIN, START):
            machine.script(block)
        machine.script("copilctl call person.create email=marie@example.org name=Marie login=games\n"
            f"cp {CONFIG} {CONFIG}.installed")
        yield machine
    finally:
        machine.stop()


@pytest.fixture(autouse=True)
def at_rest(machine):
    """Each test leaves the service as the next one wants it: installed, running, as configured by nobody."""
    yield
    machine.script(f"rm -f {DROP_IN}; cp {CONFIG}.installed {CONFIG}; systemctl daemon-reload\n"
        "systemctl reset-failed; systemctl start postgresql; systemctl restart copild")


def answer(machine, method, user=None):
    """What the socket answers to a call by that system user: the result, or the error."""
    said = json.loads(machine.run("python3", "-c", ASK, method, user=user))
    return said.get("result", said.get("error"))


def is_served(machine):
    return "actor" in answer(machine, "session.whoami")


@contextmanager
def callers(machine):
    """A client that calls all the time; gives the dictionary of what it saw, filled at the end."""
    seen = {}
    client = machine.start("python3", "-c", CALLER)
    assert client.stdout.readline() == "started\n"
    yield seen
    seen.update(json.loads(client.communicate("end\n", timeout=60)[0]))


def main_pid(machine):
    return machine.show("copild", "MainPID")


def drop_in(machine, text):
    machine.script(f"mkdir -p {DROP_IN.rsplit('/', 1)[0]}")
    machine.write(DROP_IN, text)
    machine.script("systemctl daemon-reload; systemctl restart copild")


def is_back(machine, old):
    return main_pid(machine) not in ("0", old) and machine.show("copild", "ActiveState") == "active"


def test_ready_means_that_it_serves(machine):
    assert machine.show("copild", "Type") == "notify"
    assert machine.show("copild", "ActiveState") == "active"
    assert machine.show("copild", "StatusText") == f"serving {SOCKET}"
    machine.script("systemctl restart copild && copilctl call session.whoami")


def test_socket_is_systemds_and_stays(machine):
    before = machine.run("stat", "-c", "%i %U %a", SOCKET)
    assert before.split()[1:] == ["root", "666"]
    assert "LISTEN_FDNAMES=rpc" in machine.run("cat", f"/proc/{main_pid(machine)}/environ").split("\0")
    machine.script("systemctl restart copild")
    assert machine.run("stat", "-c", "%i %U %a", SOCKET) == before


def test_who_calls(machine):
    assert answer(machine, "session.whoami")["administrator"] is True
    assert answer(machine, "session.whoami", user="copild")["administrator"] is True
    marie = answer(machine, "session.whoami", user="games")
    assert (marie["person"]["key"], marie["administrator"]) == ("marie@example.org", False)
    assert answer(machine, "session.whoami", user="bin")["data"]["kind"] == "unknown_user"


@pytest.mark.parametrize("text, line", [("[daemon]\nlocale = en\n\nfrob = 1\n", 4), ("[daemon]\nlocale = elvish\n", 2),
    ("[daemon]\nlocale = en\nwhat\n", 3)])
def test_reload_of_a_bad_configuration(machine, text, line):
    """fault_18: the command fails, the journal tells the line, and what was there stays."""
    pid, before = main_pid(machine), answer(machine, "no.such")["message"]
    machine.write(CONFIG, text)
    assert machine.ask("systemctl", "reload", "copild").returncode != 0
    assert f"{CONFIG}:{line}: " in machine.journal("copild")
    assert answer(machine, "no.such")["message"] == before
    assert main_pid(machine) == pid and machine.show("copild", "ActiveState") == "active"


def test_reload_of_a_good_configuration(machine):
    pid, before = main_pid(machine), answer(machine, "no.such")["message"]
    machine.write(CONFIG, "[daemon]\nlocale = en\n")
    machine.script("systemctl reload copild")
    wait_for(lambda: answer(machine, "no.such")["message"] != before, "the reload")
    assert main_pid(machine) == pid and machine.show("copild", "ActiveState") == "active"


def test_stuck_is_killed_and_started_again(machine):
    """fault_13"""
    drop_in(machine, "[Service]\nWatchdogSec=500ms\n")
    pid = main_pid(machine)
    with callers(machine) as seen:
        machine.script(f"kill -STOP {pid}")
        wait_for(lambda: is_back(machine, pid), "systemd to notice and restart")
    assert set(seen) <= {"answered", *CUT_OFF}, seen
    assert "watchdog" in machine.journal("copild").lower()


def test_killed_and_started_again_and_nobody_is_refused(machine):
    """fault_01"""
    with callers(machine) as seen:
        for _ in range(2):
            pid = main_pid(machine)
            machine.script(f"kill -KILL {pid}")
            wait_for(lambda: is_back(machine, pid), "systemd to restart it", 5)
    assert set(seen) <= {"answered", *CUT_OFF}, seen
    assert seen["answered"] > 0 and sum(seen.values()) - seen["answered"] <= 2, seen


def test_restarted_and_nobody_is_refused(machine):
    """fault_16, with one caller: at most the call that is on its way in that moment is to be made again."""
    with callers(machine) as seen:
        for _ in range(5):
            machine.script("systemctl restart copild")
    assert set(seen) <= {"answered", *CUT_OFF}, seen
    assert sum(seen.values()) - seen["answered"] <= 5, seen


def test_starts_while_postgresql_is_down(machine):
    """fault_15"""
    machine.script("systemctl stop copild.service postgresql && systemctl start copild")
    assert machine.show("copild", "ActiveState") == "active"
    assert machine.show("copild", "StatusText").startswith("serving without database: ")
    refusal = answer(machine, "session.whoami")
    assert (refusal["data"]["kind"], refusal["data"]["retryable"]) == ("unavailable", True)
    machine.script("systemctl start postgresql")
    wait_for(lambda: is_served(machine), "copild to find PostgreSQL", 5)
    wait_for(lambda: machine.show("copild", "StatusText") == f"serving {SOCKET}", "the status to say so", 5)


def test_stop_and_a_call_starts_it(machine):
    machine.script("systemctl stop copild.service")
    assert machine.show("copild", "Result") == "success"
    assert machine.show("copild", "ExecMainStatus") == "0"
    assert is_served(machine)
    machine.script(STOP)
    assert answer(machine, "system.ping") == "ConnectionRefusedError"


def test_upgrade(machine):
    machine.script(UPGRADE)
    assert is_served(machine)


def test_postgresql_by_network_with_passwords(machine):
    if not int(machine.run("cat", "/sys/class/net/lo/flags"), 16) & 1:
        pytest.skip("this system does not let a machine in it bring its loopback up")
    roles = ("serve", "read", "migrate")
    machine.script("".join(f"""runuser -u postgres -- psql -qX -c "alter role copild_{role} password 'x{role}'"\n"""
        for role in roles))
    machine.script("install -o copild -m 600 /dev/null /etc/copild/passwords")
    machine.write("/etc/copild/passwords", "".join(f"*:*:*:copild_{role}:x{role}\n" for role in roles))
    machine.write(CONFIG, ELSEWHERE.replace("db.example.org", "127.0.0.1"))
    machine.script("runuser -u copild -- copild migrate; systemctl restart copild")
    assert is_served(machine)
    machine.script("chmod 640 /etc/copild/passwords; systemctl restart copild")
    assert answer(machine, "session.whoami")["data"]["kind"] == "unavailable"  # fault_23


def test_database_of_another_version(machine):
    """It says so and does not start; the clients who wait are told, and not kept."""
    machine.script("runuser -u postgres -- psql -qXd copild -c 'update core.schema set version = version + 1'")
    try:
        assert machine.ask("systemctl", "restart", "copild").returncode != 0
        assert machine.show("copild", "ExecMainStatus") == "78"
        assert "schema" in machine.journal("copild")
        assert answer(machine, "system.ping") in ("closed", "ConnectionResetError", "ConnectionRefusedError")
    finally:
        machine.script("runuser -u postgres -- psql -qXd copild -c 'update core.schema set version = version - 1'")


def test_sandbox(machine):
    """fault_24: what the unit promises holds of the process."""
    pid = main_pid(machine)
    assert machine.ask("systemd-analyze", "security", "--threshold=13", "copild.service").returncode == 0
    status = dict(line.split(":\t", 1) for line in machine.run("cat", f"/proc/{pid}/status").splitlines())
    assert (status["NoNewPrivs"], status["Seccomp"].strip()) == ("1", "2")
    assert not any(int(status[name], 16) for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"))
    places = ["/", "/etc", "/etc/copild", "/home", "/opt", "/root", "/run", "/srv", "/usr", "/var", "/var/cache",
        "/var/lib", "/var/log", "/run/copild", "/var/lib/copild", "/tmp", "/var/tmp", "/dev/shm"]
    writable = machine.run("python3", "-c", WRITER, pid, *places).split()
    assert set(writable) <= {"/run/copild", "/var/lib/copild", "/tmp", "/var/tmp", "/dev/shm"}
    denied = machine.ask("nsenter", "-t", pid, "-m", "/usr/bin/true")
    assert denied.returncode != 0 and "Permission denied" in denied.stderr


def test_removed(machine):
    machine.script(REMOVE)
    assert machine.show("copild", "UnitFileState") == "disabled"
    assert answer(machine, "system.ping") == "ConnectionRefusedError"

# SPDX-License-Identifier: MIT
"""A machine for the tests: systemd booted in a container over a copy of this system that forgets what is written."""
import os
import subprocess

import pytest

from house import HOME, run, wait_for

# Mounts are of this process only and go with it; $1 is an empty directory, $2 gets the process id, $3 is a name.
BOOT = """
set -e
mount -t tmpfs -o mode=755 copild-test "$1"
mkdir "$1/upper" "$1/work" "$1/root"
mount -t overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" overlay "$1/root"
make -s -C "$4" install prefix=/usr O=build/usr DESTDIR="$1/root"
echo $$ >"$2"
exec systemd-nspawn -q --register=no --keep-unit --private-network --link-journal=no --resolv-conf=off --timezone=off \
  --console=read-only --machine="$3" -D "$1/root" -b systemd.unit=basic.target
"""
ENVIRONMENT = ["env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "LANG=C.UTF-8"]


def root_words():
    """What stands before a command that needs root; skips the test, and says why, where there is no way."""
    if os.geteuid() == 0:
        return ["setpriv", "--pdeathsig", "KILL"]
    done = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    if done.returncode != 0:
        pytest.skip("booting systemd needs root, or sudo without a password")
    return ["sudo", "-n"]


class Machine:
    """A booted system with copild installed in /usr; only loopback is its network."""

    def __init__(self, directory):
        self.root = root_words()
        self.directory = directory
        self.process = None
        self.leader = None

    def boot(self):
        run("make", "-s", "-j2", "-C", HOME, "all", "prefix=/usr", "O=build/usr")
        root = self.directory / "root"
        root.mkdir()
        pid = self.directory / "pid"
        with open(self.directory / "boot.log", "wb") as log:
            self.process = subprocess.Popen([*self.root, "unshare", "-m", "sh", "-c", BOOT, "boot", root, pid,
                f"copild-test-{os.getpid()}", HOME], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        wait_for(self.is_up, "systemd to boot", 60)
        return self

    def is_up(self):
        if self.process.poll() is not None:
            log = (self.directory / "boot.log").read_text(encoding="utf-8", errors="replace").strip()
            pytest.skip(f"this system cannot boot systemd in a container: {log.splitlines()[-1:]}")
        pid = self.directory / "pid"
        if not pid.exists() or not pid.read_text(encoding="ascii").strip():
            return False
        children = subprocess.run(["pgrep", "-P", pid.read_text(encoding="ascii").strip(), "-x", "systemd"],
            capture_output=True, text=True, check=False).stdout.split()
        self.leader = children[0] if children else None
        return self.leader and self.ask("systemctl", "is-system-running").stdout.strip() in ("running", "degraded")

    def words(self, *command, user=None):
        become = ["runuser", "-u", user, "--"] if user else []
        return [*self.root, "nsenter", "-t", self.leader, "-m", "-u", "-i", "-n", "-p", "-C", "-r", "-w",
            *ENVIRONMENT, *become, *map(str, command)]

    def ask(self, *command, user=None):
        """The ended process, whatever it came to."""
        return subprocess.run(self.words(*command, user=user), capture_output=True, text=True, check=False,
            stdin=subprocess.DEVNULL, timeout=120)

    def run(self, *command, user=None):
        """What it printed; it must end well."""
        done = self.ask(*command, user=user)
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done.stdout

    def script(self, text, user=None):
        """Lines of shell, each of which must end well."""
        return self.run("bash", "-euc", text, user=user)

    def start(self, *command):
        """A process in the machine that the test talks to over its standard input and output."""
        return subprocess.Popen(self.words(*command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def write(self, path, text):
        done = subprocess.run(self.words("tee", path), input=text, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    def show(self, unit, name):
        """One property of a unit, as systemctl tells it."""
        return self.run("systemctl", "show", "-P", name, unit).strip()

    def journal(self, unit):
        return self.run("journalctl", "-q", "-o", "cat", "-u", unit)

    def stop(self):
        """Ends the machine's first process, and all others with it, and then what holds the machine."""
        if self.process is not None:
            pid = self.directory / "pid"  # not there where the machine never came to be
            holder = pid.read_text(encoding="ascii").strip() if pid.exists() else None
            for ending in filter(None, (self.leader, holder)):
                subprocess.run([*self.root, "kill", "-KILL", ending], check=False, stderr=subprocess.DEVNULL)
            self.process.wait()

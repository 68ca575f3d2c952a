# SPDX-License-Identifier: MIT
"""copild-standalone: one directory, one command, both programs started and stopped together."""
import os
import signal
import subprocess

import pytest

from house import BUILD, Standalone, wait_for


@pytest.fixture(scope="module")
def base(tmp_path_factory, place):
    path = place / "standalone"
    path.mkdir()
    return path


@pytest.fixture
def standalone(base):
    made = []

    def make(name, *options):
        made.append(Standalone(base / name, *options))
        return made[-1]

    yield make
    for one in made:
        one.stop()


def refused(*arguments):
    """The one sentence with which it does not start."""
    done = subprocess.run([BUILD / "copild-standalone", *map(str, arguments)], capture_output=True, text=True,
        stdin=subprocess.DEVNULL, check=False)
    lines = done.stderr.strip().split("\n")
    assert done.returncode == 1 and len(lines) == 1, done.stderr
    return lines[0]


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stopped_and_started_the_data_is_there(standalone, number):
    first = standalone("data", "--clock", "2014-05-12")
    first.start()
    with first.peer() as peer:
        plans = [plan["key"] for plan in peer.call("plan.list")["items"]]
        key = f"P{len(plans)}"
        peer.call("plan.create", key=key, title="Essai")
        assert peer.call("plan.status", plan=key)["today"] == "2014-05-12"
    children = first.children()
    assert first.stop(number) == 0
    assert not any(map(is_alive, children))
    first.start()
    with first.peer() as peer:
        assert [plan["key"] for plan in peer.call("plan.list")["items"]] == [*plans, key]
        assert peer.call("plan.status", plan=key)["today"] == "2014-05-12"


@pytest.mark.parametrize("victim", [0, 1])
def test_one_dies_and_the_other_is_stopped(standalone, victim):
    one = standalone("data").start()
    children = one.children()
    os.kill(children[victim], signal.SIGKILL)
    assert one.process.wait(timeout=60) == 1
    assert not any(map(is_alive, children))
    assert one.start().peer().call("system.ping")["pong"] is True


def test_killed_outright_leaves_nothing_running(standalone):
    one = standalone("data").start()
    children = one.children()
    one.process.kill()
    wait_for(lambda: not any(map(is_alive, children)), "both to follow")
    one.process.wait()
    assert one.start().peer().call("system.ping")["pong"] is True


def test_a_mail_server_is_all_that_mail_needs(standalone, base):
    one = standalone("data").start()
    configuration = base / "data/copild.conf"
    kept = configuration.read_text(encoding="utf-8")
    configuration.write_text(kept + "relay = smtp://127.0.0.1:9\ntls = none\nfrom = Plan <plan@example.org>\n",
        encoding="utf-8")
    os.kill(one.children()[0], signal.SIGHUP)
    with one.peer() as peer:
        wait_for(lambda: peer.call("system.info")["delivery"]["relay"], "the relay to be taken over")
    configuration.write_text(kept, encoding="utf-8")


def test_command_runs_while_it_serves(base):
    script = 'test -S "$COPILD_SOCKET" && echo "served at $COPILD_SOCKET" && exit 7'
    done = subprocess.run([BUILD / "copild-standalone", base / "data", "--", "sh", "-c", script],
        capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    assert f"served at {base}/data/copild.sock" in done.stdout
    assert done.returncode == 7


def test_second_one_on_the_same_directory(standalone, base):
    standalone("data").start()
    assert "already served" in refused(base / "data")


def test_socket_that_someone_serves(standalone, base):
    standalone("data").start()
    assert "something already serves" in refused("--socket", base / "data/copild.sock", base / "other")


def test_socket_that_is_no_socket(base):
    (base / "file").write_text("x", encoding="utf-8")
    assert "is no socket" in refused("--socket", base / "file", base / "other")


def test_directory_that_is_somebody_elses(base):
    (base / "taken").mkdir()
    (base / "taken/letter").write_text("x", encoding="utf-8")
    assert "is not empty" in refused(base / "taken")


def test_directory_that_cannot_be_made(base):
    (base / "letter").write_text("x", encoding="utf-8")
    assert refused(base / "letter/data").endswith(f'cannot create "{base}/letter/data": Not a directory')
    assert 'cannot create "/proc/copild": ' in refused("/proc/copild")


def test_path_too_long_for_a_socket(base):
    assert "107 bytes" in refused(base / ("x" * 100))


def test_directory_that_the_account_cannot_reach(base):
    if os.geteuid() != 0:
        pytest.skip("only root starts PostgreSQL under another account")
    (base / "closed").mkdir(mode=0o700)
    assert "cannot reach" in refused(base / "closed/data")


def test_wrong_words(base):
    assert "which directory" in refused()
    assert "is not a date" in refused("--clock", "12 mai", base / "other")
    assert "unknown option" in refused("--frob", base / "other")

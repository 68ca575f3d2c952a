# SPDX-License-Identifier: MIT
"""Fixtures of the end-to-end tests: one PostgreSQL for the run, a database and a daemon for each module or test."""
import itertools
import os
import pwd
import socket
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from house import Cluster, Daemon, load_demo, temporary_directory  # noqa: E402
from peer import peer_as  # noqa: E402

NUMBERS = itertools.count(1)
TODAY = "2014-05-12 10:00:00+02"


def pytest_configure(config):
    config.addinivalue_line("markers", "asan: also run on the build with sanitizers")
    config.addinivalue_line("markers", "valgrind: also run under valgrind")
    config.addinivalue_line("markers", "soak: long; run by make soak only")
    config.addinivalue_line("markers", "whole: run by make soak too, with whole counts")


def pytest_collection_modifyitems(config, items):
    """The long runs only when asked for."""
    if "soak" not in (config.option.markexpr or ""):
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("soak")])
        items[:] = [item for item in items if not item.get_closest_marker("soak")]


@pytest.fixture(scope="session")
def place():
    with temporary_directory() as path:
        yield path


@pytest.fixture(scope="session")
def source(place):
    """A cluster that is never started: others are copies of it."""
    return Cluster(place / "source")


def running_copy(place, source):
    cluster = Cluster(place / f"c{next(NUMBERS)}", source)
    cluster.start()
    return cluster


@pytest.fixture(scope="session")
def cluster(place, source):
    """The PostgreSQL that tests share; who stops or breaks it takes own_cluster."""
    cluster = running_copy(place, source)
    yield cluster
    cluster.stop("immediate")


@pytest.fixture
def own_cluster(place, source):
    cluster = running_copy(place, source)
    yield cluster
    cluster.stop("immediate")


@pytest.fixture(scope="module")
def make_daemon(place):
    """make_daemon(cluster, database, section={"option": value}): a daemon; at the end it must stop well. `prefix` is a
    command that starts it."""
    made = []

    def make(cluster, database="copild", /, *, ready=True, prefix=(), **settings):
        daemon = Daemon(place / f"d{next(NUMBERS)}", cluster, database, **settings)
        daemon.prefix = list(prefix)
        made.append(daemon)
        return daemon.start(ready)

    yield make
    for daemon in made:
        assert daemon.stop() in (0, None), daemon.said()


@pytest.fixture
def brief_daemon(make_daemon):
    """As make_daemon; the daemon ends with the test, so that many tests of a module can have one each."""
    made = []

    def make(*arguments, **settings):
        made.append(make_daemon(*arguments, **settings))
        return made[-1]

    yield make
    for daemon in made:
        print(daemon.said())
        assert daemon.stop() in (0, None), daemon.said()


@pytest.fixture(scope="module")
def database(cluster):
    """An empty database of the module's own; it is Monday 12 May 2014 there."""
    name = cluster.create_database(f"m{next(NUMBERS)}")
    cluster.shift_clock(name, TODAY)
    return name


@pytest.fixture
def new_database(cluster):
    """new_database(): the name of an empty one, of the test's own; it is Monday 12 May 2014 there too."""
    def make():
        name = cluster.create_database(f"m{next(NUMBERS)}")
        cluster.shift_clock(name, TODAY)
        return name
    return make


@pytest.fixture(scope="module")
def daemon(make_daemon, cluster, database):
    return make_daemon(cluster, database)


@pytest.fixture
def peer(daemon):
    """A connection of the administrator, who is whoever runs the tests."""
    with daemon.peer() as peer:
        yield peer


@pytest.fixture(scope="module")
def demo(daemon):
    """The module's daemon with the demonstration plan."""
    load_demo(daemon.socket)
    return daemon


@pytest.fixture
def as_user(daemon):
    """as_user(name): a connection by that system user to the module's daemon."""
    made = []

    def connect(name):
        made.append(peer_as(name, daemon.socket))
        return made[-1]

    yield connect
    for one in made:
        one.close()


@pytest.fixture
def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.fixture(scope="session")
def users():
    """Names of system users that every Debian has and that are not the one who runs this."""
    names = ("daemon", "bin", "games", "mail", "news", "uucp", "proxy", "backup", "nobody")
    return [name for name in names if pwd.getpwnam(name).pw_uid != os.geteuid()]

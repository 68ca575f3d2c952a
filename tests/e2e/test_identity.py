# SPDX-License-Identifier: MIT
"""Who one is: the system user at the other end of the socket, and nothing a client says."""
import os
import pwd
import random
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from house import Daemon
from peer import Peer, peer_as

pytestmark = pytest.mark.asan


@pytest.fixture(scope="module")
def secretary(demo, users):
    """A system user who is the plan's secretary."""
    with demo.peer() as peer:
        peer.call("person.edit", person="secretariat.copil@example.org", login=users[0])
    return users[0]


def test_who_runs_the_daemon_is_administrator(peer):
    assert peer.call("session.whoami")["administrator"] is True


def test_person_is_known_by_login(as_user, secretary):
    me = as_user(secretary).call("session.whoami")
    assert me["administrator"] is False
    assert me["person"]["key"] == "secretariat.copil@example.org"
    assert [(plan["plan"], plan["role"]) for plan in me["plans"]] == [("LR", "secretary")]


def test_unknown_user_is_refused(as_user, users, demo):
    stranger = as_user(users[1])
    refusal = stranger.refused("plan.list")
    assert (refusal.code, refusal.kind) == (1003, "unknown_user")
    assert "is nobody copild knows" in refusal.message, "in the language of the daemon's configuration"
    # refused, not thrown out: the connection goes on
    assert stranger.refused("plan.get", plan="LR").kind == "unknown_user"


def test_what_one_is_not_a_member_of_does_not_exist(as_user, secretary, peer):
    peer.call("plan.create", key="X1", title="Ailleurs")
    here = as_user(secretary)
    there = here.refused("plan.get", plan="X1")
    assert there.kind == "not_found"
    assert there.message.replace("X1", "") == here.refused("plan.get", plan="X2").message.replace("X2", "")
    assert [plan["key"] for plan in here.call("plan.list")["items"]] == ["LR"]


def test_tcp_reads_as_one_identity_and_writes_nothing(make_daemon, cluster, demo, free_port):
    reader = make_daemon(cluster, demo.database,
        tcp={"listen": f"127.0.0.1:{free_port}", "identity": "DIRECCTE-LR"})
    with Peer(("127.0.0.1", free_port)) as peer:
        assert peer.call("session.whoami")["administrator"] is False
        assert peer.call("plan.status", plan="LR")["actions"]["total"] == 10
        assert peer.refused("plan.get", plan="X1").kind == "not_found"
        refusal = peer.refused("action.create", plan="LR", title="non")
        assert (refusal.code, refusal.kind) == (-32006, "read_only")
    with reader.peer() as peer:
        assert peer.call("action.list", plan="LR")["total"] == 10


@pytest.mark.parametrize("locale, words",
    [("en", "is nobody copild knows"), ("fr", "n’est personne que copild connaisse")])
def test_unknown_user_is_told_in_both_languages(as_user, users, demo, locale, words):
    stranger = as_user(users[1])
    stranger.call("session.locale", locale=locale)
    for method in ("session.whoami", "plan.list", "plan.create"):
        params = {"key": "Z", "title": "x"} if method == "plan.create" else {}
        refusal = stranger.refused(method, **params)
        assert (refusal.code, refusal.kind) == (1003, "unknown_user")
        assert words in refusal.message and users[1] in refusal.message
    assert stranger.call("system.ping") == {"pong": True}


def test_login_that_is_taken_away_counts_at_the_next_call(as_user, users, peer, demo):
    peer.call("person.create", email="passage@example.org", name="De passage", login=users[2])
    peer.call("member.add", plan="LR", party="passage@example.org", role="secretary")
    here = as_user(users[2])
    assert here.call("action.progress", action="LR-7", percent=10)["progress"] == 10
    peer.call("person.edit", person="passage@example.org", clear=["login"])
    assert here.refused("plan.get", plan="LR").kind == "unknown_user"
    assert here.refused("action.progress", action="LR-7", percent=20).kind == "unknown_user"
    peer.call("person.edit", person="passage@example.org", login=users[2])
    assert here.call("action.get", action="LR-7")["progress"] == 10


def test_membership_that_ends_counts_at_the_next_call(as_user, users, peer, demo):
    peer.call("person.create", email="parti@example.org", name="Parti", login=users[3])
    peer.call("member.add", plan="LR", party="parti@example.org", role="observer")
    here = as_user(users[3])
    assert here.call("plan.get", plan="LR")["key"] == "LR"
    assert here.refused("lead.create", plan="LR", title="x").kind == "forbidden"
    peer.call("member.remove", plan="LR", party="parti@example.org")
    assert here.refused("plan.get", plan="LR").kind == "not_found"


@pytest.fixture
def foreign_daemon(place, cluster, users):
    """A daemon that runs as a system user of its own, as the service does."""
    if os.geteuid() != 0:
        pytest.skip("only root starts a daemon under another user; that user is tested by every other test")
    account = pwd.getpwnam(users[4])
    directory = place / "foreign"
    directory.mkdir()
    os.chown(directory, account.pw_uid, account.pw_gid)
    os.chmod(cluster.host, 0o755)
    daemon = Daemon(directory, cluster)
    daemon.prefix = ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    yield daemon.start()
    assert daemon.stop() == 0, daemon.said()


def test_root_and_the_daemons_own_user_are_administrators_and_nobody_else(foreign_daemon, users):
    status = Path(f"/proc/{foreign_daemon.process.pid}/status").read_text(encoding="utf-8")
    assert f"\nUid:\t{pwd.getpwnam(users[4]).pw_uid}\t" in status
    with foreign_daemon.peer() as root, peer_as(users[4], foreign_daemon.socket) as own, \
            peer_as(users[5], foreign_daemon.socket) as other:
        assert root.call("session.whoami")["administrator"] is True
        assert own.call("session.whoami")["administrator"] is True
        assert other.refused("session.whoami").kind == "unknown_user"


# ---- TCP ----------------------------------------------------------------------------------------


def listening(pid):
    """The addresses of the TCP sockets on which a process listens, as the kernel writes them."""
    sockets = {os.readlink(link) for link in Path(f"/proc/{pid}/fd").iterdir()}
    rows = [row.split() for name in ("tcp", "tcp6") for row in
        Path(f"/proc/{pid}/net/{name}").read_text(encoding="ascii").splitlines()[1:]]
    return [row[1] for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in sockets]


def test_tcp_is_off_unless_configured(demo):
    assert listening(demo.process.pid) == []


def test_tcp_listens_on_the_configured_address_alone(make_daemon, cluster, demo, free_port):
    reader = make_daemon(cluster, demo.database, tcp={"listen": f"127.0.0.1:{free_port}", "identity": "CCI-ALES"})
    assert listening(reader.process.pid) == [f"0100007F:{free_port:04X}"]


@pytest.mark.parametrize("address",
    ["0.0.0.0:{}", "[::]:{}", "192.0.2.1:{}", "[2001:db8::1]:{}", "example.org:{}", ":{}"])
def test_tcp_beyond_loopback_is_refused(place, cluster, free_port, address):
    daemon = Daemon(place / f"far{random.getrandbits(40)}", cluster,
        tcp={"listen": address.format(free_port), "identity": "CCI-ALES"})
    daemon.launch()
    assert daemon.process.wait(timeout=20) != 0
    assert re.search("loopback", daemon.said()), daemon.said()
    daemon.process = None


def test_tcp_without_an_identity_is_refused(place, cluster, free_port):
    daemon = Daemon(place / f"who{random.getrandbits(40)}", cluster, tcp={"listen": f"127.0.0.1:{free_port}"})
    daemon.launch()
    assert daemon.process.wait(timeout=20) != 0
    assert "identity" in daemon.said()
    daemon.process = None


def test_tcp_identity_that_copild_does_not_know_reads_nothing(make_daemon, cluster, demo, free_port):
    make_daemon(cluster, demo.database, tcp={"listen": f"127.0.0.1:{free_port}", "identity": "NOBODY"})
    with Peer(("127.0.0.1", free_port)) as peer:
        assert peer.refused("plan.list").kind == "unknown_user"


def test_no_write_of_any_kind_comes_through_tcp(make_daemon, cluster, demo, free_port, peer):
    """Every method that writes, by whatever name it goes, with params that would be good elsewhere."""
    make_daemon(cluster, demo.database, tcp={"listen": f"127.0.0.1:{free_port}",
        "identity": "secretariat.copil@example.org"})
    before = peer.call("plan.get", plan="LR")["plan_revision"]
    methods = [method for method in peer.call("rpc.discover")["methods"] if method["x-writes"]]
    assert len(methods) > 30
    with Peer(("127.0.0.1", free_port)) as reader:
        assert reader.call("session.whoami")["person"]["key"] == "secretariat.copil@example.org"
        for method in methods:
            refusal = reader.refused(method["name"], plan="LR", action="LR-1", title="x")
            assert (refusal.code, refusal.kind) == (-32006, "read_only"), method["name"]
        reader.send([{"jsonrpc": "2.0", "method": "lead.create", "params": ["LR", "en silence"]}])
        assert reader.call("plan.get", plan="LR")["plan_revision"] == before


# ---- many identities at once --------------------------------------------------------------------


def interleave(peer, email, administrator, rounds, seed):
    """One connection's calls, sent in packets of random size; every answer must be its own person's."""
    order = random.Random(seed)
    made = []
    sent = 0
    while sent < rounds:
        packet = [order.choice(("session.whoami", "note.create", "journal.list"))
            for _ in range(min(order.randint(1, 12), rounds - sent))]
        sent += len(packet)
        params = {"session.whoami": {}, "note.create": {"object": "LR-L1", "text": f"de {email}"},
            "journal.list": {"plan": "LR", "limit": 1}}
        requests = [peer.request(method, params[method]) for method in packet]
        for request in requests:
            peer.send(request)
        for method, request in zip(packet, requests):
            answer = peer.read()
            assert answer["id"] == request["id"], "answers in order"
            result = answer["result"]
            if method == "session.whoami":
                assert result["administrator"] is administrator
                assert (result["person"] or {}).get("key") == email
            elif method == "note.create":
                made.append(result["ref"])
    return email, made


def mix_identities(daemon, cluster, as_user, names, rounds):
    """Several connections for each of several persons and the administrator, all at once."""
    seed = int(os.environ.get("COPILD_SEED") or random.getrandbits(32))
    print(f"COPILD_SEED={seed}")
    with daemon.peer() as peer:
        peers = [(daemon.peer(), None, True)]
        for number, name in enumerate(names):
            email = f"personne{number}@example.org"
            if not peer.call("person.list", search=email)["items"]:
                peer.call("person.create", email=email, name=f"Personne {number}", login=name)
                peer.call("member.add", plan="LR", party=email, role="secretary")
            peers += [(as_user(name), email, False) for _ in range(3)]
    with ThreadPoolExecutor(len(peers)) as pool:
        done = [pool.submit(interleave, *one, rounds // len(peers), seed + place) for place, one in enumerate(peers)]
    written = {ref: email for one in done for email, refs in [one.result()] for ref in refs}
    assert len(written) == sum(len(one.result()[1]) for one in done), "a reference was given twice"
    stored = cluster.sql(daemon.database,
        "select 'LR-N' || n.number, p.email, n.text, n.person is not distinct from j.person from core.note as n "
        "join core.journal as j on j.plan = n.plan and j.revision = n.revision "
        "left join core.person as p on p.id = j.person where n.plan = 'LR' and n.text like 'de %%'")
    mine = [row for row in stored if row[0] in written]
    assert {ref: email for ref, email, _, _ in mine} == written
    assert all(text == f"de {email}" and same for _, email, text, same in mine)
    peers[0][0].close()


def test_identities_interleaved(demo, cluster, as_user, users):
    mix_identities(demo, cluster, as_user, users[5:8], 1000)


@pytest.mark.soak
def test_identities_interleaved_for_long(demo, cluster, as_user, users):
    mix_identities(demo, cluster, as_user, users[5:8], 10_000)

# SPDX-License-Identifier: MIT
"""Who one is: the system user at the other end of the socket, and nothing a client says."""
import pytest

from peer import Peer

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

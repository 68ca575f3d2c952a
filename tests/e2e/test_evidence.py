# SPDX-License-Identifier: MIT
"""What is evidence: refused writes and partners' reads are noted, the journal is verified, erasing leaves no trace."""
import json
import subprocess

import pytest

from house import BUILD, wait_for
from peer import peer_as

PARTNER = {"email": "canari@example.org", "name": "Zéphyrine Canari", "function": "veille canari"}


@pytest.fixture
def partner(demo, peer, users):
    """A system user who is a partner of the plan, with whom one of its actions is shared."""
    peer.call("person.create", **PARTNER, login=users[3])
    peer.call("member.add", plan="LR", party=PARTNER["email"], role="partner")
    peer.call("action.edit", action="LR-1", visibility="partners")
    yield users[3]
    if peer.call("person.list", search="canari")["items"]:
        peer.call("person.erase", person=PARTNER["email"])


def told(items):
    return sorted(((item["who"] and item["who"]["key"], item["method"], item["object"], item["kind"], item["calls"])
                   for item in items), key=lambda row: row[1])


@pytest.mark.asan
@pytest.mark.valgrind
def test_refused_writes_and_partner_reads(cluster, demo, peer, make_daemon, partner, users):
    daemon = make_daemon(cluster, demo.database)
    with peer_as(partner, daemon.socket) as one, peer_as(users[5], daemon.socket) as stranger:
        for _ in range(300):
            assert one.refused("action.start", action="LR-1").kind == "forbidden"
        for _ in range(40):
            one.call("action.get", action="LR-1")
        one.call("action.list", plan="LR")
        assert one.refused("action.get", action="XX-1").kind == "not_found"
        assert stranger.refused("plan.create", key="X9", title="x").kind == "unknown_user"
    with daemon.peer() as administrator:  # whose reads are not noted
        administrator.call("plan.status", plan="LR")
        wait_for(lambda: administrator.call("journal.refusals")["items"], "refusals are told within seconds")
        assert administrator.call("journal.reads", plan="LR")["items"] == []
    assert daemon.stop() == 0
    refusals = peer.call("journal.refusals")["items"]
    assert told(refusals) == [(PARTNER["email"], "action.start", "LR-1", "forbidden", 300),
        (None, "plan.create", None, "unknown_user", 1)]
    assert told(peer.call("journal.reads", plan="LR")["items"]) == [
        (PARTNER["email"], "action.get", None, "read", 40), (PARTNER["email"], "action.list", None, "read", 1)]


def test_one_edited_row_is_found_by_the_command(cluster, demo, peer):
    status = peer.call("plan.status", plan="LR")
    assert peer.call("journal.verify", plan="LR", to=status["revision"])["head"] == status["fingerprint"]
    cluster.sql(demo.database, """alter table core.journal disable trigger append_only;
        update core.journal set why = 'autre' where plan = 'LR' and revision = 7 and part = 1;
        alter table core.journal enable always trigger append_only""")
    found = copilctl(demo, "--json", "verify", "LR")
    assert found.returncode == 1
    assert json.loads(found.stdout)["first_broken"] == {"revision": 7, "part": 1, "what": "changed"}
    cluster.sql(demo.database, """alter table core.journal disable trigger append_only;
        update core.journal set why = null where plan = 'LR' and revision = 7 and part = 1;
        alter table core.journal enable always trigger append_only""")
    assert copilctl(demo, "verify", "LR").returncode == 0


def copilctl(daemon, *words):
    return subprocess.run([BUILD / "copilctl", "--socket", daemon.socket, *words], capture_output=True,
                          encoding="utf-8", check=False)


def test_erased_person_leaves_no_trace_in_a_dump(cluster, demo, peer, partner):
    with peer_as(partner, demo.socket) as one:
        assert one.call("person.export", person=PARTNER["email"])["person"]["name"] == PARTNER["name"]
    dumped = dump(cluster, demo.database)
    assert "canari" in dumped and "Zéphyrine" in dumped
    peer.call("person.erase", person=PARTNER["email"])
    dumped = dump(cluster, demo.database)
    assert "canari" not in dumped.lower() and "phyrine" not in dumped
    assert peer.call("journal.verify")["ok"] and peer.call("journal.verify", plan="LR")["ok"]


def dump(cluster, database):
    return subprocess.run(["pg_dump", "-h", cluster.host, "-U", "postgres", database], capture_output=True,
                          encoding="utf-8", check=True).stdout

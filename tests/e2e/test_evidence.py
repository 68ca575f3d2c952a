# SPDX-License-Identifier: MIT
"""What is evidence: refused writes and partners' reads are noted, the journal is verified, erasing leaves no trace."""
import json
import subprocess

import pytest

from house import BUILD, wait_for
from load import chance, rounds
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


# Acts on a plan of its own, fifty to a commit, all written as every act is.
ACTS = """
do $$
begin
  perform core.act('administrator', null, null), core.open_plan('EV', 'plan.create');
  insert into core.plan (key, title, created_at) values ('EV', 'Preuves', core.now());
  perform core.act('administrator', null, null), core.begin_write('EV', 'sector.create');
  insert into core.sector (plan, key, name, created_at)
  select 'EV', key, '0', core.now() from unnest('{{A,B}}'::text[]) as key;
  for number in 2 .. {rows} / 2 loop
    perform core.act('administrator', null, null), core.begin_write('EV', 'sector.edit', 'acte ' || number);
    update core.sector set name = number::text where plan = 'EV';
    if number % 50 = 0 then
      commit;
    end if;
  end loop;
end;
$$
"""

# What somebody might do to one row of the journal.
EDITS = ("why = 'autre'", "why = null", "person = 4711", "agent = 'personne'", "method = 'sector.create'",
    "object = 'EV-1'", "recorded_at = recorded_at - interval '1 microsecond'",
    "after = after || '{\"name\": \"autre\"}'", "before = null", "undoes = 1", "hash = hash || '\\x00'::bytea")


@pytest.mark.whole
def test_one_edited_row_of_many_is_found(cluster, demo, peer):
    choice, rows = chance(), rounds(2000, 100_000)
    act_often(cluster, demo.database, rows)
    verified = peer.call("journal.verify", plan="EV")
    assert verified["ok"] and rows - 2 <= verified["rows"] <= rows + 2
    for edit in choice.sample(EDITS, rounds(4, len(EDITS))):
        revision, part = choice.randint(3, verified["revision"]), choice.randint(1, 2)
        edited = edit_journal(cluster, demo.database, revision, part, edit)
        found = peer.call("journal.verify", plan="EV")
        assert found["first_broken"] == {"revision": revision, "part": part, "what": "changed"}, edit
        edit_journal(cluster, demo.database, revision, part, "(why, person, agent, method, object, recorded_at, "
            "before, after, undoes, hash) = (select was.why, was.person, was.agent, was.method, was.object, "
            "was.recorded_at, was.before, was.after, was.undoes, was.hash "
            "from jsonb_populate_record(null::core.journal, %s) as was)", edited)
    assert peer.call("journal.verify", plan="EV") == verified


def act_often(cluster, database, rows):
    connection = cluster.connect(database)
    with connection.cursor() as cursor:
        for statement in "set role copild_owner", "set search_path = core, pg_temp", ACTS.format(rows=rows):
            cursor.execute(statement)
    connection.close()


def edit_journal(cluster, database, revision, part, edit, *values):
    """Writes past the trigger, as only who owns the server can; the row as it was."""
    place = f"where plan = 'EV' and revision = {revision} and part = {part}"
    row = cluster.sql(database, f"select to_jsonb(journal)::text from core.journal {place}")[0][0]
    cluster.sql(database, f"""alter table core.journal disable trigger append_only;
        update core.journal set {edit} {place}; alter table core.journal enable always trigger append_only""", *values)
    return row


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

# SPDX-License-Identifier: MIT
"""`copild migrate` on databases without a schema, with an older and with a newer one, beside daemons that serve."""
import os
import re
import shutil
import subprocess

import pytest

from house import BUILD, HOME, Daemon, run, wait_for

OLDER = HOME / "tests/schema"
NEXT = int(run(BUILD / "copild", "--version").split()[-1]) + 1
PLANTED = "alter table core.plan add column planted text;\n"
# As a release would have it: the table's own file has the column too, last, for those who install anew.
TABLE_ANEW = ("core/plan.sql", "  revision bigint not null\n);", "  revision bigint not null,\n  planted text\n);")


@pytest.fixture(scope="module")
def next_copild():
    """The same program, built for the version after this one."""
    folder = (BUILD / "next").relative_to(HOME)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    run("make", "-C", HOME, "-j2", f"SCHEMA={NEXT}", f"O={folder}", folder / "copild", env=kept)
    return HOME / folder / "copild"


@pytest.fixture
def next_sql(tmp_path):
    """The SQL files of that version: a migration that adds a column, and the table with it."""
    copy = tmp_path / "sql"
    shutil.copytree(HOME / "sql", copy)
    (copy / f"migrations/{NEXT:04}_planted.sql").write_text(PLANTED, encoding="utf-8")
    path, before, after = TABLE_ANEW
    text = (copy / path).read_text(encoding="utf-8")
    assert before in text
    (copy / path).write_text(text.replace(before, after), encoding="utf-8")
    return copy


@pytest.fixture
def empty(cluster, make_name):
    """A database with roles and nothing else."""
    name = make_name()
    cluster.sql("postgres", f'create database "{name}" template template0')
    prepare(cluster, name)
    return name


@pytest.fixture
def present(cluster, make_name):
    """A database of this version."""
    return cluster.create_database(make_name())


@pytest.fixture
def make_name(request):
    count = iter(range(100))
    return lambda: f"migrate_{abs(hash(request.node.name)) % 10 ** 8}_{next(count)}"


@pytest.fixture
def serve(place):
    """serve(program, cluster, database): a daemon of that program, not waited for."""
    made = []

    def start(program, cluster, database):
        daemon = Daemon(place / f"migrate{next(serve.numbers)}", cluster, database)
        daemon.program = program
        daemon.launch()
        made.append(daemon)
        return daemon

    yield start
    for daemon in made:
        daemon.stop()


serve.numbers = iter(range(10 ** 6))


def prepare(cluster, database):
    run("psql", "-Xq", "-h", cluster.host, "-U", "postgres", "-d", database, "-v", "ON_ERROR_STOP=1",
        "-f", HOME / "sql/roles.sql", env={**os.environ, "PGOPTIONS": "-c client_min_messages=warning"})


def migration(program, cluster, database, sql=HOME / "sql"):
    """`copild migrate`, under way."""
    return subprocess.Popen([program, "--config", "/dev/null", "--set",
        f"database.conninfo=host={cluster.host} dbname={database}", "migrate", "--sql", sql],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def migrate(*arguments, status=0):
    """What it said; it must end with that status."""
    process = migration(*arguments)
    said, _ = process.communicate()
    assert process.returncode == status, said
    return said


def version(cluster, database):
    return cluster.sql(database, "select version from core.schema")[0][0]


def dump(cluster, database):
    """The schema as statements, whatever their order."""
    text = run("pg_dump", "-h", cluster.host, "-U", "postgres", "-s", "-n", "core", "-n", "api", database)
    text = re.sub(r"(?m)^(--|\\).*\n", "", text)
    return sorted(text.split(";\n\n"))


def differing(one, other):
    return [part for part in one if part not in other] + [part for part in other if part not in one]


def serves_a_plan(daemon, key):
    wait_for(lambda: daemon.is_up("session.whoami"), "copild to serve")
    with daemon.peer() as peer:
        peer.call("plan.create", key=key, title="Essai")
        assert peer.call("action.create", plan=key, title="x")["ref"] == f"{key}-1"


def test_twice_at_once_on_nothing(cluster, empty, serve):
    both = [migration(BUILD / "copild", cluster, empty) for _ in range(2)]
    said = [one.communicate()[0] for one in both]
    assert [one.returncode for one in both] == [0, 0], said
    assert version(cluster, empty) == NEXT - 1
    serves_a_plan(serve(BUILD / "copild", cluster, empty), "P")


def test_twice_at_once_on_an_older_one(cluster, present, serve, next_copild, next_sql):
    serves_a_plan(serve(BUILD / "copild", cluster, present), "OLD")
    both = [migration(next_copild, cluster, present, next_sql) for _ in range(2)]
    said = [one.communicate()[0] for one in both]
    assert [one.returncode for one in both] == [0, 0], said
    assert sum("planted.sql" in one for one in said) == 1, "the migration ran twice"
    assert version(cluster, present) == NEXT
    assert cluster.sql(present, "select key, planted from core.plan") == [("OLD", None)]
    daemon = serve(next_copild, cluster, present)
    serves_a_plan(daemon, "NEW")
    with daemon.peer() as peer:
        assert [plan["key"] for plan in peer.call("plan.list")["items"]] == ["NEW", "OLD"]


def test_fault_47_newer_schema_under_a_daemon_that_serves(cluster, present, serve, next_copild, next_sql):
    """It stops serving what it does not know, says why and what to do, and lives; nothing is half done."""
    daemon = serve(BUILD / "copild", cluster, present)
    serves_a_plan(daemon, "P")
    with daemon.peer() as peer:
        migrate(next_copild, cluster, present, next_sql)
        for method, params in (("plan.list", {}), ("action.create", {"plan": "P", "title": "y"}),
                ("action.get", {"action": "P-1"})):
            refusal = peer.refused(method, **params)
            assert (refusal.kind, refusal.data["retryable"]) == ("unavailable", True)
        wait_for(lambda: peer.call("system.info")["database"] == "other_schema", "copild to know why")
        sentence = f"the database's schema is version {NEXT}, this copild needs {NEXT - 1}: install the copild"
        assert sentence in daemon.said()
        assert peer.call("system.ping")["pong"] is True
    serves_a_plan(serve(next_copild, cluster, present), "Q")
    assert cluster.sql(present, "select count(*) from core.action where plan = 'P'") == [(1,)]


def test_a_migration_that_fails_changes_nothing(cluster, present, next_copild, next_sql):
    before = dump(cluster, present)
    path = next_sql / f"migrations/{NEXT:04}_planted.sql"
    path.write_text(PLANTED + "update core.plan set planted = 'x';\nselect 1 / 0;\n", encoding="utf-8")
    said = migrate(next_copild, cluster, present, next_sql, status=1)
    assert f'{path}": division by zero' in said
    assert version(cluster, present) == NEXT - 1
    assert differing(dump(cluster, present), before) == []
    path.write_text(PLANTED, encoding="utf-8")
    migrate(next_copild, cluster, present, next_sql)
    assert version(cluster, present) == NEXT


@pytest.mark.parametrize("lost, status", [(1, 0), (3, 0), (4, 1)])
def test_a_step_that_loses_to_a_daemon_is_tried_again(cluster, present, next_copild, next_sql, lost, status):
    """A deadlock with what is served meanwhile is no failure; a sequence counts, for no rollback takes it back."""
    cluster.sql(present, "create sequence public.tries; grant usage on sequence public.tries to copild_owner")
    loses = f"""do $$ begin if nextval('public.tries') <= {lost} then
        raise 'deadlock detected' using errcode = 'deadlock_detected'; end if; end $$;\n"""
    (next_sql / f"migrations/{NEXT:04}_planted.sql").write_text(PLANTED + loses, encoding="utf-8")
    said = migrate(next_copild, cluster, present, next_sql, status=status)
    assert said.count("deadlock detected; trying again") == min(lost, 3)
    assert version(cluster, present) == NEXT - status


def test_functions_that_fail_leave_the_step_before(cluster, present, next_copild, next_sql):
    """The migration is in, the functions are not: what was there stays whole, and migrating again ends it."""
    path = next_sql / "api/plan/get.sql"
    good = path.read_text(encoding="utf-8")
    path.write_text(good + "\nselect nothing();\n", encoding="utf-8")
    assert 'api/plan/get.sql", line' in migrate(next_copild, cluster, present, next_sql, status=1)
    assert cluster.sql(present, "select core.catalog() is not null and 'api.plan_get'::regproc is not null") == \
        [(True,)]
    path.write_text(good, encoding="utf-8")
    migrate(next_copild, cluster, present, next_sql)


def test_functions_are_installed_whole(cluster, present):
    before = dump(cluster, present)
    cluster.sql(present, """set role copild_owner; create function api.left_behind() returns json language sql
        as 'select ''1''::json'; drop function api.action_get; create or replace function core.now()
        returns timestamptz language sql stable as $$ select null::timestamptz $$""")
    assert differing(dump(cluster, present), before) != []
    migrate(BUILD / "copild", cluster, present)
    assert differing(dump(cluster, present), before) == []


@pytest.mark.parametrize("older", sorted(OLDER.glob("*.dump")), ids=lambda path: path.stem)
def test_install_equals_migrations(cluster, empty, make_name, older):
    """The first release's tables, migrated, are what a fresh installation makes. When this fails, the change of a
    table lacks its migration; only before a release may tools/table-dump write its tables again."""
    run("psql", "-Xq", "-h", cluster.host, "-U", "postgres", "-d", empty, "-v", "ON_ERROR_STOP=1", "-f", older)
    migrate(BUILD / "copild", cluster, empty)
    fresh = cluster.create_database(make_name())
    assert differing(dump(cluster, empty), dump(cluster, fresh)) == []


def test_planted_migration_equals_installation(cluster, present, empty, next_copild, next_sql):
    """The same of the planted version; without its migration the difference is seen."""
    migrate(next_copild, cluster, present, next_sql)
    migrate(next_copild, cluster, empty, next_sql)
    assert differing(dump(cluster, present), dump(cluster, empty)) == []
    cluster.sql(present, "alter table core.plan drop column planted")
    assert len(differing(dump(cluster, present), dump(cluster, empty))) > 0


def refused_start(daemon):
    """What a daemon that does not start says."""
    status = daemon.process.wait(timeout=60)
    daemon.process = None
    assert status == 78, daemon.said()
    return daemon.said()


def test_no_schema_is_a_sentence(cluster, empty, serve):
    said = refused_start(serve(BUILD / "copild", cluster, empty))
    assert "the database has no copild schema: run 'copild migrate'" in said


def test_a_database_without_rights_is_a_sentence(cluster, make_name):
    name = make_name()
    cluster.sql("postgres", f'create database "{name}" template template0')
    said = migrate(BUILD / "copild", cluster, name, status=1)
    assert f"run 'psql -d {name} -f {HOME / 'sql'}/roles.sql'" in said


def test_older_and_newer_schema_are_sentences(cluster, present, serve, next_copild, next_sql):
    said = refused_start(serve(next_copild, cluster, present))
    assert f"schema is version {NEXT - 1}, this copild needs {NEXT}: run 'copild migrate'" in said
    migrate(next_copild, cluster, present, next_sql)
    said = refused_start(serve(BUILD / "copild", cluster, present))
    assert f"schema is version {NEXT}, this copild needs {NEXT - 1}: install the copild that goes with it" in said
    said = migrate(BUILD / "copild", cluster, present, status=1)
    assert f"the database's schema is version {NEXT}, newer than this copild's {NEXT - 1}" in said


def test_statements_that_went_stale(cluster, present, serve):
    """Tables and functions change beneath prepared statements: the calls of open connections never notice."""
    daemon = serve(BUILD / "copild", cluster, present)
    serves_a_plan(daemon, "P")
    with daemon.peer() as peer:
        def works():
            assert peer.call("action.get", action="P-1")["title"] == "x"
            return peer.call("action.edit", action="P-1", text="y")["ref"] == "P-1"

        assert works()
        cluster.sql(present, "alter table core.action add column planted integer")
        assert works()
        cluster.sql(present, "alter table core.action drop column planted")
        assert works()
        text = (HOME / "sql/api/action/get.sql").read_text(encoding="utf-8")
        grants = "grant execute on function api.action_get to copild_serve, copild_read"
        anew = f"set role copild_owner; drop function api.action_get; {text}; {grants}"
        cluster.sql(present, anew)
        assert works()
        wider = text.replace("(action core.action_ref)", "(action core.action_ref, more text default null)", 1)
        assert wider != text
        cluster.sql(present, anew.replace(text, wider))
        assert works()
        assert peer.call("action.get", action="P-1", more="z")["title"] == "x"
        migrate(BUILD / "copild", cluster, present)
        assert works()
        assert peer.refused("action.get", action="P-1", more="z").data["param"] == "more"

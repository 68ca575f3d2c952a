# SPDX-License-Identifier: MIT
"""docs/ARCHITECTURE.md names rooms, paths and functions that exist; DOCS_UPDATE=1 (`make docs`) writes its map anew."""
import os
import re

import pytest

import rooms
from conftest import HOME
from house import run

PAGE = HOME / "docs" / "ARCHITECTURE.md"
FOLDERS = "daemon|sql|client|docs|tests|tools|etc|systemd|standalone|po|bench"


@pytest.fixture
def page():
    return PAGE.read_text(encoding="utf-8")


def test_the_map_of_rooms_is_what_the_files_say(page):
    told = rooms.with_rooms(page, HOME)
    if os.environ.get("DOCS_UPDATE"):
        PAGE.write_text(told, encoding="utf-8")
        page = told
    assert page.split("\n") == told.split("\n"), "run make docs"
    assert not re.search(r"^\| `\w+` \|\s*\|$", told, re.MULTILINE)


def test_paths_that_it_names_exist(page):
    for path in set(re.findall(rf"`((?:{FOLDERS})/[\w./-]+)`", page)) - {"sql/api/noun/verb.sql"}:
        assert (HOME / path).exists(), path
    for room in set(re.findall(r"`((?:base|wire|db|rpc|api)/\w+)`", page)):
        assert (HOME / "daemon" / f"{room}.h").exists(), room
    for folder in re.findall(r"^(daemon|sql|client|standalone)/?(\S*)", page.split("```")[1], re.MULTILINE):
        assert (HOME / "/".join(folder)).exists(), folder


def test_the_method_shown_is_the_real_one(page):
    name = re.search(r"is the file `(sql/api/\S+)`", page).group(1)
    shown = re.search(r"^```sql\n(.*?)^```$", page, re.MULTILINE | re.DOTALL).group(1)
    assert shown == (HOME / name).read_text(encoding="utf-8")


def test_names_in_sql_exist(page, demo):
    known = set(run("psql", "-XAt", "-h", demo.directory / "run", "-U", "postgres", "-d", "copild", "-c",
        """select pronamespace::regnamespace || '.' || proname from pg_proc
        union select relnamespace::regnamespace || '.' || relname from pg_class
        union select typnamespace::regnamespace || '.' || typname from pg_type""").split("\n"))
    assert set(re.findall(r"`?\b((?:core|api)\.\w+)(?=[`(])", page)) - {"api.noun_verb"} <= known


def test_targets_and_links_exist(page):
    help_text = run("make", "-C", HOME, "help")
    for target in re.findall(r"`make (\w+)`", page):
        assert f"make {target} " in help_text
    for target in re.findall(r"\]\((\w[^)#]*)\)", page):
        assert (PAGE.parent / target).exists(), target

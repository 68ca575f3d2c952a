# SPDX-License-Identifier: MIT
"""make install: complete, alone able to serve, and gone without a trace after make uninstall."""
import os
import re
import subprocess

import pytest

from house import HOME, run

FOLDERS = ("prefix=/usr", "O=build/usr")


def make(target, root):
    return run("make", "-s", "-j2", "-C", HOME, target, f"DESTDIR={root}", *FOLDERS)


def files(root):
    return {str(path.relative_to(root)) for path in root.rglob("*") if not path.is_dir()}


@pytest.fixture
def root(place, request):
    root = place / re.sub(r"\W", "", request.node.name)[:20]
    make("install", root)
    return root


def test_all_of_it_is_there(root):
    there = files(root)
    for page in (HOME / "docs").glob("*.[1-8]"):
        assert f"usr/share/man/man{page.suffix[1:]}/{page.name}" in there
    for file in (HOME / "sql").rglob("*.sql"):
        assert f"usr/share/copild/{file.relative_to(HOME)}" in there
    for file in (HOME / "etc/templates").rglob("*.mustache"):
        name = file.relative_to(HOME / "etc")
        assert {f"etc/copild/{name}", f"usr/share/copild/{name}"} <= there
    assert there >= {"usr/sbin/copild", "usr/sbin/copild-standalone", "usr/bin/copilctl", "etc/copild/copild.conf",
        "usr/lib/systemd/system/copild.service", "usr/lib/systemd/system/copild.socket",
        "usr/lib/sysusers.d/copild.conf", "usr/lib/tmpfiles.d/copild.conf",
        "usr/share/bash-completion/completions/copilctl", "usr/share/locale/fr/LC_MESSAGES/copilctl.mo"}
    assert not [file for file in there if re.search(r"@[a-z]+dir@", (root / file).read_text(encoding="latin-1"))]
    assert str(HOME).encode() not in b"".join((root / file).read_bytes() for file in there)


def test_names_its_own_folders(root):
    assert "/etc/copild/copild.conf" in run(root / "usr/sbin/copild", "--help")
    assert "ExecStart=/usr/sbin/copild --config /etc/copild/copild.conf\n" in (
        root / "usr/lib/systemd/system/copild.service").read_text(encoding="utf-8")
    run(root / "usr/sbin/copild", "--config", root / "etc/copild/copild.conf", "--check")


def test_standalone_needs_nothing_of_the_sources(root, place):
    """From / and with nothing of the sources in the environment; the loader and the plan are installed too."""
    script = '"$1/load" "$COPILD_SOCKET" LR "$1/languedoc-roussillon.jsonl"'
    done = subprocess.run([root / "usr/sbin/copild-standalone", "--clock", "2014-05-12", place / "installed", "--",
        "sh", "-c", script, "sh", root / "usr/share/copild/demo"], cwd="/", env={"PATH": os.defpath}, check=False,
        stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert done.returncode == 0 and "Loaded the plan LR" in done.stdout, done.stdout + done.stderr


def test_an_older_version_leaves_nothing(root):
    stray = root / "usr/share/copild/sql/api/old.sql"
    stray.write_text("-- of an older version\n", encoding="utf-8")
    make("install", root)
    assert not stray.exists()


def test_uninstall(root):
    make("uninstall", root)
    assert files(root) == set()
    assert not (root / "etc/copild").exists() and not (root / "usr/share/copild").exists()


def test_configuration_of_the_administrator_stays(root):
    configuration = root / "etc/copild/copild.conf"
    configuration.write_text("[daemon]\nlocale = en\n", encoding="utf-8")
    make("install", root)
    make("uninstall", root)
    assert files(root) == {"etc/copild/copild.conf"}
    assert configuration.read_text(encoding="utf-8") == "[daemon]\nlocale = en\n"


def test_templates_follow_unless_they_were_reworded(root):
    """An upgrade brings new texts where the old ones stand as they came, and leaves what was written here."""
    ours, stale = (root / f"etc/copild/templates/{language}/news.text.mustache" for language in ("fr", "en"))
    for file in stale, root / "usr/share/copild/templates/en/news.text.mustache":
        file.write_text("as an older version had it\n", encoding="utf-8")
    ours.write_text("Bonjour.\n", encoding="utf-8")
    make("install", root)
    assert ours.read_text(encoding="utf-8") == "Bonjour.\n"
    assert stale.read_bytes() == (HOME / "etc/templates/en/news.text.mustache").read_bytes()
    make("uninstall", root)
    assert files(root) == {"etc/copild/templates/fr/news.text.mustache"}

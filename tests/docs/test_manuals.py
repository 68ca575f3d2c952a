# SPDX-License-Identifier: MIT
"""The manual pages name every option, command and signal of the programs, and pages and paths that exist.

copilctl(1) is compared with copilctl in tests/client, the options of copild.conf(5) in tests/unit.
"""
import re
import subprocess

import pytest

from conftest import HOME
from house import BUILD, run

PAGES = sorted(path.name for path in (HOME / "docs").glob("*.[1-8]"))


def plain(page):
    """The page as text, without bold and with nothing cut."""
    return re.sub(".\b", "", run("mandoc", "-T", "utf8", "-O", "width=300", HOME / "docs" / page))


def options_of(program):
    return set(re.findall(r"^ {2}(--[a-z-]+)", run(BUILD / program, "--help"), re.MULTILINE))


def tagged(page):
    """The flags that have a paragraph of their own."""
    return set(re.findall(r"^ +(--[a-z-]+)(?= |$)", plain(page), re.MULTILINE))


@pytest.mark.parametrize("page", PAGES)
def test_page_is_well_formed(page):
    done = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", HOME / "docs" / page], capture_output=True,
        text=True, check=False)
    assert done.stdout == ""


@pytest.mark.parametrize("page", PAGES)
def test_pages_that_it_names_exist(page):
    named = re.findall(r"^\.Xr (copil\S+) (\d)", (HOME / "docs" / page).read_text(encoding="utf-8"), re.MULTILINE)
    assert named and {f"{name}.{section}" for name, section in named} <= set(PAGES)


@pytest.mark.parametrize("page, program", [("copild.8", "copild"), ("copild-standalone.1", "copild-standalone")])
def test_every_option_is_told_and_no_other(page, program):
    assert options_of(program) and tagged(page) == options_of(program)


@pytest.mark.parametrize("page, program", [("copild.8", "copild"), ("copild-standalone.1", "copild-standalone")])
def test_every_option_is_in_the_synopsis(page, program):
    synopsis = plain(page).split("SYNOPSIS")[1].split("DESCRIPTION")[0]
    assert options_of(program) <= set(re.findall(r"--[a-z-]+", synopsis))


def test_every_command_of_copild_is_told():
    commands = re.findall(r"^ {2}([a-z][a-z-]+(?: [A-Z]+)?)$", run(BUILD / "copild", "--help"), re.MULTILINE)
    assert {"migrate", "webhook-secret NUMBER", "bounce"} == set(commands)
    page = (HOME / "docs/copild.8").read_text(encoding="utf-8")
    for command in commands:
        assert f"\n.It Cm {command}\n".replace(" NUMBER", " Ar NUMBER") in page


def test_exit_statuses_are_those_of_the_program(document):
    told = re.findall(r"^\.It (\d+)$", document("docs/copild.8").split("EXIT STATUS")[1], re.MULTILINE)
    known = re.findall(r"\bCOPILD_\w+ = (\d+),", document("daemon/copild.h"))
    assert told == ["0", *known]

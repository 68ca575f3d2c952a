# SPDX-License-Identifier: MIT
"""Instants are shown in the caller's own zone unless TZ says which; where that is not the terminal's, it is named."""

import datetime
import os
import subprocess

import pytest

from conftest import copilctl
from fake import Refusal
from recorded import MESSAGES, SELF

FAR = "Pacific/Kiritimati"  # 14 hours ahead: no machine's own zone, or the test says so
MADE = "2014-05-12T06:00:00+00:00"
HERE = datetime.datetime.strptime(  # as the machine has it where TZ is not set
    subprocess.run(["date", "-d", MADE, "+%z"], env={"PATH": os.environ["PATH"]}, capture_output=True, encoding="ascii",
                   check=True).stdout.strip(), "%z").utcoffset()


def outbox(start, zone, env=None, *words):
    server = start({"session.whoami": {**SELF, "zone": zone} if isinstance(zone, str) else zone})
    done = copilctl(server, "outbox", *words, env={"TZ": None, **(env or {})})
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout, [method for method, _ in server.calls]


@pytest.fixture(autouse=True)
def elsewhere():
    assert HERE != datetime.timedelta(hours=14), f"this machine is in {FAR} itself"


def test_instants_are_in_the_zone_of_the_caller_which_is_asked_for_once(start):
    printed, calls = outbox(start, FAR)
    assert printed.count("12 May 2014 20:00") == len(MESSAGES["items"])
    assert printed.endswith(f"\nTimes: {FAR}\n")
    assert calls == ["message.list", "session.whoami"]


def test_tz_of_the_environment_wins(start):
    for zone, hour in (("UTC", "06:00"), ("", "06:00"), ("Asia/Tokyo", "15:00")):
        printed, calls = outbox(start, FAR, {"TZ": zone})
        assert f"12 May 2014 {hour}" in printed and "Times:" not in printed
        assert calls == ["message.list"]


def test_zone_is_not_named_where_clocks_agree(start):
    hours = HERE.total_seconds() / 3600
    if hours % 1:
        pytest.skip("no zone of whole hours is this machine's")
    printed, _ = outbox(start, f"Etc/GMT{-int(hours):+d}")
    assert "Times:" not in printed


def test_nothing_is_asked_without_an_instant(start):
    server = start()
    assert copilctl(server, "actions", "LR", env={"TZ": None}).returncode == 0
    _, calls = outbox(start, FAR, None, "--json")
    assert [method for method, _ in server.calls] == ["action.list"] and calls == ["message.list"]


@pytest.mark.parametrize("zone", [
    "Nowhere/Land", "../../../etc/passwd", "", "\x1b[2J", {**SELF, "zone": None}, [], b"", b"no JSON\n",
    Refusal(-32001, "La base est injoignable.", kind="unavailable")])
def test_a_zone_that_is_none_leaves_the_terminals(start, zone):
    printed, _ = outbox(start, zone)
    there = datetime.datetime.fromisoformat(MADE) + HERE
    assert f"{there.day} May 2014 {there:%H:%M}" in printed and "Times:" not in printed


def test_the_language_of_the_line(start):
    server = start({"session.whoami": {**SELF, "zone": FAR}})
    done = copilctl(server, "outbox", language="fr", env={"TZ": None})
    assert done.stdout.endswith(f"\nHeures\u00a0: {FAR}\n")

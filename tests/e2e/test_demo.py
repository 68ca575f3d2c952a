# SPDX-License-Identifier: MIT
"""The plan of Languedoc-Roussillon comes through the protocol and stands as its facts say."""
import pytest

from house import load_demo

pytestmark = [pytest.mark.asan, pytest.mark.valgrind, pytest.mark.usefixtures("demo")]


def test_meetings(peer):
    first, second, third = peer.call("meeting.list", plan="LR", sort="number")["items"]
    assert (first["state"], first["date"]) == ("held", None)
    assert (second["state"], second["date"], second["number"]) == ("held", "2014-04-07", 2)
    assert "Baillargues" in second["place"]
    assert (third["state"], third["date"], third["latest"]) == ("planned", None, "2014-06-30")
    assert third["said"] == "d'ici l'été"


def test_status(peer):
    status = peer.call("plan.status", plan="LR")
    assert status["today"] == "2014-05-12"
    assert (status["last_meeting"]["ref"], status["next_meeting"]["ref"]) == ("LR-M2", "LR-M3")
    assert "plan d’action concret" in status["next_meeting"]["objective"]
    assert status["leads"] == {"total": 6, "open": 1, "decided": 5, "dropped": 0}
    assert (status["decisions"]["total"], status["decisions"]["superseded"]) == (6, 1)
    assert status["actions"] == {
        "total": 10, "proposed": 1, "open": 4, "in_progress": 2, "blocked": 1, "done": 1, "cancelled": 1}
    assert (status["overdue"], status["due_soon"], status["postponed"]) == (1, 1, 1)
    assert [action["ref"] for action in status["late"]] == ["LR-1"]


def test_by_organisation_and_sector(peer):
    status = peer.call("plan.status", plan="LR")
    totals = {(row["organisation"] or {}).get("key"): row["total"] for row in status["by_organisation"]}
    assert totals["DIRECCTE-LR"] == 2
    assert sum(totals.values()) == 10
    assert {row["key"]: row["total"] for row in status["by_sector"]} == {"NUC": 4, "CHI": 4, "AERO": 4}


def test_indicators(peer):
    value, companies = peer.call("indicator.list", plan="LR")["items"]
    assert (value["baseline"], value["target"], value["unit"]) == (200, 100, "M€")
    assert (value["last"]["value"], value["progress"]) == (199, 1)
    assert companies["last"]["value"] == 162 and companies["progress"] == 100


def test_what_hangs_loose(peer):
    loose = peer.call("plan.loose", plan="LR")
    refs = {kind: [row["ref"] for row in rows] for kind, rows in loose.items() if isinstance(rows, list)}
    assert refs["leads_without_decision"] == ["LR-L6"]
    assert refs["decisions_without_action"] == ["LR-D6"]
    assert refs["actions_without_owner"] == ["LR-8"]
    assert refs["actions_without_deadline"] == ["LR-8"]


def test_persons_are_functions(peer):
    for person in peer.call("person.list")["items"]:
        assert person["email"].endswith("@example.org")


def test_examples_are_marked(peer):
    for method in "action.list", "decision.list":
        for item in peer.call(method, plan="LR")["items"]:
            assert item["title"].startswith("Exemple : ")


def test_loading_again_changes_nothing(demo, peer):
    before = peer.call("plan.get", plan="LR")["plan_revision"]
    assert "already" in load_demo(demo.socket)
    assert peer.call("plan.get", plan="LR")["plan_revision"] == before


def test_restart_keeps_it(demo):
    with demo.peer() as peer:
        before = peer.call("plan.status", plan="LR")
    assert demo.stop() == 0
    demo.start()
    with demo.peer() as peer:
        assert peer.call("plan.status", plan="LR") == before

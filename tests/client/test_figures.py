# SPDX-License-Identifier: MIT
"""Euros, numbers, dates and deadlines as people write them."""

import pytest

from conftest import copilctl
from recorded import ACT, ACTIONS, INDICATOR, MEETING, due


def line(text, label):
    rows = [row for row in text.split("\n") if row.strip().startswith(label)]
    return rows[0].split(label, 1)[1].strip().replace("\u00a0", " ").replace("\u202f", " ") if rows else None


@pytest.mark.parametrize("euros,fr,en", [
    (100000000, "100 M€", "€100M"), (1200000, "1,2 M€", "€1.2M"), (1230000, "1,23 M€", "€1.23M"),
    (1234567, "1 234 567 €", "€1,234,567"), (999999, "999 999 €", "€999,999"), (350000, "350 000 €", "€350,000"),
    (0, "0 €", "€0"), (12.5, "12,5 €", "€12.5"), (0.01, "0,01 €", "€0.01"), (1e12, "1 000 000 M€", "€1,000,000M"),
    (-2500000, "-2,5 M€", "€-2.5M")])
def test_euros(start, euros, fr, en):
    server = start({"action.get": {**ACTIONS[0], "expected": euros}})
    shown = line(copilctl(server, "show", "LR-1", language="fr").stdout, "Valeur")
    assert shown == f"attendue {fr}"
    assert line(copilctl(server, "show", "LR-1").stdout, "Value") == f"expected {en}"


@pytest.mark.parametrize("unit,value,fr,en", [
    ("M€", 100, "100 M€", "€100M"), ("€", 1200000, "1,2 M€", "€1.2M"), ("%", 12.5, "12,5 %", "12.5%"),
    ("entreprises", 1620, "1 620 entreprises", "1,620 entreprises")])
def test_amounts(start, unit, value, fr, en):
    server = start({"indicator.get": {**INDICATOR, "unit": unit, "target": value}})
    assert line(copilctl(server, "show", "LR-I1", language="fr").stdout, "Cible") == fr
    assert line(copilctl(server, "show", "LR-I1").stdout, "Target") == en


@pytest.mark.parametrize("typed,sent", [
    ("350000", 350000), ("350 000", 350000), ("350k", 350000), ("1,2M", 1200000), ("1.2 M€", 1200000),
    ("100 M€", 100000000), ("€1.2M", 1200000), ("1Md", 1000000000), ("12,5", 12.5), ("0", 0),
    ("1\u00a0200\u202f000 €", 1200000), ("0,07", 0.07)])
def test_euros_typed(start, typed, sent):
    server = start({"action.edit": ACTIONS[0]})
    assert copilctl(server, "edit", "LR-1", "--expected", typed).returncode == 0
    assert server.calls == [("action.edit", {"action": "LR-1", "expected": sent})]


@pytest.mark.parametrize("typed", [
    "", "x", "1.2.3", "350,000", "1e3", "0x10", "1M5", "nan", "9" * 40, "€", "-", "1 000,000"])
def test_euros_refused(server, typed):
    assert copilctl(server, "edit", "LR-1", f"--expected={typed}").returncode == 2
    assert server.calls == []


@pytest.mark.parametrize("deadline,fr,en", [
    (due("2014-06-21", 40), "21 juin 2014, dans 40 jours", "21 June 2014, in 40 days"),
    (due("2014-08-01", 81), "1er août 2014, dans 81 jours", "1 August 2014, in 81 days"),
    (due("2014-05-13", 1), "13 mai 2014, demain", "13 May 2014, tomorrow"),
    (due("2014-05-12", 0), "12 mai 2014, aujourd’hui", "12 May 2014, today"),
    (due("2014-05-11", -1), "11 mai 2014, 1 jour de retard", "11 May 2014, 1 day late"),
    (due("2014-06-30", 49, "d’ici l’été"), "d’ici l’été (30 juin 2014), dans 49 jours",
     "d’ici l’été (30 June 2014), in 49 days"),
    (due("2014-06-30", 49, "30/06/2014"), "30 juin 2014, dans 49 jours", "30 June 2014, in 49 days"),
    (due("2014-06-30", 49, "2014-06"), "2014-06 (30 juin 2014), dans 49 jours",
     "2014-06 (30 June 2014), in 49 days")])
def test_deadlines(start, deadline, fr, en):
    server = start({"action.get": {**ACTIONS[0], "due": deadline}})
    assert line(copilctl(server, "show", "LR-1", language="fr").stdout, "Échéance") == fr
    assert line(copilctl(server, "show", "LR-1").stdout, "Deadline") == en


@pytest.mark.parametrize("typed,sent", [("2014-05-02", "2014-05-02"), ("02/05/2014", "2014-05-02"),
                                        ("2/5/2014", "2014-05-02")])
def test_days_typed(start, typed, sent):
    server = start({"measure.add": INDICATOR})
    copilctl(server, "measure", "LR-I1", "1", "--on", typed)
    assert server.calls[0][1]["on"] == sent


@pytest.mark.parametrize("typed", ["2014-13-01", "32/01/2014", "2014-5-2", "05/2014", "2014-05-02x", "hier", ""])
def test_days_refused(server, typed):
    assert copilctl(server, "measure", "LR-I1", "1", f"--on={typed}").returncode == 2


@pytest.mark.parametrize("typed,sent", [
    ("14:30", "14:30"), ("14h30", "14:30"), ("14 h 30", "14:30"), ("14\u00a0h\u202f30", "14:30"), ("14H", "14:00"),
    ("9:05", "09:05"), ("9 h", "09:00"), ("9", "09:00"), ("0h00", "00:00"), ("23:59", "23:59")])
def test_hours_typed(start, typed, sent):
    server = start({"meeting.edit": MEETING})
    assert copilctl(server, "edit", "LR-M2", "--starts", typed).returncode == 0
    assert server.calls == [("meeting.edit", {"meeting": "LR-M2", "starts": sent})]


@pytest.mark.parametrize("typed", [
    "24:00", "14h60", "14:3", "14:", "14:300", "h30", "114:00", "14 h 30 m", "-1:00", "14.30", "midi", " ", ""])
def test_hours_refused(server, typed):
    done = copilctl(server, "edit", "LR-M2", f"--starts={typed}")
    assert done.returncode == 2 and "14h30" in done.stderr and server.calls == []


@pytest.mark.parametrize("starts,ends,fr,en", [
    (None, None, "7 avril 2014", "7 April 2014"), ("09:05", None, "7 avril 2014, à 9 h 05", "7 April 2014, 9:05"),
    ("14:00", "17:30", "7 avril 2014, de 14 h à 17 h 30", "7 April 2014, 14:00–17:30"),
    ("00:00", "10:00", "7 avril 2014, de 0 h à 10 h", "7 April 2014, 0:00–10:00")])
def test_hours(start, starts, ends, fr, en):
    server = start({"meeting.get": {**MEETING, "starts": starts, "ends": ends}})
    assert line(copilctl(server, "show", "LR-M2", language="fr").stdout, "Quand") == fr
    assert line(copilctl(server, "show", "LR-M2").stdout, "When") == en


def test_hours_that_changed(start):
    fields = {"starts": {"before": "14:00", "after": "09:30"}, "ends": {"before": None, "after": "12:00"}}
    server = start({"journal.get": {**ACT, "changes": [{"change": "changed", "fields": fields}]}})
    shown = line(copilctl(server, "show", "LR@41", language="fr").stdout, "Changements")
    assert shown == "début : 14 h → 9 h 30 · fin : – → 12 h"


@pytest.mark.parametrize("count,fr,en", [(0, None, None), (1, "1 ouverte", "1 open"), (2, "2 ouvertes", "2 open")])
def test_plurals(start, count, fr, en):
    from recorded import STATUS
    changed = {**STATUS, "leads": {"total": count, "open": count, "decided": 0, "dropped": 0}}
    for language, label, words in (("fr", "Pistes", fr), ("en", "Leads", en)):
        shown = line(copilctl(start({"plan.status": changed}), "status", language=language).stdout, label)
        assert shown == (f"{count} : {words}" if language == "fr" and words else
                         f"{count}: {words}" if words else str(count))

# SPDX-License-Identifier: MIT
"""What people see, compared with kept outputs (GOLDEN_UPDATE=1 keeps the present ones)."""

import unicodedata

import pytest

from conftest import check_golden, copilctl, on_terminal

SCREENS = {
    "status": ["status"], "actions": ["actions", "LR"], "leads": ["leads"], "decisions": ["decisions"],
    "meetings": ["meetings"], "indicators": ["indicators"], "journal": ["journal"], "loose": ["loose"],
    "show-action": ["show", "lr-1"], "show-indicator": ["show", "LR-I1"], "history": ["history", "LR-1"],
    "help": ["help"], "help-add": ["help", "add"], "plans": ["plans"], "members": ["members"],
    "people": ["people"], "organisations": ["organisations"], "notes": ["notes"], "search": ["search", "annuaire"],
    "show-meeting": ["show", "LR-M2"], "show-lead": ["show", "LR-L1"], "show-decision": ["show", "LR-D1"],
    "whoami": ["whoami"], "methods": ["methods"], "method": ["methods", "action.list"],
    "show-act": ["show", "LR@41"], "verify": ["verify"], "pack": ["pack", "LR-M3"], "requests": ["requests"],
    "reminders": ["reminders"], "reminders-one": ["reminders", "LR-1"], "policy": ["policy"], "outbox": ["outbox"],
    "outbox-show": ["outbox", "show", "118"], "outbox-status": ["outbox", "status"], "preferences": ["preferences"],
    "webhook": ["webhook"],
}


def width(text):
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 0 if unicodedata.combining(letter) else 1
               for letter in text)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("screen", SCREENS)
def test_screen(server, screen, columns, language):
    done = copilctl(server, *SCREENS[screen], "--columns", str(columns), language=language)
    assert (done.returncode, done.stderr) == (0, "")
    assert max(map(width, done.stdout.split("\n"))) <= columns
    assert "\x1b" not in done.stdout
    check_golden(f"{screen}-{columns}-{language}", done.stdout)


@pytest.mark.parametrize("screen", ["status", "actions", "journal"])
def test_pipe_cuts_nothing(server, screen):
    done = copilctl(server, *SCREENS[screen], language="fr")
    assert "…" not in done.stdout and "\x1b" not in done.stdout
    check_golden(f"{screen}-pipe-fr", done.stdout)


@pytest.mark.parametrize("screen", ["status", "actions"])
def test_terminal_has_colours(server, screen):
    seen, code = on_terminal(server, *SCREENS[screen], language="fr")
    assert code == 0 and "\x1b[" in seen
    check_golden(f"{screen}-terminal-fr", seen)


@pytest.mark.parametrize("env,words", [({"NO_COLOR": "1"}, []), ({"TERM": "dumb"}, []), ({}, ["--no-color"])])
def test_no_colours_where_unwanted(server, env, words):
    seen, code = on_terminal(server, "actions", *words, language="fr", env=env)
    assert code == 0
    check_golden("actions-80-fr", seen)


def test_terminal_width_is_its_own(server):
    seen, _ = on_terminal(server, "actions", columns=120, language="en", env={"NO_COLOR": "1"})
    check_golden("actions-120-en", seen)


@pytest.mark.parametrize("screen", ["status", "actions"])
def test_ascii_where_the_terminal_has_no_more(server, screen):
    done = copilctl(server, *SCREENS[screen], "--columns", "80", language="plain")
    assert done.stdout.isascii() and done.returncode == 0
    assert max(map(len, done.stdout.split("\n"))) <= 80
    check_golden(f"{screen}-80-plain", done.stdout)


def test_language_needs_no_installed_locale(server):
    done = copilctl(server, "status", language="fr", env={"LC_ALL": "fr_XX.UTF-8"})
    assert "Séances" in done.stdout


@pytest.mark.parametrize("env,language", [
    ({"LC_ALL": "", "LC_MESSAGES": "fr_FR.UTF-8", "LANG": "en_GB.UTF-8"}, "fr"),
    ({"LC_ALL": "", "LANG": "fr"}, "fr"), ({"LC_ALL": "de_DE.UTF-8", "LANG": "fr_FR.UTF-8"}, "en"),
    ({"LC_ALL": ""}, "en")])
def test_server_is_told_the_language(server, env, language):
    copilctl(server, "status", env=env)
    assert server.locales == [language]


def test_lang_option_wins(server):
    done = copilctl(server, "status", "--lang", "en", language="fr")
    assert "Meetings" in done.stdout and server.locales == ["en"]

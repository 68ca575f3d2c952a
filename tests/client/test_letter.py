# SPDX-License-Identifier: MIT
"""What a message says is shown as its reader has it."""

import json

import pytest

from conftest import HOME, copilctl
from recorded import MESSAGE

TEXTS = HOME / "tests" / "texts"
VIEWS = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted((TEXTS / "views").glob("*.json"))}
NEWS = VIEWS["news-before"]["en"]


def show(start, message, *words, **more):
    server = start({"message.get": {**MESSAGE, "reminders": [], **message}})
    done = copilctl(server, "outbox", "show", "118", *words, **more)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", VIEWS)
def test_mail_is_shown_as_it_is_read(start, name, language):
    """All of its words, in their order, however the lines are broken."""
    view = VIEWS[name]
    printed = show(start, {"shape": view["shape"], "content": view[language]}, language=language)
    words = " ".join((TEXTS / "golden" / language / f"{name}.txt").read_text(encoding="utf-8").split())
    assert words in " ".join(printed.split())


def test_without_templates_it_says_so(start):
    printed = show(start, {"content": NEWS}, env={"COPILCTL_TEMPLATES": "/nowhere"})
    assert "its words cannot be shown" in printed and "--json" in printed


def test_what_was_not_said_is_not_announced(start):
    assert "What it says" not in show(start, {"content": None})


def test_body_of_a_webhook_is_json(start):
    body = {"version": 1, "type": "webhook.test", "items": []}
    printed = show(start, {"channel": "webhook", "content": body})
    assert json.loads(printed.split("What it says\n")[1]) == body


def test_json_is_the_raw_answer(start):
    assert json.loads(show(start, {"content": NEWS}, "--json"))["content"] == NEWS

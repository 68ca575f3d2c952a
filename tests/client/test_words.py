# SPDX-License-Identifier: MIT
"""Typed words become calls: what was sent for what was typed."""

import json
import re
import threading

import pytest

from conftest import check_golden, copilctl
from recorded import ACTIONS, DELIVERY, INDICATOR, INFO, PLANS, POLICY, page

CALLS = {
    'add LR Titre --owner "cci alès" --due 2014-06 --decision lr-d1': (
        "action.create", {"plan": "LR", "title": "Titre", "owner": "cci alès", "due": "2014-06",
                          "decision": "LR-D1"}),
    'add "Un titre" --support a --support b --sector nuc --priority haute --expected 1,2M': (
        "action.create", {"plan": "LR", "title": "Un titre", "supports": ["a", "b"], "sectors": ["NUC"],
                          "priority": "high", "expected": 1200000}),
    "done LR-1 --evidence=--lien": ("action.done", {"action": "LR-1", "evidence": "--lien"}),
    "progress LR-1 40% --note ok": ("action.progress", {"action": "LR-1", "percent": 40, "note": "ok"}),
    "postpone LR-1 2014-Q3 --why parce": ("action.postpone", {"action": "LR-1", "due": "2014-Q3", "why": "parce"}),
    "reopen LR-1": ("action.reopen", {"action": "LR-1"}),
    "reopen LR-M2": ("meeting.reopen", {"meeting": "LR-M2"}),
    "reopen LR-L2 --why non": ("lead.reopen", {"lead": "LR-L2", "why": "non"}),
    "edit LR-D1 --title T": ("decision.edit", {"decision": "LR-D1", "title": "T"}),
    "edit LR-I1 --clear text": ("indicator.edit", {"indicator": "LR-I1", "clear": ["text"]}),
    "edit LR-N1 --text T": ("note.edit", {"note": "LR-N1", "text": "T"}),
    "edit LR-1 --recovered 350k --clear due --clear owner": (
        "action.edit", {"action": "LR-1", "recovered": 350000, "clear": ["due", "owner"]}),
    "measure LR-I1 1,5 --on 02/05/2014 --source x": (
        "measure.add", {"indicator": "LR-I1", "value": 1.5, "on": "2014-05-02", "source": "x"}),
    "measure LR-I1 -5 --on 2014-05-02": ("measure.add", {"indicator": "LR-I1", "value": -5, "on": "2014-05-02"}),
    "meeting --said \"d’ici l’été\" --place Alès": (
        "meeting.create", {"plan": "LR", "said": "d’ici l’été", "place": "Alès"}),
    "meeting --date 20/06/2014 --starts 14h --ends '17 h 30'": (
        "meeting.create", {"plan": "LR", "date": "2014-06-20", "starts": "14:00", "ends": "17:30"}),
    "edit LR-M3 --starts 9:05 --clear ends": (
        "meeting.edit", {"meeting": "LR-M3", "starts": "09:05", "clear": ["ends"]}),
    "hold LR-M3 --date 2014-06-20 --present CCI-ALES": (
        "meeting.hold", {"meeting": "LR-M3", "date": "2014-06-20", "attendance": ["CCI-ALES"]}),
    "decide Titre --meeting LR-M3 --lead LR-L1 --lead LR-L2": (
        "decision.create", {"plan": "LR", "title": "Titre", "meeting": "LR-M3", "leads": ["LR-L1", "LR-L2"]}),
    "edit LR-N1 --visibility partenaires": ("note.edit", {"note": "LR-N1", "visibility": "partners"}),
    "add Titre --visibility public": ("action.create", {"plan": "LR", "title": "Titre", "visibility": "public"}),
    "decide Titre --visibility comité": (
        "decision.create", {"plan": "LR", "title": "Titre", "visibility": "committee"}),
    "lead Titre --visibility partners": ("lead.create", {"plan": "LR", "title": "Titre", "visibility": "partners"}),
    "indicator Titre --unit € --visibility public": (
        "indicator.create", {"plan": "LR", "title": "Titre", "unit": "€", "visibility": "public"}),
    "note LR-1 vu --visibility partners": ("note.create", {"object": "LR-1", "text": "vu", "visibility": "partners"}),
    "report LR-1 --percent 40 --evidence x --note vu": (
        "action.report", {"action": "LR-1", "percent": 40, "evidence": "x", "note": "vu"}),
    "member add LR --organisation cci-nimes --role partner": (
        "member.add", {"plan": "LR", "party": "CCI-NIMES", "role": "partner"}),
    "member remove LR --organisation CCI-NIMES": ("member.remove", {"plan": "LR", "party": "CCI-NIMES"}),
    "members LR": ("member.list", {"plan": "LR"}),
    "whoami": ("session.whoami", {}),
    "can LR-12 postpone": ("right.explain", {"object": "LR-12", "method": "postpone"}),
    "member add LR cci --role secrétariat": ("member.add", {"plan": "LR", "party": "cci", "role": "secretary"}),
    "depend LR-1 LR-2": ("action.depend", {"action": "LR-1", "on": "LR-2"}),
    "ack lr-1": ("action.acknowledge", {"action": "LR-1"}),
    "ack LR-1 --for bob@example.org": ("action.acknowledge", {"action": "LR-1", "person": "bob@example.org"}),
    "request LR-1 2014-Q3 --why parce": (
        "postponement.request", {"action": "LR-1", "due": "2014-Q3", "why": "parce"}),
    "grant LR-1": ("postponement.accept", {"action": "LR-1"}),
    "refuse LR-1 --why non": ("postponement.refuse", {"action": "LR-1", "why": "non"}),
    "requests --action LR-1 --state demandé": (
        "postponement.list", {"plan": "LR", "action": "LR-1", "state": "asked"}),
    "convene lr-m3": ("meeting.convene", {"meeting": "LR-M3"}),
    "pack lr-m3": ("meeting.pack", {"meeting": "LR-M3"}),
    "reminders --days 7 --for a@example.org": (
        "reminder.preview", {"plan": "LR", "days": 7, "person": "a@example.org"}),
    "reminders lr": ("reminder.preview", {"plan": "LR"}),
    "reminders lr-1 --for cci --days 7": ("reminder.explain", {"object": "LR-1", "person": "cci"}),
    "reminders lr-m3": ("reminder.explain", {"object": "LR-M3"}),
    'policy set --morning 07:30 --rung "-3 owner" --rung "7 owner+secretary" --quiet "08-01/08-31 été"': (
        "reminder.edit", {"plan": "LR", "morning": "07:30", "rungs": ["-3 owner", "7 owner+secretary"],
                          "quiet": ["08-01/08-31 été"]}),
    "policy set LR --clear policy": ("reminder.edit", {"plan": "LR", "clear": ["policy"]}),
    'outbox --plan lr --state "non remis" --limit 3': ("message.list", {"plan": "LR", "state": "failed", "limit": 3}),
    "outbox": ("message.list", {}),
    "outbox --state annulé": ("message.list", {"state": "cancelled"}),
    'outbox --state "en cours d’envoi"': ("message.list", {"state": "busy"}),
    "outbox --channel courriel --search 550": ("message.list", {"channel": "mail", "search": "550"}),
    "outbox retry 118": ("message.retry", {"message": 118}),
    "outbox resend": ("message.resend", {}),
    'outbox resend --plan lr --for a@example.org --channel mail --search "relay access" --since 11/05/2014': (
        "message.resend", {"plan": "LR", "person": "a@example.org", "channel": "mail", "search": "relay access",
                           "since": "2014-05-11"}),
    "outbox cancel 118 --why non": ("message.cancel", {"message": 118, "why": "non"}),
    "outbox hold --why sauvegarde": ("delivery.hold", {"why": "sauvegarde"}),
    "outbox release": ("delivery.release", {}),
    "preferences a@example.org": ("preference.get", {"person": "a@example.org"}),
    "preferences set --channel courriel --digest quotidien --muted-until 23/05/2014": (
        "preference.edit", {"channel": "mail", "digest": "daily", "muted_until": "2014-05-23"}),
    "webhook": ("webhook.list", {}),
    "webhook add https://hooks.example.org/x --organisation cci-ales": (
        "webhook.create", {"url": "https://hooks.example.org/x", "organisation": "CCI-ALES"}),
    "webhook add https://hooks.example.org/x --for a@example.org": (
        "webhook.create", {"url": "https://hooks.example.org/x", "person": "a@example.org"}),
    "webhook test 3": ("webhook.test", {"webhook": 3}),
    "webhook rotate 3": ("webhook.rotate", {"webhook": 3}),
    "webhook remove 3": ("webhook.remove", {"webhook": 3}),
    "undo": ("journal.undo", {}),
    "undo LR": ("journal.undo", {"plan": "LR"}),
    "note LR-1 -- --fait": ("note.create", {"object": "LR-1", "text": "--fait"}),
    'actions --overdue --state "en cours" --state blocked --before 2014-06-30 --owner cci': (
        "action.list", {"plan": "LR", "overdue": True, "state": ["in_progress", "blocked"],
                        "due_before": "2014-06-30", "owner": "cci"}),
    "notes LR-1": ("note.list", {"object": "LR-1"}),
    "notes LR": ("note.list", {"plan": "LR"}),
    "journal --after 12": ("journal.list", {"plan": "LR", "after": 12}),
    "show a@example.org": ("person.get", {"person": "a@example.org"}),
    "show cci-ales": ("organisation.get", {"organisation": "CCI-ALES"}),
    "show lr@41": ("journal.get", {"plan": "LR", "revision": 41}),
    "call action.list plan=LR state=open state=blocked limit=2 overdue=true": (
        "action.list", {"plan": "LR", "state": ["open", "blocked"], "limit": 2, "overdue": True}),
    "call action.list plan:='[1,null]' new=7": ("action.list", {"plan": [1, None], "new": "7"}),
    "call action.list --json-params '{\"plan\": \"LR\"}'": ("action.list", {"plan": "LR"}),
}


@pytest.mark.parametrize("typed", CALLS)
def test_call(start, typed):
    import shlex
    method, params = CALLS[typed]
    server = start({method: ACTIONS[0]})
    done = copilctl(server, *shlex.split(typed), language="fr")
    assert done.returncode == 0, done.stderr
    assert (method, params) in server.calls


@pytest.mark.parametrize("option, command", [
    ("--role", "members LR"), ("--kind", "organisations"), ("--visibility", "lead Titre")])
def test_french_words_that_help_shows_are_taken(server, option, command):
    """What "chambre, direction … ou autre" names is sent as one of the protocol's words."""
    command = command.split()
    text = copilctl(server, "help", command[0], "--columns", "300", language="fr").stdout
    kind = re.search(rf"^  {option} (\S+)  ", text, re.MULTILINE)[1]
    shown = re.sub(r" \([^)]*\)", "", re.search(rf"^  {kind}\n +(.*)", text, re.MULTILINE)[1])
    known = copilctl(server, "help", "--complete", "--", *command, option, "").stdout.split()
    for word in re.split(", | ou ", shown):
        copilctl(server, *command, option, word, language="fr")
        assert server.calls[-1][1][option[2:]] in known, word


def test_several_references_are_several_calls(start):
    server = start({"action.done": lambda params: {**ACTIONS[0], "ref": params["action"]}})
    done = copilctl(server, "done", "LR-1", "LR-2", "LR-3")
    assert [params["action"] for _, params in server.calls] == ["LR-1", "LR-2", "LR-3"]
    assert done.stdout.count("\n") == 3


@pytest.mark.parametrize("verb", ["retry", "cancel"])
def test_several_messages_are_several_calls(start, verb):
    server = start({f"message.{verb}": lambda params: {"message": params["message"], "person": None}})
    done = copilctl(server, "outbox", verb, "7", "8", "9")
    assert [params for _, params in server.calls] == [{"message": number} for number in (7, 8, 9)]
    assert done.returncode == 0 and done.stdout.count("\n") == 3


@pytest.mark.parametrize("held,state,words", [
    (True, "held", "no: held since 12 May 2014 07:00: sauvegarde reprise"), (False, "held", "no: the server's config"),
    (False, "namesake", "no: another copild delivers under the same name"),
    (False, "no_relay", "all but mail: the server's configuration names no mail server"),
    (False, "on", "yes, by smtp://relais.example.org:25"), (False, None, "yes\n")])
def test_status_says_whether_messages_leave(start, held, state, words):
    info = {**INFO, "delivery": {**INFO["delivery"], "state": state}} if state else None
    done = copilctl(start({"delivery.status": {**DELIVERY, "held": held}, "system.info": info}), "outbox", "status")
    assert words in done.stdout and done.returncode == 0


@pytest.mark.parametrize("key,count,words", [
    (False, 2, "Webhooks no: 2 waiting, the server's configuration names no key for webhooks"), (False, 0, None),
    (True, 2, None), (None, 2, None)])
def test_status_says_that_webhooks_wait_for_a_key(start, key, count, words):
    facts = {**INFO["delivery"], "webhooks": key, "ready": {"mail": 0, "webhook": count}}
    done = copilctl(start({"system.info": {**INFO, "delivery": facts}}), "outbox", "status")
    text = re.sub(r"\s+", " ", done.stdout)
    assert words in text if words else "Webhooks" not in text


@pytest.mark.parametrize("own", [True, False])
def test_policy_says_of_hour_and_reminders_that_they_are_the_default(start, own):
    done = copilctl(start({"reminder.policy": {**POLICY, "own": own}}), "policy")
    assert ("Hour and reminders are the default." in done.stdout) is not own and "été" in done.stdout


def test_the_first_failure_is_the_status_and_the_rest_is_tried(start):
    from fake import Refusal
    refusal = Refusal(1001, "no", kind="not_found")
    server = start({"action.done": lambda params: refusal if params["action"] == "LR-1" else ACTIONS[0]})
    done = copilctl(server, "done", "LR-1", "LR-2")
    assert done.returncode == 4 and len(server.calls) == 2 and done.stdout.count("\n") == 1


def test_acknowledgement_is_one_line_with_reference_and_undo(start):
    for language, words in (("fr", "LR-1 est faite : "), ("en", "LR-1 is done: ")):
        done = copilctl(start({"action.done": ACTIONS[0]}), "done", "LR-1", language=language)
        assert done.stdout.count("\n") == 1
        assert done.stdout.replace("\u00a0", " ").startswith(words) and "copilctl undo" in done.stdout


@pytest.mark.parametrize("allowed,words", [
    (True, "LR-12, postpone: yes, as secretary\n"), (False, "LR-12, postpone: no. Pas ici.\n")])
def test_what_one_may_do_is_answered_without_a_word_about_undo(start, allowed, words):
    answer = {"object": "LR-12", "method": "postpone", "allowed": allowed,
              "holder": "secretary" if allowed else None, "why": None if allowed else "Pas ici."}
    assert copilctl(start({"right.explain": answer}), "can", "LR-12", "postpone").stdout == words


def test_webhooks_are_acknowledged_with_what_comes_next(server):
    texts = []
    for words in (["add", "https://hooks.example.org/copild"], ["test", "3"], ["rotate", "3"], ["remove", "3"]):
        for language in ("fr", "en"):
            texts.append(copilctl(server, "webhook", *words, language=language).stdout)
    assert "copild webhook-secret 3" in texts[0] and "copilctl outbox show 119" in texts[2]
    assert not any("undo" in text for text in texts)
    check_golden("webhook-words", "\n".join(texts))


def test_plan_must_be_named_among_several(start):
    two = page({"key": "LR", "title": "Un"}, {"key": "PACA", "title": "Deux"})
    done = copilctl(start({"plan.list": two}), "actions")
    assert done.returncode == 2 and "PACA" in done.stderr
    server = start({"plan.list": two})
    copilctl(server, "actions", env={"COPILD_PLAN": "PACA"})
    assert server.calls == [("action.list", {"plan": "PACA"})]


def test_no_plan_at_all(start):
    done = copilctl(start({"plan.list": page()}), "actions")
    assert done.returncode == 4


def test_title_that_looks_like_a_plan_is_asked_for(server):
    done = copilctl(server, "add", "LR")
    assert done.returncode == 2 and "TITLE" in done.stderr


def test_all_pages(start):
    def pages(params):
        start_at = int(params.get("cursor", 0))
        following = str(start_at + 2) if start_at < 4 else None
        return page(*[{**ACTIONS[0], "ref": f"LR-{start_at + i}"} for i in (1, 2)], next=following, total=6)

    server = start({"action.list": pages})
    done = copilctl(server, "actions", "LR", "--all", "--json")
    answer = json.loads(done.stdout)
    assert [item["ref"] for item in answer["items"]] == [f"LR-{i}" for i in range(1, 7)] and answer["next"] is None
    assert server.calls[0][1]["limit"] == 200
    done = copilctl(server, "actions", "LR")
    assert "2 of 6; the rest with --all" in done.stdout


@pytest.mark.parametrize("piece", [1, 2, 3, 7, 31])
def test_answers_in_pieces(start, piece):
    """Two answers and three pages, however the bytes come."""
    def pages(params):
        following = int(params.get("cursor", 0)) + 1
        return page({**ACTIONS[0], "ref": f"LR-{following}"}, next=str(following) if following < 3 else None, total=3)

    server = start({"action.list": pages})
    server.piece = piece
    answer = json.loads(copilctl(server, "actions", "--all", "--json").stdout)
    assert [item["ref"] for item in answer["items"]] == ["LR-1", "LR-2", "LR-3"]


def test_a_closed_server_takes_no_callers_of_the_next(start):
    """Its thread, late into accept(), once answered for the next test's server, on the same descriptor."""
    before = threading.active_count()
    for _ in range(3):
        server = start()
        server.close()
        assert threading.active_count() == before
        server.close = lambda: None


def test_a_cursor_that_stands_still_ends(start):
    server = start({"action.list": page(ACTIONS[0], next="x")})
    assert copilctl(server, "actions", "LR", "--all").returncode == 0
    assert len(server.calls) == 2


def test_json_is_the_raw_result_on_one_line(server):
    done = copilctl(server, "actions", "--json")
    assert done.stdout.count("\n") == 1 and json.loads(done.stdout) == page(*ACTIONS)


def test_json_of_figures_keeps_them(start):
    server = start({"indicator.get": {**INDICATOR, "target": 12345678901234, "baseline": 0.1}})
    answer = json.loads(copilctl(server, "show", "LR-I1", "--json").stdout)
    assert answer["target"] == 12345678901234 and answer["baseline"] == 0.1


def test_text_from_standard_input(start):
    server = start({"meeting.edit": {"ref": "LR-M3"}})
    copilctl(server, "edit", "LR-M3", "--minutes", "-", stdin="une ligne\nune autre\n")
    assert server.calls == [("meeting.edit", {"meeting": "LR-M3", "minutes": "une ligne\nune autre\n"})]


def test_first_call_costs_one_round_trip(server):
    """The wish for a language must not wait for its answer: one write carries both lines."""
    assert copilctl(server, "status", "LR").returncode == 0
    assert server.locales == ["en"] and server.calls == [("plan.status", {"plan": "LR"})]


def test_plans_are_asked_for_once(server):
    copilctl(server, "status")
    assert [method for method, _ in server.calls] == ["plan.list", "plan.status"]
    assert PLANS["total"] == 1

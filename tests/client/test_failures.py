# SPDX-License-Identifier: MIT
"""What goes wrong: each failure has its sentence, its advice and its exit status; nothing crashes."""

import os
import re
import shutil
import subprocess

import pytest

from conftest import BUILD, HOME, check_golden, copilctl, environment, on_terminal
from fake import Refusal
from recorded import ACTIONS, ANSWERS, page

CANDIDATES = [{"ref": "CCI-ALES", "name": "CCI Alès"}, {"ref": "CCI-LR", "name": "Réseau des CCI"}]
AMBIGUOUS = Refusal(1009, "« cci » peut désigner : …", kind="ambiguous", param="owner", value="cci",
                    candidates=CANDIDATES)

REFUSALS = {
    "not_found": (Refusal(1001, "« LR-99 » est introuvable.", kind="not_found", object="LR-99"), 4),
    "no message": (Refusal(1001, "« message:9 » est introuvable.", kind="not_found", object="message:9"), 4),
    "no webhook": (Refusal(1001, "« webhook:9 » est introuvable.", kind="not_found", object="webhook:9"), 4),
    "sent already": (Refusal(1004, "message:9 est « envoyé ».", kind="wrong_state", object="message:9"), 1),
    "nobody": (Refusal(1001, "« x » est introuvable.", kind="not_found", object="x", param="owner"), 4),
    "forbidden": (Refusal(1002, "Vous n’avez pas le droit de faire cela ici.", kind="forbidden"), 5),
    "unknown_user": (Refusal(1003, "L’utilisateur « x » est inconnu.", kind="unknown_user"), 5),
    "wrong_state": (Refusal(1004, "LR-1 est « faite ».", kind="wrong_state", object="LR-1"), 1),
    "reason_missing": (Refusal(1005, "Il faut un motif.", kind="reason_missing"), 2),
    "moved_on": (Refusal(1008, "LR-1 a changé.", kind="moved_on", object="LR-1"), 1),
    "nothing_to_undo": (Refusal(1013, "Rien à annuler.", kind="nothing_to_undo"), 1),
    "bad_value": (Refusal(-32602, "Paramètre refusé.", kind="bad_value"), 2),
    "method_not_found": (Refusal(-32601, "La méthode n’existe pas.", kind="method_not_found"), 4),
    "unavailable": (Refusal(-32001, "La base est injoignable.", kind="unavailable", retryable=True), 3),
    "busy": (Refusal(-32004, "Le serveur est occupé.", kind="busy", retryable=True), 3),
    "outcome_unknown": (Refusal(-32002, "On ne sait pas.", kind="outcome_unknown", retryable=False), 6),
    "internal": (Refusal(-32603, "copild a échoué.", kind="internal"), 1),
    "kind of tomorrow": (Refusal(1999, "Une phrase.", kind="tomorrow"), 1),
    "retryable of tomorrow": (Refusal(1999, "Une phrase.", kind="later", retryable=True), 3),
}


@pytest.mark.parametrize("kind", REFUSALS)
def test_refusal(start, kind):
    refusal, status = REFUSALS[kind]
    done = copilctl(start({"action.done": refusal}), "done", "LR-1", language="fr")
    assert (done.returncode, done.stdout) == (status, "")
    assert str(refusal) in done.stderr


def test_refusals_say_what_to_do_next(start):
    texts = []
    for refusal, _ in REFUSALS.values():
        for language in ("fr", "en"):
            texts.append(copilctl(start({"action.done": refusal}), "done", "LR-1", language=language).stderr)
    check_golden("refusals", "\n".join(texts))


def test_refusal_for_programs_is_one_json_line(start):
    done = copilctl(start({"action.get": REFUSALS["not_found"][0]}), "show", "LR-99", "--json")
    assert done.returncode == 4 and done.stdout == ""
    assert done.stderr.startswith('{"code":1001,') and done.stderr.count("\n") == 1


@pytest.mark.parametrize("words", [
    [], ["nonsense"], ["doen", "LR-1"], ["done"], ["done", "--why"], ["done", "LR-1", "--wrong"],
    ["progress", "LR-1", "101"], ["progress", "LR-1", "much"], ["postpone", "LR-1", "2014-Q3"], ["add"],
    ["measure", "LR-I1", "1,234", "--on", "2014-05-02"], ["measure", "LR-I1", "1", "--on", "soon"],
    ["add", "LR", "a", "b"], ["--columns", "3", "status"], ["--lang", "de", "status"], ["--socket"],
    ["call", "action.list", "plan"], ["call", "action.list", "--json-params", "{"], ["reopen", "LR"],
    ["add", "LR", "T", "--expected", "a lot"]], ids=" ".join)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_wrong_words(server, words, language):
    done = copilctl(server, *words, language=language)
    assert done.returncode == 2 and done.stdout == ""
    lines = done.stderr.strip().split("\n")
    assert len(lines) == 2 and "copilctl help" in lines[1]


def test_nearest_command_is_offered(server):
    assert 'did you mean "done"?' in copilctl(server, "doen", "LR-1").stderr


def test_nearest_command_of_two_words_is_offered(server):
    assert 'did you mean "outbox show"?' in copilctl(server, "outbox", "shw").stderr
    assert 'did you mean "webhook remove"?' in copilctl(server, "webhook", "remov", "3").stderr
    assert server.calls == []


def test_no_socket():
    done = copilctl(None, "status", "--socket", "/nowhere/socket")
    assert done.returncode == 3
    assert 'cannot reach copild at "/nowhere/socket": there is no such socket' in done.stderr
    assert "Is copild running?" in done.stderr


def test_dead_socket(start):
    server = start()
    path = server.path
    server.close()
    import socket
    dead = socket.socket(socket.AF_UNIX)
    dead.bind(path)
    dead.close()
    try:
        done = copilctl(server, "status")
        assert done.returncode == 3 and "nobody answers there" in done.stderr
    finally:
        server.close = lambda: os.unlink(path)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to become somebody else")
def test_closed_socket(server, tmp_path):
    for folder in [tmp_path, *tmp_path.parents]:
        if folder.owner() == "root" and str(folder).startswith("/tmp/"):
            folder.chmod(0o755)
    os.chmod(server.path, 0o600)
    program = shutil.copy(BUILD / "copilctl", tmp_path)  # nobody may not look below the sources of root
    done = subprocess.run([program, "status"], env=environment(server, "en"), capture_output=True,
                          encoding="utf-8", user="nobody", check=False)
    assert done.returncode == 3 and "closed to you" in done.stderr


@pytest.mark.parametrize("answer", [
    b"", b"{", b'{"jsonrpc":"2.0","id":1,"resu', b"not JSON\n", b"[1,2]\n", b"\x00\xff\n", b'"text"\n',
    b'{"jsonrpc":"2.0","id":1,"result":"\\u0000"}\n', b"[" * 5000 + b"\n"])
def test_answers_that_are_none(start, answer):
    done = copilctl(start({"plan.status": answer, "action.done": answer}), "status", "LR")
    assert done.returncode == 3 and done.stderr.startswith("copilctl: ")
    done = copilctl(start({"action.done": answer}), "done", "LR-1")
    assert done.returncode == 6 and "whether the change was made is not known" in done.stderr


def test_lost_answer_leaves_a_change_unknown_and_no_read(start):
    """Of every method, as docs/methods.md (which is made from the server's own table) says what it is."""
    kinds = dict(re.findall(r"^\*\*`([a-z.]+)\(.*\*\((read|write)\b",
                            (HOME / "docs/methods.md").read_text(encoding="utf-8"), re.MULTILINE))
    del kinds["session.locale"]  # with which every connection begins
    assert {"action.done": "write", "plan.search": "read", "system.info": "read"}.items() <= kinds.items()
    server = start(dict.fromkeys(kinds, b""))
    statuses = {method: copilctl(server, "call", method, "--json-params", "{}").returncode for method in kinds}
    assert statuses == {method: 6 if kind == "write" else 3 for method, kind in kinds.items()}


@pytest.mark.parametrize("result", [None, 1, "text", [], {}, {"items": 5}, {"items": [None, 1, "x", []]},
                                    {"items": {"a": 1}}, {"plan": 3, "actions": "x", "indicators": [1, {}]}])
@pytest.mark.parametrize("words", [["status"], ["actions"], ["show", "LR-1"], ["show", "LR-M1"], ["journal"],
                                   ["loose"], ["done", "LR-1"], ["undo"], ["whoami"], ["methods"], ["ping"],
                                   ["search", "x"], ["notes", "LR-1"], ["call", "plan.get"]], ids=" ".join)
def test_results_of_another_shape_do_not_crash(start, words, result):
    methods = ["plan.status", "action.list", "action.get", "meeting.get", "journal.list", "plan.loose",
               "action.done", "journal.undo", "session.whoami", "rpc.discover", "system.ping", "system.info",
               "plan.search", "note.list", "chain.get", "history.list", "plan.get"]
    done = copilctl(start({method: result for method in methods}), *words)
    assert 0 <= done.returncode <= 6


def test_huge_answer(start):
    items = [{**ACTIONS[0], "ref": f"LR-{number}", "title": "é" * 200} for number in range(20000)]
    done = copilctl(start({"action.list": page(*items)}), "actions", "LR", "--columns", "80")
    assert done.returncode == 0 and done.stdout.count("\n") == 20001


def test_endless_answer_is_given_up(start):
    done = copilctl(start({"plan.status": b"x" * (65 << 20)}), "status", "LR")
    assert done.returncode == 3 and "64 MiB" in done.stderr


def test_reader_that_goes_away(start):
    items = [{**ACTIONS[0], "title": "é" * 200} for _ in range(5000)]
    server = start({"action.list": page(*items)})
    done = subprocess.run(f"'{BUILD}/copilctl' actions LR | head -n 1; echo ${{PIPESTATUS[0]}}", shell=True,
                          executable="/bin/bash", env=environment(server, "en"), capture_output=True,
                          encoding="utf-8", check=False)
    assert done.stdout.endswith("\n0\n") and done.stderr == ""


def test_full_disk_is_told(server):
    done = subprocess.run([BUILD / "copilctl", "status"], env=environment(server, "en"), encoding="utf-8",
                          stdout=open("/dev/full", "w"), stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1 and "cannot write the answer" in done.stderr


NASTY = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202eoops\u2066\u200b\r\x08\x7f"


@pytest.mark.parametrize("words", [["status"], ["actions"], ["show", "LR-1"], ["journal"], ["done", "LR-1"],
                                   ["show", "LR-99"], ["call", "action.get", "action=LR-1"],
                                   ["actions", "--json"], ["add", "x", "--owner", "y"]], ids=" ".join)
def test_server_cannot_steer_the_terminal(start, words):
    nasty = {**ACTIONS[0], "title": NASTY, "owner": {"kind": "person", "key": NASTY, "name": NASTY}}
    spoilt = {**dict(plan={"key": "LR", "title": NASTY}, late=[nasty]), "today": NASTY, NASTY: NASTY}
    refusal = Refusal(1009, NASTY, kind="ambiguous", param="owner", value=NASTY,
                      candidates=[{"ref": NASTY, "name": NASTY}])
    server = start({"plan.status": spoilt, "action.list": page(nasty), "action.done": nasty,
                    "action.get": nasty, "action.create": refusal,
                    "journal.list": page({"revision": 1, "recorded_at": NASTY, "method": NASTY, "why": NASTY})})
    done = copilctl(server, *words, env={"NO_COLOR": "1"})
    printed = done.stdout + done.stderr
    assert not [letter for letter in printed if letter in NASTY and not letter.isalnum() and letter not in "[];"]
    assert "oops" in printed or words == ["show", "LR-99"]


def test_who_is_in_no_plan_is_told_what_to_do(start):
    server = start({"session.whoami": {**ANSWERS["session.whoami"], "administrator": False, "plans": []}})
    assert "a plan's secretary can add you" in copilctl(server, "whoami").stdout


def test_ambiguous_owner_lists_candidates(start):
    server = start({"action.create": AMBIGUOUS})
    done = copilctl(server, "add", "LR", "Titre", "--owner", "cci", language="fr")
    assert done.returncode == 2
    check_golden("ambiguous-fr", done.stderr)


def test_ambiguous_owner_is_asked_on_a_terminal(start):
    def create(params):
        return AMBIGUOUS if params["owner"] == "cci" else {**ACTIONS[0], "ref": "LR-5"}

    server = start({"action.create": create})
    seen, code = on_terminal(server, "add", "LR", "Titre", "--owner", "cci", language="fr", typed=b"2\n",
                             env={"NO_COLOR": "1"})
    assert code == 0 and "LR-5" in seen
    assert [params["owner"] for _, params in server.calls] == ["cci", "CCI-LR"]


@pytest.mark.parametrize("typed", [b"\n", b"9\n", b"no\n", b"\x04"])
def test_no_answer_is_no_choice(start, typed):
    server = start({"action.create": AMBIGUOUS})
    _, code = on_terminal(server, "add", "LR", "Titre", "--owner", "cci", typed=typed)
    assert code == 2 and len(server.calls) == 1


def test_ambiguous_member_of_a_list(start):
    refusal = Refusal(1009, "…", kind="ambiguous", param="supports", value="cci", candidates=CANDIDATES)
    server = start({"action.create": lambda params: refusal if "cci" in params["supports"] else ACTIONS[0]})
    _, code = on_terminal(server, "add", "LR", "T", "--support", "pole", "--support", "cci", typed=b"1\n")
    assert code == 0 and server.calls[-1][1]["supports"] == ["pole", "CCI-ALES"]

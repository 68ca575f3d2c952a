# SPDX-License-Identifier: MIT
"""Help, manual and completion are about the same commands and options."""

import re
import shlex
import subprocess

import pytest

from conftest import BUILD, HOME, copilctl, environment


def words_of(section, text):
    """The first words of the lines of one section of `copilctl help`."""
    part = text.split(f"{section}\n", 1)[1].split("\n\n", 1)[0]
    return [re.split(r"  +", line.strip())[0] for line in part.splitlines()]


def commands():
    return words_of("Commands", copilctl(None, "help").stdout)


def squeeze(text):
    return re.sub(r"\s+", " ", re.sub(r"[…]|\.\.\.", "", text)).replace(" ]", "]").strip()


@pytest.fixture(scope="module")
def manual():
    page = subprocess.run(["mandoc", "-T", "utf8", "-O", "width=900", HOME / "docs" / "copilctl.1"],
                          capture_output=True, encoding="utf-8", check=True).stdout
    return re.sub(".\b", "", page)


def test_manual_is_well_formed():
    done = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", HOME / "docs" / "copilctl.1"],
                          capture_output=True, encoding="utf-8", check=False)
    assert done.stdout == ""


@pytest.mark.parametrize("command", commands())
def test_command_is_in_the_manual_as_help_shows_it(manual, command):
    lines = copilctl(None, "--columns", "3000", "help", *command.split()).stdout.split("\n")
    usage = squeeze(lines[0].removeprefix("copilctl "))
    assert [line for line in manual.split("\n") if (squeeze(line) + " ").startswith(usage + " ")]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_option_has_its_meaning(manual, language):
    for command in commands():
        text = copilctl(None, "--columns", "3000", "help", *command.split(), language=language).stdout
        for option in re.findall(r"^  (--\S+.*)", text, re.MULTILINE):
            assert re.match(r"--\S+( \S+)?  +\S", option), (command, option)
            assert re.search(rf"^\s+{option.split()[0]}(\s|$)", manual, re.MULTILINE), option


def test_each_word_is_explained_once(manual):
    words = re.findall(r"^ {5}([A-Z=]+)(?: |$)", manual.split("\nWORDS")[1].split("\nOPTIONS OF")[0], re.MULTILINE)
    assert {"KEY", "ORDER", "VERB"} < set(words) and sorted(set(words)) == sorted(words)


def test_common_options_and_exit_statuses_are_in_the_manual(manual):
    for option in words_of("Everywhere", copilctl(None, "help").stdout):
        assert re.search(rf"^\s+{re.escape(option)}(\s|$)", manual, re.MULTILINE), option
    values = re.findall(r"OUTCOME_\w+ = (\d)", (HOME / "client" / "failure.h").read_text())
    statuses = manual.split("EXIT STATUS")[1].split("EXAMPLES")[0]
    assert re.findall(r"^\s+(\d)\s", statuses, re.MULTILINE) == values


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("command", commands())
def test_help_on_a_command_fits_80_columns_uncut(command, language):
    lines = copilctl(None, "help", "--columns", "80", *command.split(), language=language).stdout.split("\n")
    assert not [line for line in lines if len(line) > 80 or re.match(r"  --.*…$", line)]


def test_help_fits_80_columns_uncut():
    for language in ("fr", "en"):
        text = copilctl(None, "help", "--columns", "80", language=language).stdout
        assert max(map(len, text.split("\n"))) <= 80
        assert not [line for line in text.split("\n")[1:] if line.endswith("…") and "séance…" not in line
                    and "meeting …" not in line]


def candidates(server, *words):
    return copilctl(server, "help", "--complete", "--", *words).stdout.split()


def test_candidates_of_two_words(server):
    assert candidates(server, "outbox", "") == ["show", "retry", "resend", "cancel", "status", "hold", "release"]
    assert candidates(server, "outbox", "show", "") == ["118", "117", "116", "115"]
    assert candidates(server, "webhook", "") == ["add", "test", "rotate", "remove"]
    assert candidates(server, "webhook", "rotate", "") == ["3", "2"]
    assert "set" in candidates(server, "policy", "") and "LR" in candidates(server, "policy", "")
    assert candidates(server, "outbox", "--state", "") == ["waiting", "busy", "sent", "failed", "void", "cancelled"]


def test_help_names_the_further_words():
    text = copilctl(None, "help", "outbox").stdout
    assert re.search(r"^  outbox resend +has all messages tried again", text, re.MULTILINE)
    assert copilctl(None, "help", "webhook").stdout.startswith("copilctl webhook\n")


def test_candidates(server):
    assert "postpone" in candidates(server, "")
    assert "--overdue" in candidates(server, "actions", "--")
    assert "--json" in candidates(server, "actions", "--")
    assert candidates(server, "actions", "--state", "") == [
        "proposed", "open", "in_progress", "blocked", "done", "cancelled", "planned", "held", "approved",
        "decided", "dropped"]
    assert candidates(server, "done", "LR-1", "") == ["LR-1", "LR-2", "LR-3", "LR-4"]
    assert candidates(server, "decide", "T", "--lead", "LR-") == ["LR-L1", "LR-L2"]
    assert candidates(server, "show", "") == [
        "LR-1", "LR-2", "LR-3", "LR-4", "LR-D1", "LR-D2", "LR-L1", "LR-L2",
        "LR-M2", "LR-M3", "LR-M4", "LR-M5", "LR-M6", "LR-I1"]
    assert {"--starts", "--ends"} <= set(candidates(server, "meeting", "--"))
    assert {"starts", "ends"} <= set(candidates(server, "edit", "LR-M3", "--clear", ""))
    assert candidates(server, "status", "") == ["LR"]
    assert candidates(server, "member", "") == ["add", "remove"]
    assert candidates(server, "--lang", "fr", "status", "") == ["LR"]
    assert "done" in candidates(server, "help", "")


def test_candidates_without_server():
    assert candidates(None, "done", "") == []
    assert copilctl(None, "help", "--complete", "--", "done", "").stderr == ""


def complete(server, *words):
    """What bash offers for the last word, with the installed script."""
    script = HOME / "client" / "completion" / "copilctl.bash"
    line = " ".join(shlex.quote(word) for word in words)
    program = f"""source {shlex.quote(str(script))}
COMP_WORDS=({line}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); COMP_LINE={shlex.quote(line)}; COMP_POINT=${{#COMP_LINE}}
_copilctl; printf '%s\\n' "${{COMPREPLY[@]}}" """
    done = subprocess.run(["bash", "-c", program], env=environment(server, "en"), capture_output=True,
                          encoding="utf-8", check=True)
    assert done.stderr == ""
    return done.stdout.split()


def test_bash(server):
    program = str(BUILD / "copilctl")
    assert complete(server, program, "post") == ["postpone"]
    assert complete(server, program, "done", "lr-") == ["LR-1", "LR-2", "LR-3", "LR-4"]
    assert complete(server, program, "actions", "--over") == ["--overdue"]
    assert complete(server, program, "actions", "LR", "--state", "bl") == ["blocked"]
    assert complete(server, program, "nonsense", "x") == []

# SPDX-License-Identifier: MIT
"""Every text is in French too, with the same places and the typography of French."""

import re
import subprocess

import pytest

from conftest import HOME

CATALOGUE = HOME / "po" / "fr.po"


def texts(path):
    """The catalogue's entries: (text, plural or None, translations)."""
    entries = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        fields = {}
        for line in block.split("\n"):
            match = re.match(r'(?:(msgid_plural|msgid|msgstr(?:\[\d\])?) )?"(.*)"$', line)
            if match:
                name = match[1] or name
                fields[name] = fields.get(name, "") + match[2].replace('\\"', '"').replace("\\n", "\n")
        if fields.get("msgid"):
            entries.append((fields["msgid"], fields.get("msgid_plural"),
                            [value for name, value in fields.items() if name.startswith("msgstr")]))
    return entries


ENTRIES = texts(CATALOGUE)


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    path = tmp_path_factory.mktemp("po") / "copilctl.pot"
    sources = sorted(str(source.relative_to(HOME)) for source in (HOME / "client").glob("*.c"))
    subprocess.run(["xgettext", "--from-code=UTF-8", "-k_", "-kN_", "-kngettext:1,2", "-kPLURAL:1,2", "-o", path,
                    *sources], cwd=HOME, check=True)
    return path


def test_catalogue_is_whole(template):
    wanted = {(text, plural) for text, plural, _ in texts(template)}
    have = {(text, plural) for text, plural, _ in ENTRIES}
    assert wanted - have == set() and have - wanted == set()


def test_nothing_is_untranslated_or_fuzzy():
    done = subprocess.run(["msgfmt", "--check", "--statistics", "-o", "/dev/null", CATALOGUE],
                          capture_output=True, encoding="utf-8", env={"LC_ALL": "C", "PATH": "/usr/bin"}, check=True)
    assert re.fullmatch(r"\d+ translated messages\.\n", done.stderr)
    assert all(all(translations) for _, _, translations in ENTRIES)


def places(text):
    """What is filled in: {places}, printf's conversions, and how many brackets."""
    return (sorted(re.findall(r"\{[a-z_.]*(?::[a-z]+)?\}", text)),
            sorted(re.findall(r"%[0-9]*(?:lld|zu|[sd])", text)))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry[0][:40])
def test_places_are_the_same(entry):
    text, plural, translations = entry
    for translation in translations:
        assert places(translation) in (places(text), places(plural or text))
        assert translation.count("[") == translation.count("]") == text.count("[")
    assert len(translations) == (2 if plural else 1)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry[0][:40])
def test_typography(entry):
    for translation in entry[2]:
        bare = re.sub(r"\{[^}]*\}|:=|https://|--\S+|\"[^\"]*\"", "X", translation)
        assert not re.search(r"(?<![\u00a0\u202f])[;?!»]", bare), translation
        assert not re.search(r"(?<![\u00a0\u202f0-9\[]):(?!=)(?![0-9%])", bare), translation
        assert not re.search(r"«(?!\u00a0)", bare), translation
        assert "'" not in bare and "..." not in bare, translation

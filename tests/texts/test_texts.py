# SPDX-License-Identifier: MIT
"""What mail says: every example of a view in both languages, compared with kept texts (GOLDEN_UPDATE=1 keeps the
present ones); the letters of French; hostile values; and which sets of templates are refused."""
import json
import os
import re
import shutil
from html.parser import HTMLParser

import pytest

from conftest import HERE, HOME, ours

GOLDEN, TEMPLATES = HERE / "golden", HOME / "etc/templates"
SHAPES = {"news", "convened", "minutes", "pack", "digest", "alert"}
VIEWS = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted((HERE / "views").glob("*.json"))}
EVERY = [(name, language) for name in VIEWS for language in ("fr", "en")]


def request(shape, view, locale="fr", directory=TEMPLATES):
    return {"directory": str(directory), "locale": locale, "shape": shape, "view": view}


@pytest.fixture(scope="module")
def said():
    """All of them rendered, by name and language."""
    answers = ours(*(request(VIEWS[name]["shape"], VIEWS[name][language], language) for name, language in EVERY))
    return dict(zip(EVERY, answers))


@pytest.mark.parametrize("name, language", EVERY)
def test_says_what_it_said(said, name, language):
    mail = said[name, language]
    assert "fault" not in mail
    for suffix, text in ("txt", f"{mail['subject']}\n\n{mail['text']}"), ("html", mail["html"]):
        kept = GOLDEN / language / f"{name}.{suffix}"
        if os.environ.get("GOLDEN_UPDATE"):
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(text, encoding="utf-8")
        assert text == kept.read_text(encoding="utf-8")


def test_every_shape_has_an_example_and_every_kept_text_its_view():
    assert {view["shape"] for view in VIEWS.values()} == SHAPES
    assert {(path.stem, path.parent.name) for path in GOLDEN.rglob("*.*")} == set(EVERY)


def references(value):
    """Of all that a view is about, but not of the decisions that its actions come from."""
    if isinstance(value, list):
        return {ref for one in value for ref in references(one)}
    if not isinstance(value, dict):
        return set()
    inner = {ref for key, one in value.items() if key not in {"decision", "since"} for ref in references(one)}
    return inner | {value["ref"]} if "ref" in value else inner


@pytest.mark.parametrize("name, language", EVERY)
def test_says_what_it_is_about(said, name, language):
    """Each reference in the view stands in the text and in the HTML; the subject is short."""
    mail = said[name, language]
    for ref in references(VIEWS[name][language]):
        assert re.search(rf"\b{ref}\b", mail["text"]) and re.search(rf"\b{ref}\b", mail["html"])
    assert 0 < len(mail["subject"]) <= 120 and "\n" not in mail["subject"]
    assert not re.search(r"\{\{|\}\}|null|\btrue\b|\bfalse\b", mail["subject"] + mail["text"])


class Tags(HTMLParser):
    """Every element that is opened is closed, in order; nothing is fetched from elsewhere."""

    def __init__(self):
        super().__init__()
        self.open, self.text = [], ""

    def handle_starttag(self, tag, attributes):
        assert tag not in {"img", "script", "link", "iframe", "object", "form"} and "src" not in dict(attributes)
        assert dict(attributes).get("href", "mailto:").startswith("mailto:")
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def parsed(html):
    tags = Tags()
    tags.feed(html)
    tags.close()
    assert tags.open == []
    return re.sub(r"\s+", " ", tags.text)


def parsed_tags(html):
    """The names of its elements, in order."""
    return re.findall(r"<(/?\w+)", html)


@pytest.mark.parametrize("name, language", EVERY)
def test_html_is_whole_and_fetches_nothing(said, name, language):
    assert VIEWS[name][language]["name"] in parsed(said[name, language]["html"])


def test_the_page_shows_what_mail_says(said):
    """Its pictures are there, and the subjects that it quotes are those of the examples."""
    page = (HOME / "docs/messages.md").read_text(encoding="utf-8")
    shown = re.findall(r"\]\((pictures/(\w\w)-([\w-]+)\.png)\)", page)
    assert len(shown) == 8 and all((HOME / "docs" / file).exists() for file, *_ in shown)
    quoted = re.findall(r"^> (.*)$", page.replace("&nbsp;", "\u00a0"), re.MULTILINE)
    assert quoted == [said[name, language]["subject"] for _, language, name in shown if language == "fr"]


def names(value):
    """Of all fields in a view, wherever they stand."""
    if isinstance(value, list):
        return {name for one in value for name in names(one)}
    return set(value) | {name for one in value.values() for name in names(one)} if isinstance(value, dict) else set()


def test_the_manual_tells_every_field_and_no_other():
    manual = (HOME / "docs/copild-templates.7").read_text(encoding="utf-8")
    values = manual.split(".Sh VALUES")[1].split(".Sh FILES")[0]
    told = set(re.findall(r"^\.It Va (\w+)$", values, re.MULTILINE))
    assert told == {name for view in VIEWS.values() for name in names([view["fr"], view["en"]])}
    assert set(re.findall(r"^\.It Li (\w+)$", manual, re.MULTILINE)) == SHAPES


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.mustache")), ids=lambda path: "-".join(path.parts[-2:]))
def test_templates_ask_for_nothing_that_no_view_has(path):
    known = {name for view in VIEWS.values() for name in names(view["fr"])}
    lists = {f"{name}_{what}" for name in known for what in ("any", "count", "many")}
    asked = set(re.findall(r"\{\{[#^/&]?\s*(\w+)\s*\}\}", path.read_text(encoding="utf-8")))
    assert asked <= known | lists | {"first", "last"}


# ---- the letters of French ------------------------------------------------------------------------

@pytest.mark.parametrize("path", sorted((TEMPLATES / "fr").glob("*.mustache")), ids=lambda path: path.name)
def test_french_is_set_as_french(path):
    aside = r"(?s)<style>.*</style>|style=\"[^\"]*\"|\{\{!.*?\}\}|href=\"[^\"]*\""
    text = re.sub(aside, "", path.read_text(encoding="utf-8"))
    assert "'" not in text, "the apostrophe is ’"
    assert not re.search(r"[^\u00a0][:;?!»](?=\s|$|<)", re.sub(r"&\w+;", "", text)), "a no-break space stands before it"
    assert not re.search(r"«(?!\u00a0)", text), "a no-break space stands behind «"
    assert not re.search(r"\}\} (jour|fois|échéance|%)", text), "a number and its noun stay together"


@pytest.mark.parametrize("path", sorted((TEMPLATES / "en").glob("*.mustache")), ids=lambda path: path.name)
def test_english_has_no_french_left(path):
    assert not re.search("[«»]|\u00a0[:;?!]|[éèàê]", path.read_text(encoding="utf-8"))


def test_both_languages_have_the_same_files():
    fr, en = ({path.name for path in (TEMPLATES / language).iterdir()} for language in ("fr", "en"))
    assert fr == en


# ---- hostile values --------------------------------------------------------------------------------

BREAKS = ["\r\n", "\n", "\r", "\v", "\f", "\x00", "\x1b[2J", "\x7f", "\x85", "\u2028", "\u2029", "\u202e",
    "\u2066", "\u2069", "\t", "\u0090"]
LURES = ["Bcc: all@example.org", "Content-Type: text/html\n\n<script>", "=?utf-8?q?=0ABcc:_x?=", "{{name}}",
    "{{#plans}}", "<script>alert(1)</script>", "\"'><img src=x>", "</td></table>", "&lt;", "%0d%0aBcc: x",
    "javascript:x", ".\r\nQUIT\r\n", "--\n", "é\u0301\u200b", "x" * 300]
CONTROLS = "\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069"  # but tab and line feed
HOSTILE = [gap + lure for gap in BREAKS for lure in LURES] + [f"LR {gap}" for gap in BREAKS]


def made_hostile(value, text):
    """Every text in it, whatever it says."""
    if isinstance(value, dict):
        return {key: made_hostile(one, text) for key, one in value.items()}
    if isinstance(value, list):
        return [made_hostile(one, text) for one in value]
    return text if isinstance(value, str) else value


@pytest.mark.parametrize("name", VIEWS)
def test_no_value_makes_a_header_or_a_tag(name):
    """More than two hundred strings in all fields at once."""
    view, shape = VIEWS[name]["fr"], VIEWS[name]["shape"]
    plain = parsed_tags(ours(request(shape, made_hostile(view, "x")))[0]["html"])
    for text, mail in zip(HOSTILE, ours(*(request(shape, made_hostile(view, text)) for text in HOSTILE))):
        assert not re.search(f"[\t\n{CONTROLS}]|^ | $|  ", mail["subject"]), text
        assert not re.search(f"[{CONTROLS}]", mail["text"] + mail["html"]), text
        assert parsed_tags(mail["html"]) == plain, text


def test_the_largest_message_fits():
    """Fifty items in each list, which is as many as SQL puts there, each decision with ten actions."""
    view = {**VIEWS["news-many"]["fr"], "count": 300}
    for name, example in ("decided", "news-decided"), ("requested", "news-requested"), ("answered", "news-refused"):
        view[name] = VIEWS[example]["fr"][name]
    view["decided"] = [{**view["decided"][0], "actions": view["decided"][0]["actions"] * 5}]
    for name in "reminders", "assigned", "moved", "decided", "requested", "answered":
        view[name] = (view[name] * 50)[:50]
    mail, = ours(request("news", view))
    assert len(mail["html"].encode()) < 700_000


def test_an_empty_view_is_no_crash():
    for answer in ours(*(request(shape, {}, language) for shape in SHAPES for language in ("fr", "en", "xx", ""))):
        assert set(answer) in ({"subject", "text", "html"}, {"fault"})


@pytest.mark.parametrize("locale, hello", [("fr", "Bonjour"), ("en", "Hello"), ("en-GB", "Hello"), ("fr_FR", "Bonjour"),
    ("de", "Bonjour"), ("", "Bonjour"), ("eng", "Bonjour"), ("EN", "Hello")])
def test_the_locale_chooses_the_language(locale, hello):
    mail, = ours(request("minutes", VIEWS["minutes"]["fr"], locale))
    assert mail["text"].startswith(hello)


# ---- which sets are refused ------------------------------------------------------------------------

@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(TEMPLATES, tmp_path / "t")


def loaded(directory):
    return ours({"directory": str(directory)})[0]


def test_what_comes_with_copild_is_taken(copy):
    assert loaded(copy) == {}


@pytest.mark.parametrize("name", [f"{language}/{shape}.{piece}.mustache" for language in ("fr", "en")
    for shape in sorted(SHAPES) for piece in ("subject", "text", "html")])
def test_a_set_that_lacks_a_file_is_refused(copy, name):
    (copy / name).unlink()
    assert loaded(copy) == {"fault": f"{copy}/{name}: is missing"}


BROKEN = [
    ("fr/news.html.mustache", "a\n{{#b}}", 'fr/news.html.mustache:2: "b" is opened, but not closed'),
    ("en/_lead.text.mustache", "{{", "en/_lead.text.mustache:1: a tag is not closed"),
    ("fr/news.text.mustache", "\n\n{{> nobody}}", 'fr/news.text.mustache:3: there is no partial "nobody"'),
    ("fr/news.text.mustache", "{{> news}}", 'fr/news.text.mustache:1: there is no partial "news"'),
    ("fr/_who.text.mustache", "\n{{> who}}", 'fr/_who.text.mustache:2: the partial "who" leads back to itself'),
    ("fr/pack.html.mustache", "\u00e9\n".encode("latin-1"), "fr/pack.html.mustache:1: not in UTF-8"),
    ("fr/pack.html.mustache", b"a\n\xc3", "fr/pack.html.mustache:2: not in UTF-8"),
    ("fr/pack.html.mustache", "x" * 262145, "fr/pack.html.mustache:1: longer than 262144 bytes"),
    ("fr/New.text.mustache", "x", "fr/New.text.mustache: no message or partial is called so"),
    ("fr/news.htm.mustache", "x", "fr/news.htm.mustache: no message or partial is called so"),
    ("fr/_.text.mustache", "x", "fr/_.text.mustache: no message or partial is called so"),
]


@pytest.mark.parametrize("name, text, fault", BROKEN, ids=[fault for *_, fault in BROKEN])
def test_a_broken_set_is_refused_with_file_and_line(copy, name, text, fault):
    (copy / name).write_bytes(text.encode() if isinstance(text, str) else text)
    assert loaded(copy) == {"fault": fault}


def test_what_editors_leave_behind_does_not_count(copy):
    for name in "fr/news.text.mustache~", "fr/.news.text.mustache", "fr/news.text.mustache.dpkg-old", "fr/README":
        (copy / name).write_bytes(b"{{\xff")
    assert loaded(copy) == {}


def test_a_byte_order_mark_is_no_letter(copy):
    file = copy / "fr/minutes.subject.mustache"
    file.write_bytes(b"\xef\xbb\xbf" + "Compte rendu".encode())
    mail, = ours(request("minutes", VIEWS["minutes"]["fr"], directory=copy))
    assert mail["subject"] == "Compte rendu"


def test_a_missing_directory_is_told(tmp_path):
    assert loaded(tmp_path / "no") == {"fault": f"{tmp_path}/no/fr: No such file or directory"}


def test_a_text_that_comes_out_empty_is_told(copy):
    (copy / "fr/minutes.subject.mustache").write_text("{{nothing}}\n \n", encoding="utf-8")
    assert ours(request("minutes", VIEWS["minutes"]["fr"], directory=copy)) == [
        {"fault": "fr/minutes.subject.mustache: nothing came of it"}]


def test_lists_can_be_counted(copy):
    (copy / "fr/minutes.text.mustache").write_text(
        "{{#l}}{{^first}}, {{/first}}{{n}}{{#last}}.{{/last}}{{/l}}|{{l_count}}|{{#l_many}}many{{/l_many}}"
        "|{{#e_any}}e{{/e_any}}|{{m_count}}|{{#o}}{{p_count}}{{/o}}", encoding="utf-8")
    view = {**VIEWS["minutes"]["fr"], "l": [{"n": 1}, {"n": 2}, {"n": 3}], "e": [], "m": ["x"], "m_count": "own",
        "o": {"p": [1, 2]}}
    mail, = ours(request("minutes", view, directory=copy))
    assert mail["text"] == "1, 2, 3.|3|many||own|2\n"

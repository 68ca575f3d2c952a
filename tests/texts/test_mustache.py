# SPDX-License-Identifier: MIT
"""The renderer against the core modules of Mustache's specification, and beside the npm package mustache.

mustache.json holds our own cases, module by module; a case with "npm" is one where that package goes another way, and
says which. The random run makes templates and views of which both say the same, so it leaves those ways out.
"""
import json
import os
import random
import time

import pytest

from conftest import HERE, ours, theirs

CASES = json.loads((HERE / "mustache.json").read_text(encoding="utf-8"))
ROUNDS = 20_000 if os.environ.get("SOAK") else 600


def request(case):
    return {"template": case["template"], "view": case["data"], "partials": case.get("partials", {})}


def test_every_case_comes_out_as_expected():
    answers = ours(*map(request, CASES))
    wrong = [(case["module"], case["name"], case["expected"], answer)
        for case, answer in zip(CASES, answers) if answer != {"out": case["expected"]}]
    assert not wrong


def test_the_npm_package_agrees_but_where_we_say_why():
    answers = theirs(*map(request, CASES))
    other = {(case["module"], case["name"])
        for case, answer in zip(CASES, answers) if answer.get("out") != case["expected"]}
    assert other == {(case["module"], case["name"]) for case in CASES if "npm" in case}


def test_every_core_module_has_cases():
    assert {case["module"] for case in CASES} == {
        "comments", "delimiters", "interpolation", "inverted", "partials", "sections"}


# ---- what is refused ----------------------------------------------------------------------------

REFUSED = {
    "a\n{{b": "template:2: a tag is not closed",
    "{{{b}}": "template:1: a tag is not closed",
    "\n\n{{! b": "template:3: a comment is not closed",
    "{{#a}}\n{{#b}}\n{{/a}}": 'template:3: "a" is closed where "b" of line 2 is open',
    "a\n{{#b}}\nc": 'template:2: "b" is opened, but not closed',
    "{{/b}}": 'template:1: "b" is closed, but was not opened',
    "{{}}": 'template:1: "" is no name',
    "{{#  }}{{/}}": 'template:1: "" is no name',
    "{{due to}}": 'template:1: "due to" is no name',
    "{{a..b}}": 'template:1: "a..b" is no name',
    "{{a.}}": 'template:1: "a." is no name',
    "{{<a}}{{/a}}": "template:1: inheritance is not among the core modules",
    "{{$a}}{{/a}}": "template:1: inheritance is not among the core modules",
    "{{=a=}}": "template:1: delimiters are two words of at most 16 letters",
    "{{=a b c=}}": "template:1: delimiters are two words of at most 16 letters",
    "{{=a b}}": "template:1: a tag is not closed",
    "{{=a = b=}}": "template:1: new delimiters end with the equals sign",
    "{{! \n\n }}{{x x}}": 'template:3: "x x" is no name',
    "{{#a}}" * 65: "template:1: more than 64 sections inside one another",
    "a\0b": "template:1: no text: it has a zero byte",
    "a" * 262145: "template:1: longer than 262144 bytes",
}


def test_what_is_no_template_is_refused_with_its_line():
    answers = ours(*({"template": template, "view": {}} for template in REFUSED))
    assert [answer.get("fault") for answer in answers] == list(REFUSED.values())


def test_a_partial_without_end_is_stopped():
    assert ours({"template": "x{{>p}}", "view": {}, "partials": {"p": "\n{{>p}}"}}) == [
        {"fault": "p:1: more than 64 sections and partials inside one another"}]


def test_a_rendering_without_end_is_stopped():
    """Lists in lists of nothing: no byte is written, and still it ends."""
    many, opened = [{}] * 200, "".join(f"{{{{#l{n}}}}}" for n in range(6))
    closed = "".join(f"{{{{/l{n}}}}}" for n in reversed(range(6)))
    start = time.monotonic()
    answer, = ours({"template": opened + closed, "view": {f"l{n}": many for n in range(6)}})
    assert answer == {"fault": "template:1: more than 262144 steps"} and time.monotonic() - start < 10


def test_a_rendering_too_long_is_stopped():
    answer, = ours({"template": "{{#l}}{{t}}{{/l}}", "view": {"l": [1] * 1000, "t": "x" * 2000}})
    assert answer == {"fault": "template:1: more than 1048576 bytes"}


def test_plain_texts_are_not_escaped():
    assert ours({"template": "{{x}}{{{x}}}{{&x}}{{>p}}", "view": {"x": "<&>\"'"}, "partials": {"p": "{{x}}"},
        "plain": True}) == [{"out": "<&>\"'" * 4}]


# ---- random templates beside the npm package ------------------------------------------------------

SCALARS, OBJECTS, LISTS, WORDS = "abc", "op", "lm", "rs"  # names, by what stands under them
PIECES = ["x", " ", "  ", "é", "<", "&", "'", "{ ", " }", "-", "\t", "« ", "=", "|"]


class Maker:
    """Templates and views in which nothing is written of what the two sides are known to see differently."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.pick = self.random.choice

    def scalar(self):
        return self.pick(["", "text", "<b>", "a&b", "'\"", "{{a}}", "é\n2", 0, 1, -7, 2.5, None, False, True, "0"])

    def view(self, depth=2):
        view = {name: self.scalar() for name in SCALARS if self.random.random() < 0.8}
        if depth:
            view |= {name: self.pick([self.view(depth - 1), {}, None])
                for name in OBJECTS if self.random.random() < 0.8}
            view |= {name: [self.view(depth - 1) for _ in range(self.random.randrange(4))]
                for name in LISTS if self.random.random() < 0.8}
            view |= {name: [self.pick(["<", "w", 3, "é"]) for _ in range(self.random.randrange(3))] for name in WORDS}
        return view

    def value(self):
        name = self.pick(SCALARS)
        return self.pick(["{{%s}}", "{{ %s }}", "{{{%s}}}", "{{{ %s }}}", "{{&%s}}", "{{& %s}}", "{{\t%s\n}}"]) % name

    def text(self):
        return "".join(self.pick(PIECES) for _ in range(self.random.randrange(4)))

    def inline(self, depth):
        """Within a line; what stands first keeps the line from being tags alone."""
        parts = [self.pick("xyz")]
        for _ in range(self.random.randrange(4)):
            kind = self.random.randrange(8 if depth else 4)
            if kind < 2:
                parts.append(self.value())
            elif kind == 2:
                parts.append(self.text())
            elif kind == 3:
                parts.append("{{! c }}")
            elif kind == 4:
                parts.append("{{>%s}}x" % self.pick("wn"))
            elif kind == 5:
                name = self.pick(WORDS)
                parts.append("{{#%s}}x{{.}}{{{.}}}{{/%s}}" % (name, name))
            else:
                name, sign = self.pick(SCALARS + OBJECTS + LISTS), self.pick("#^")
                parts.append("{{%s%s}}%s{{/%s}}" % (sign, name, self.inline(depth - 1), name))
        return "".join(parts)

    def lines(self, depth=3):
        end, lines = self.end, []
        for _ in range(self.random.randrange(1, 5)):
            kind, indent = self.random.randrange(7), self.pick(["", "", " ", "  ", "\t"])
            after = self.pick(["", "", " ", "\t "])
            if kind < 3 or not depth:
                lines.append(indent + self.inline(depth) + end)
            elif kind == 3:
                lines.append(indent + self.pick(["{{! c }}", "{{!\n c\n}}"]) + after + end)
            elif kind == 4:
                lines.append(indent + "{{>%s}}" % self.pick("uvn") + after + end)
            elif kind == 5:
                lines.append(end)
            else:
                name, sign = self.pick(SCALARS + OBJECTS + LISTS), self.pick("#^")
                lines.append("%s{{%s%s}}%s%s%s%s{{/%s}}%s" % (
                    indent, sign, name, after, end, self.lines(depth - 1), self.pick(["", " "]), name, end))
        return "".join(lines)

    def partial(self):
        """One that names no other, so that nothing nests without end."""
        return self.lines(1).replace("{{>", "x{{!")

    def request(self):
        self.end = self.pick(["\n", "\n", "\r\n"])
        template = self.lines()
        if self.random.random() < 0.3:
            template = template[:-len(self.end)]
        if self.random.random() < 0.2:
            template += self.end + "x{{=<% %>=}}" + self.end + "x<%a%>{{a}}<%={{ }}=%>{{b}}"
        return {"template": template, "view": self.view(), "plain": self.random.random() < 0.3,
            "partials": {"w": self.inline(0), "u": self.partial(), "v": self.partial()}}


def test_random_templates_say_what_the_npm_package_says():
    seed = int(os.environ.get("COPILD_SEED") or random.SystemRandom().randrange(1 << 32))
    print(f"COPILD_SEED={seed}")
    maker = Maker(seed)
    requests = [maker.request() for _ in range(ROUNDS)]
    for number, (sent, mine, other) in enumerate(zip(requests, ours(*requests), theirs(*requests))):
        assert mine == other, f"COPILD_SEED={seed}, template {number}: {json.dumps(sent, ensure_ascii=False)}"


@pytest.mark.parametrize("size", [0, 1, 3000])
def test_rubbish_is_refused_or_rendered(size):
    """Any bytes: an answer, and no crash."""
    chance = random.Random(size)
    pieces = ["{{", "}}", "{{{", "#", "^", "/", ">", "=", "!", "a", ".", "\n", "\r", " ", "<%", "%>", "é", "&"]
    requests = [{"template": "".join(chance.choices(pieces, k=chance.randrange(40))), "view": {"a": [{"a": "x"}]},
        "partials": {"a": "{{a}}"}} for _ in range(size)]
    assert all(set(answer) in ({"out"}, {"fault"}) for answer in ours(*requests))

# SPDX-License-Identifier: MIT
"""The commands' rows name methods and parameters that the store has."""

import ast
import re

import pytest

from conftest import HOME

OURS = {"all", "names", "complete", "words", "json_params"}  # taken by copilctl itself
NOUNS = {"action", "decision", "indicator", "lead", "meeting", "note"}


def signature(method):
    """The names of a method's parameters, from the file that defines it; None when there is no such method."""
    path = HOME / "sql" / "api" / f"{method.replace('.', '/')}.sql"
    if not path.exists():
        return None
    header = re.search(r"\((.*?)\) returns json", path.read_text(encoding="utf-8"), re.DOTALL)[1]
    return {param.split()[0].strip('"') for param in re.split(r",\s*(?![^(]*\))", header.strip()) if param.strip()}


def rows():
    """(name, usage, method) of each command."""
    source = (HOME / "client" / "command.c").read_text(encoding="utf-8")
    page = re.search(r"#define PAGE (\".*\")", source)[1]
    table = source.split("commands[] = {", 1)[1].split("\n};", 1)[0].replace(" PAGE", " " + page)
    strings = r"\"(?:[^\"\\]|\\.)*\""
    for row in re.finditer(rf"\{{\s*({strings}),\s*((?:{strings}\s*)+),(.*?)(?=\n\t\{{\"|\n\n|\Z)", table, re.DOTALL):
        usage = "".join(ast.literal_eval(part) for part in re.findall(strings, row[2]))
        method = re.search(r"\"([a-z*]+\.[a-z]+)\"", re.sub(r"N_\(.*?\)(?=,)", "", row[3], flags=re.DOTALL))
        yield ast.literal_eval(row[1]), usage, method and method[1]


def params(usage):
    for option, kind, name in re.findall(r"(?:--([a-z-]+))?(?: ?([A-Z_]+))?(?:=([a-z_]+))?", usage):
        if option or kind:
            yield name or option.replace("-", "_") or kind.lower()


ROWS = [row for row in rows() if row[2] and not row[2].startswith(("system.", "rpc."))]


def test_rows_are_read():
    assert len(ROWS) > 50


@pytest.mark.parametrize("name,usage,method", ROWS, ids=[row[0] for row in ROWS])
def test_method_has_the_parameters(name, usage, method):
    if method.startswith("*"):
        known = {name for noun in NOUNS for name in signature(method.replace("*", noun)) or ()} | {"ref"}
    else:
        known = signature(method)
    assert known is not None, f"there is no method {method}"
    assert set(params(usage)) - OURS <= known

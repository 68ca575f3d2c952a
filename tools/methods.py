#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Writes docs/methods.md from the method table, which PostgreSQL makes of the comments of the functions.

Usage: tools/cluster run psql -XAtc 'select core.catalog()' | tools/methods.py > docs/methods.md
"""
import json
import sys
from itertools import groupby

HEAD = """# The methods of copild

Made by `make docs` from the comments of the SQL functions in `sql/api`; edit those. How calls and answers travel is in
[protocol.md](protocol.md). `if_revision` may be given, by name, where a method says so: the call is refused as
`moved_on` when the object has changed since that revision.

"""


def limits(param):
    """What a value must be, for programs: type, format, enumeration, pattern, bounds."""
    words = "array of " + param["json"] if param["array"] else param["json"]
    if param.get("format"):
        words += f" ({param['format']})"
    if param.get("enum"):
        words += ": " + ", ".join(f"`{value}`" for value in param["enum"])
    if param.get("pattern"):
        words += f", `{param['pattern']}`"
    bounds = (("minimum", "at least"), ("maximum", "at most"), ("max_length", "longest"))
    return words + "".join(f", {said} {param[name]:,}".replace(",", " ").replace("  ", ", ")
        for name, said in bounds if param.get(name) is not None)


def cell(text):
    return (text or "").replace("|", "\\|").replace("\n", " ")


def method_text(method):
    needed = [param["name"] if param["required"] else param["name"] + "?" for param in method["params"]]
    kind = {"v": "write"}.get(method["volatility"], "read") + (", heavy" if method["heavy"] else "")
    lines = [f"### {method['name']}({', '.join(needed)})", "", f"{method['summary']} *({kind})*", ""]
    if method["description"]:
        lines += [method["description"], ""]
    if method["params"]:
        lines += ["| param | is | accepts |", "| --- | --- | --- |"]
        lines += [f"| `{param['name']}`{'' if param['required'] else '?'} | {cell(param['description'])} "
            f"| {cell(limits(param))} |" for param in method["params"]]
        lines += [""]
    lines += [f"Returns: {method['returns']}", ""]
    if method["errors"]:
        lines += ["Errors: " + ", ".join(f"`{kind}`" for kind in method["errors"])
            + ("; takes `if_revision`" if method["if_revision"] else ""), ""]
    return "\n".join(lines) + "\n"


def manual(catalog):
    """The whole page."""
    methods = sorted(catalog["methods"], key=lambda method: method["name"])
    text = HEAD
    for noun, group in groupby(methods, key=lambda method: method["name"].split(".")[0]):
        text += f"## {noun}\n\n" + "".join(map(method_text, group))
    text += "## Errors that methods raise\n\n| kind | code | English | French |\n| --- | --- | --- | --- |\n"
    for error in catalog["errors"]:
        text += f"| `{error['kind']}` | {error['code']} | {cell(error['en'])} | {cell(error['fr'])} |\n"
    return text


if __name__ == "__main__":
    sys.stdout.write(manual(json.load(sys.stdin)))

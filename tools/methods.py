# SPDX-License-Identifier: MIT
"""Makes docs/methods.md of the method table, which PostgreSQL makes of the comments of the functions.

`make docs` writes it; tests/docs/test_methods.py compares it, and asks a daemon for the examples.
"""
import json
import re
from itertools import groupby

HEAD = """# The methods of copild

Made by `make docs` from the comments of the SQL functions in `sql/api`: edit those. How calls and answers travel is in
[protocol.md](protocol.md); the same descriptions come from the running daemon, as `rpc.discover` and
`copilctl methods METHOD`.

A name with a question mark may be left out or be null. The columns *type* and *what it is* say what a value must be;
[the types](#types) are at the end. A *write* returns when it is committed; `if_revision` may be given, by name, where a
method says so, and refuses the call as `moved_on` when the object has changed since that revision. A *heavy* read has
connections and a time limit of its own. The examples are the demonstration's real answers, broken into lines here and
with the time of day left out.

"""
WIDTH = 116
OWN = "Answered by the daemon itself, also where they need no database."


def cell(text):
    return (text or "").replace("|", "\\|").replace("\n", " ")


def type_name(param):
    """The type in the words of the page: without its schema, a list with brackets."""
    return param["type"].removeprefix("core.").removesuffix("[]")


def type_cell(param):
    if param.get("enum"):
        words = ", ".join(f"`{value}`" for value in param["enum"])
    else:
        words = f"[{type_name(param)}](#types)"
    return "list of " + words if param.get("array") else words


def bounds(param):
    """What programs check of a type."""
    words = [param["json"] + (f", {param['format']}" if param.get("format") else "")]
    if param.get("pattern"):
        words.append(f"`{param['pattern']}`")
    for name, said in (("minimum", "from"), ("maximum", "up to"), ("max_length", "at most")):
        if param.get(name) is not None:
            words.append(f"{said} {param[name]:,}".replace(",", " ")
                + (" characters" if name == "max_length" else ""))
    return ", ".join(words)


def marks(method):
    kind = {"v": "write"}.get(method["volatility"], "read")
    return kind + (", heavy" if method.get("heavy") else "") + (
        ", takes `if_revision`" if method.get("if_revision") else "")


def example_text(example):
    """A call and what came back, as on the wire but for the line breaks."""
    return "\n".join(["```json", *(line for message in example for line in broken(message)), "```", ""])


def broken(message):
    """Lines of at most WIDTH columns, broken between members where there is a place."""
    lines, line = [], ""
    for piece in re.split(r'(?<=,)(?=["{])', message):
        if line and len(line) + len(piece) > WIDTH:
            lines.append(line)
            line = "  "
        line += piece
    return [*lines, line]


def method_text(method, example):
    needed = [param["name"] + ("" if param["required"] else "?") for param in method["params"]]
    lines = [f"### {method['name']}", "", f"**`{method['name']}({', '.join(needed)})`** *({marks(method)})*", "",
        method["summary"], ""]
    if method.get("description"):
        lines += [method["description"], ""]
    if method["params"]:
        lines += ["| param | type | what it is |", "| --- | --- | --- |"]
        lines += [f"| `{param['name']}`{'' if param['required'] else '?'} | {type_cell(param)} "
            f"| {cell(param['description'])} |" for param in method["params"]]
        lines += [""]
    lines += [f"Returns: {method['returns']}", ""]
    if method["errors"]:
        lines += ["[Errors](#errors-that-methods-raise): "
            + ", ".join(f"`{kind}`" for kind in method["errors"]), ""]
    return "\n".join(lines) + "\n" + (example_text(example) + "\n" if example else "")


def contents(groups):
    text = "| noun | verbs |\n| --- | --- |\n"
    for noun, methods in groups:
        verbs = (f"[{method['name'].split('.')[1]}](#{method['name'].replace('.', '')})" for method in methods)
        text += f"| [{noun}](#{noun}) | {' · '.join(verbs)} |\n"
    return text + "\n"


def types_text(methods):
    """Every type once, but enumerations, whose values stand where they are used."""
    found = {type_name(param): param for method in methods for param in method["params"] if not param.get("enum")}
    text = "## Types\n\n| type | in words | checked by programs as |\n| --- | --- | --- |\n"
    for name, param in sorted(found.items()):
        text += f"| `{name}` | {cell(param['expected']['en'])} | {cell(bounds(param))} |\n"
    return text + "\n"


def sentence(text):
    """A message whose gaps stand as words."""
    return cell(re.sub(r"%\((\w+)\)s", r"*\1*", text))


def errors_text(errors):
    text = "## Errors that methods raise\n\nEvery call may also meet [those of the protocol](protocol.md#errors).\n\n"
    text += "| kind | code | English | French |\n| --- | --- | --- | --- |\n"
    for error in errors:
        text += f"| `{error['kind']}` | {error['code']} | {sentence(error['en'])} | {sentence(error['fr'])} |\n"
    return text


def manual(catalog, own=(), examples=None):
    """The whole page: the table, the daemon's own methods in the same form, and examples by method."""
    methods = sorted([*catalog["methods"], *own], key=lambda method: method["name"])
    groups = [(noun, list(group)) for noun, group in groupby(methods, key=lambda m: m["name"].split(".")[0])]
    names = {method["name"] for method in own}
    text = HEAD + contents(groups)
    for noun, group in groups:
        text += f"## {noun}\n\n"
        if names.issuperset(method["name"] for method in group):
            text += OWN + "\n\n"
        text += "".join(method_text(method, (examples or {}).get(method["name"])) for method in group)
    return text + types_text(methods) + errors_text(catalog["errors"])


def own_methods(document, catalog):
    """The methods that discovery shows and the table has not, in the table's form."""
    known = {method["name"] for method in catalog["methods"]}
    return [{"name": method["name"], "volatility": "s", "summary": method["summary"],
        "returns": method["result"]["description"], "errors": [],
        "params": [{"name": param["name"], "required": param["required"], "type": "text", "json": "string",
            "description": param["description"], "enum": param["schema"].get("enum"),
            "expected": {"en": "a text"}} for param in method["params"]]}
        for method in document["methods"] if method["name"] not in known]


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

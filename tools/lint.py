#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The rules of the house that a machine can check, one function each; prints `path:line: sentence (rule)`.

Usage: tools/lint.py [ROOT [RULE]...]     tests/lint plants a violation of each rule and sees it found.
"""
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

C_FOLDERS = ("daemon", "client", "tests", "bench")
FOLDERS = C_FOLDERS + ("sql", "tools", "standalone", "etc", ".ci")
SKIP = {"node_modules", "__pycache__", "build", ".git"}
MAY_INCLUDE = {
    "base": {"base"},
    "wire": {"base", "wire"},
    "db": {"base", "db"},
    "rpc": {"base", "wire", "rpc"},
    "api": {"base", "db", "rpc", "api"},
    "notify": {"base", "db", "notify"},
    "client": {"base", "notify", "client"},
}
LAYERS = set(MAY_INCLUDE)
CLOCKS_C = r"\b(time|gettimeofday|clock_gettime|ftime|timespec_get|evutil_gettimeofday|" \
    r"event_base_gettimeofday_cached)\s*\("
CLOCKS_SQL = r"(?<!core\.)\bnow\s*\(\s*\)|\b(current_date|current_time|current_timestamp|localtime|" \
    r"localtimestamp)\b|\b(clock|transaction|statement)_timestamp\s*\(|\btimeofday\s*\("
UNSAFE = r"\b(strcpy|strcat|sprintf|vsprintf|gets|strtok|atoi|atol|atof|system|popen|tmpnam)\s*\("
FUNCTION = r"create\s+(?:or\s+replace\s+)?(?:function|procedure)\s+"

RULES = {}


def rule(function):
    RULES[function.__name__.replace("_", "-")] = function
    return function


class Tree:
    """The files under a root, by suffix."""

    def __init__(self, root):
        self.root = Path(root)
        self.files = sorted(self.walk())

    def walk(self):
        for folder in FOLDERS:
            for top, folders, names in os.walk(self.root / folder):
                folders[:] = [name for name in folders if name not in SKIP]
                yield from (Path(top, name).relative_to(self.root) for name in names)

    def of(self, *suffixes, under=FOLDERS):
        return [path for path in self.files if path.suffix in suffixes and path.parts[0] in under]

    def text(self, path):
        return (self.root / path).read_text(encoding="utf-8")

    def lines(self, path):
        return enumerate(self.text(path).split("\n"), 1)

    def scripts(self):
        for path in self.files:
            if path.suffix in ("", ".sh") and self.text(path).startswith(("#!/bin/bash", "#!/bin/sh")):
                yield path

    def run(self, *command):
        return subprocess.run(command, cwd=self.root, capture_output=True, text=True, check=False)


def without_comments(text):
    """C without comments and texts, with its lines where they were."""
    token = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', re.S)
    return token.sub(lambda found: '""' if found[0][0] == '"' else re.sub(r"[^\n]", " ", found[0]), text)


def matches(pattern, text):
    for found in re.finditer(pattern, text):
        yield text.count("\n", 0, found.start()) + 1, found


# ---- C -----------------------------------------------------------------------------------------


@rule
def layers(tree):
    """Includes point down only."""
    for path in tree.of(".c", ".h", under=("daemon", "client")):
        layer = path.parts[1] if path.parts[0] == "daemon" and len(path.parts) > 2 else path.parts[0]
        if layer not in MAY_INCLUDE:
            continue
        for line, found in matches(r'(?m)^[ \t]*#[ \t]*include[ \t]+"([^"]+)"', tree.text(path)):
            target = found[1].split("/")[0]
            if target not in LAYERS and not (tree.root / path.parent / found[1]).exists():
                target = "daemon"
            if target in LAYERS | {"daemon"} and target not in MAY_INCLUDE[layer]:
                yield path, line, f'"{layer}" may not include "{found[1]}"'


@rule
def alone(tree):
    """Each header compiles alone."""
    flags = subprocess.run(["pkg-config", "--cflags", "libevent", "libpq", "jansson", "libsystemd", "smartcols",
        "libcurl", "gmime-3.0", "libical"],
        capture_output=True, text=True, check=False).stdout.split()
    compile_one = ["gcc", "-std=gnu11", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror", "-fsyntax-only",
        "-Idaemon", "-Iclient", *flags, "-x", "c", "-"]
    running = []
    for path in tree.of(".h", under=("daemon", "client")):
        process = subprocess.Popen(compile_one, cwd=tree.root, text=True, stdin=subprocess.PIPE,
            stderr=subprocess.PIPE)
        process.stdin.write(f'#include "{tree.root.resolve() / path}"\n')
        process.stdin.close()
        running.append((path, process))
        if len(running) == os.cpu_count():
            yield from told(*running.pop(0))
    for one in running:
        yield from told(*one)


def told(path, process):  # one header's errors
    errors = process.stderr.read()
    if process.wait() != 0:
        first = next((line for line in errors.split("\n") if "error" in line), errors.strip())
        yield path, 1, "does not compile alone: " + first.split("error: ")[-1]


@rule
def clang_format(tree):
    """The surface that .clang-format asks for."""
    files = [str(path) for path in tree.of(".c", ".h", under=C_FOLDERS)]
    if not files:
        return
    result = tree.run("clang-format", "--dry-run", "-Werror", *files)
    first = {}
    for found in re.finditer(r"(?m)^([^:\n]+):(\d+):\d+: error: ", result.stderr):
        first.setdefault(found[1], int(found[2]))
    for path, line in first.items():
        yield Path(path), line, "is not as clang-format writes it: make format"


@rule
def clock_c(tree):
    """C reads the time in base/clock.c only."""
    for path in tree.of(".c", ".h", under=("daemon", "client")):
        if path != Path("daemon/base/clock.c"):
            for line, found in matches(CLOCKS_C, without_comments(tree.text(path))):
                yield path, line, f'"{found[1]}" reads the time: use clock_now or clock_steady'


@rule
def unsafe(tree):
    """No function that cannot know the size of what it writes, or that runs a shell."""
    for path in tree.of(".c", ".h", under=C_FOLDERS):
        for line, found in matches(UNSAFE, without_comments(tree.text(path))):
            yield path, line, f'"{found[1]}" is not used here'


@rule
def no_typedef(tree):
    """A struct is called struct."""
    for path in tree.of(".c", ".h", under=C_FOLDERS):
        for line, _ in matches(r"\btypedef\s+(struct|enum|union)\b", without_comments(tree.text(path))):
            yield path, line, "no typedef for struct, enum or union"


@rule
def function_length(tree):
    """No function over 60 lines."""
    for path in tree.of(".c", under=("daemon", "client")):
        start = None
        for line, text in tree.lines(path):
            if text == "{":
                start = line
            elif text == "}" and start:
                if line - start - 1 > 60:
                    yield path, start, f"a function of {line - start - 1} lines: at most 60"
                start = None


# ---- every file --------------------------------------------------------------------------------


@rule
def file_length(tree):
    """Headers have at most 80 lines, other files 400."""
    for path in tree.of(".c", ".h", ".sql", ".py"):
        most = 80 if path.suffix == ".h" else 400
        count = tree.text(path).count("\n")
        if count > most:
            yield path, count, f"{count} lines: at most {most}"


@rule
def line_width(tree):
    """Lines have at most 100 columns; Python and scripts 120; SQL 160, where a parameter's manual is one line."""
    for path in tree.of(".c", ".h", ".sql", ".py") + list(tree.scripts()):
        most = {".c": 100, ".h": 100, ".sql": 160}.get(path.suffix, 120)
        for line, text in tree.lines(path):
            width = len(text.expandtabs(8))
            if width > most:
                yield path, line, f"{width} columns: at most {most}"


@rule
def licence(tree):
    """Each source opens with its licence."""
    for path in tree.of(".c", ".h", ".sql", ".py") + list(tree.scripts()):
        if "SPDX-License-Identifier: MIT" not in "\n".join(tree.text(path).split("\n")[:2]):
            yield path, 1, "the SPDX line is missing"


@rule
def shell(tree):
    """Scripts pass shellcheck."""
    files = [str(path) for path in tree.scripts()]
    if not files or not shutil.which("shellcheck"):
        return
    result = tree.run("shellcheck", "--format=gcc", *files)
    for found in re.finditer(r"(?m)^([^:\n]+):(\d+):\d+: \w+: (.*)$", result.stdout):
        yield Path(found[1]), int(found[2]), found[3]


# ---- SQL ---------------------------------------------------------------------------------------


@rule
def clock_sql(tree):
    """SQL reads the time in sql/core/clock.sql only; a lease says `-- database clock: why`."""
    for path in tree.of(".sql", under=("sql",)):
        if path == Path("sql/core/clock.sql"):
            continue
        for line, text in tree.lines(path):
            found = re.search(CLOCKS_SQL, text.split("--")[0])
            if found and "-- database clock: " not in text:
                yield path, line, f'"{found[0]}" reads the time: use core.now() or core.today(plan)'


@rule
def one_function(tree):
    """sql/api/noun/verb.sql holds the one function api.noun_verb and its comment; no other file holds any."""
    for path in tree.of(".sql", under=("sql",)):
        text = tree.text(path)
        made = re.findall(FUNCTION + r"(api\.\w+)", text)
        if path.parts[:2] != ("sql", "api"):
            if made:
                yield path, 1, f"{made[0]} belongs into sql/api"
            continue
        name = f"api.{path.parent.name}_{path.stem}"
        if made != [name] or len(re.findall(FUNCTION, text)) != 1:
            yield path, 1, f"must make the function {name} and no other"
        if not re.search(rf"comment\s+on\s+function\s+{re.escape(name)}\b", text):
            yield path, 1, f"{name} has no comment, which is its manual"


@rule
def definer(tree):
    """A function that runs with its owner's rights has a search path of its own."""
    for path in tree.of(".sql", under=("sql",)):
        text = re.sub(r"--[^\n]*", "", tree.text(path))
        for line, found in matches(rf"(?s){FUNCTION}([\w.]+)(.*?)(?={FUNCTION}|\Z)", text):
            head = re.split(r"(?i)\bas\s+\$|\bcomment\s+on\b", found[2])[0]
            if re.search(r"\bsecurity\s+definer\b", head) and not re.search(r"\bset\s+search_path\b", head):
                yield path, line, f"{found[1]} is security definer without a fixed search_path"


@rule
def installed(tree):
    """install.sql names every file of sql/core and sql/api once."""
    contents = tree.root / "sql/install.sql"
    if not contents.exists():
        return
    named = re.findall(r"(?m)^\\ir\s+(\S+)", contents.read_text(encoding="utf-8"))
    for path in tree.of(".sql", under=("sql",)):
        inner = "/".join(path.parts[1:])
        if path.parts[1] in ("core", "api") and named.count(inner) != 1:
            yield path, 1, f"stands {named.count(inner)} times in install.sql"


def main(root=".", *names):
    tree = Tree(root)
    findings = [(path, line, sentence, name) for name in names or RULES for path, line, sentence in RULES[name](tree)]
    for path, line, sentence, name in findings[:40]:
        print(f"{path}:{line}: {sentence} ({name})")
    if len(findings) > 40:
        print(f"and {len(findings) - 40} more")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

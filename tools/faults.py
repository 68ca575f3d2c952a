#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Lists the rows of docs/faults.md with the tests that name them, and fails where one is missing.

Usage: tools/faults.py [ROOT]     a row counts as covered when a test's name holds fault_NN, NN being its number
"""
import re
import sys
from collections import defaultdict
from pathlib import Path

MUST = [*range(54, 75), *range(93, 97), 99]
ROW = re.compile(r"^\| (\d+) \| ([^|]+) \| [^|]+ \| ([^|]*)\|$", re.M)
NAME = re.compile(r"(?:\b|_)fault_(\d{2,3})(?!\d)")
WORD = re.compile(r"\w*fault_\d{2,3}(?!\d)\w*")


def rows(root):
    """number → (what goes wrong, why it is not tested)"""
    page = (root / "docs" / "faults.md").read_text(encoding="utf-8")
    return {int(number): (what.strip(), why.strip()) for number, what, why in ROW.findall(page)}


def tests(root):
    """number → the tests whose names hold it, as FILE::NAME"""
    found = defaultdict(dict)
    for path in sorted((root / "tests").rglob("*")):
        if path.suffix not in (".py", ".c", ".sql") or "node_modules" in path.parts:
            continue
        for word in WORD.findall(path.read_text(encoding="utf-8")):
            for number in NAME.findall(word):
                found[int(number)][f"{path.relative_to(root)}::{word}"] = True
    return found


def main(root):
    table, named = rows(root), tests(root)
    missing = [number for number in MUST if number not in table]
    missing += [number for number, (_, why) in table.items() if number in MUST and not named[number] and not why]
    for number, (what, why) in table.items():
        print(f"{number:4}  {what}")
        print("".join(f"      {test}\n" for test in named[number]) or f"      {why or 'no test'}\n", end="")
    strange = sorted({number for number in named if named[number]} - set(table))
    for number in strange:
        print(f"faults: {', '.join(named[number])}: row {number} is not in docs/faults.md", file=sys.stderr)
    for number in missing:
        print(f"faults: row {number} has neither a test nor a reason why not", file=sys.stderr)
    print(f"\n{sum(bool(named[number]) for number in table)} of {len(table)} rows have a test.")
    return 1 if missing or strange else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()))

# SPDX-License-Identifier: MIT
"""What the tests of mail texts share: the C renderer as a program, a line of JSON in, a line out."""
import json
import os
import subprocess
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
HERE = HOME / "tests/texts"
RENDER = HOME / os.environ.get("O", "build") / "tests/texts/render"


def converse(command, requests):
    """Each request as a line to the program; its answers."""
    lines = "".join(json.dumps(request, ensure_ascii=False) + "\n" for request in requests)
    done = subprocess.run([str(word) for word in command], input=lines, capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(requests)
    return answers


def ours(*requests):
    return converse([RENDER], requests)


def theirs(*requests):
    return converse(["node", HOME / "tests/clients/mustache.js"], requests)

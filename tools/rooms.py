# SPDX-License-Identifier: MIT
"""Makes the map of rooms in docs/ARCHITECTURE.md: each file's own first sentence, folder by folder.

`make docs` writes it between the two marks; tests/docs/test_architecture.py compares it.
"""
import re

OPENING, CLOSING = "<!-- rooms: written by make docs -->\n", "<!-- end of rooms -->\n"
FOLDERS = [
    ("daemon", "*.h", "composition"), ("daemon/api", "*.h", "what can be called"),
    ("daemon/rpc", "*.h", "the conversation"), ("daemon/wire", "*.h", "bytes"), ("daemon/db", "*.h", "PostgreSQL"),
    ("daemon/notify", "*.h", "what goes out"), ("daemon/base", "*.h", "for all"),
    ("sql/core", "*.sql", "tables, rules and private helpers"),
    ("client", "*.h", "copilctl"),
]


def sentence(text):
    """The first sentence of a file's opening comment, which follows its licence line."""
    lines = []
    for line in text.split("\n")[1:]:
        words = re.sub(r"^(/\*| \*/?|--) ?|\s*\*/$", "", line).strip()
        if not re.match(r"/\*| \*|--", line) or not words:
            break
        lines.append(words)
    return re.split(r"\.(?= [A-Z]|$)", re.sub(r"; pure(?=\.)", "", " ".join(lines)))[0]


def rooms(home):
    text = OPENING
    for folder, pattern, what in FOLDERS:
        text += f"\n### {folder}: {what}\n\n| room | task |\n| --- | --- |\n"
        for path in sorted((home / folder).glob(pattern)):
            if not path.stem.endswith("_inner"):
                caption = sentence(path.read_text(encoding="utf-8")).replace("|", "\\|")
                text += f"| `{path.stem}` | {caption} |\n"
    return text + "\n" + CLOSING


def with_rooms(page, home):
    """The page with the map as it is now."""
    head, rest = page.split(OPENING)
    return head + rooms(home) + rest.split(CLOSING)[1]

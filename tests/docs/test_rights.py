# SPDX-License-Identifier: MIT
"""docs/rights.md says what the rights table says; DOCS_UPDATE=1 (`make docs`) writes it anew."""
import json
import os

import rights
from conftest import HOME
from house import run

PAGE = HOME / "docs" / "rights.md"


def test_page_is_the_table(demo):
    table = json.loads(run("psql", "-XAt", "-h", demo.directory / "run", "-U", "postgres", "-d", "copild", "-c",
        "select core.rights()"))
    page = rights.rights_text(table)
    if os.environ.get("DOCS_UPDATE"):
        PAGE.write_text(page, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page

# SPDX-License-Identifier: MIT
"""Fixtures of the documents' tests: a demonstration as `make demo` starts it, and the documents themselves."""
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(HOME / "tests" / "e2e"), str(HOME / "tools")]
from house import Standalone, load_demo, temporary_directory  # noqa: E402


@pytest.fixture(scope="module")
def demo():
    """copild-standalone with the demonstration plan on 12 May 2014, for one module."""
    with temporary_directory() as place:
        one = Standalone(place / "d", "--clock", "2014-05-12").start()
        try:
            load_demo(one.socket)
            yield one
        finally:
            one.stop()


@pytest.fixture
def document():
    """document(name): a document's text."""
    return lambda name: (HOME / name).read_text(encoding="utf-8")

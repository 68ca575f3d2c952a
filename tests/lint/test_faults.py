# SPDX-License-Identifier: MIT
"""tools/faults.py finds a row without a test, and a test without a row."""
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(HOME / "tools"))
import faults  # noqa: E402


@pytest.fixture
def tree(tmp_path):
    """A tree in which every row that must have a test has one."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "tests").mkdir()
    rows = [f"| {number} | it breaks | it holds | |" for number in (1, *faults.MUST)]
    (tmp_path / "docs/faults.md").write_text("\n".join(rows) + "\n", encoding="utf-8")
    names = [f"def test_fault_{number}_it_breaks(): pass" for number in faults.MUST]
    (tmp_path / "tests/test_all.py").write_text("\n".join(names) + "\n", encoding="utf-8")
    return tmp_path


def replace(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_all_is_covered(tree, capsys):
    assert faults.main(tree) == 0
    assert "tests/test_all.py::test_fault_54_it_breaks" in capsys.readouterr().out


@pytest.mark.parametrize("path, old, new", [
    ("tests/test_all.py", "test_fault_54_", "test_"),
    ("tests/test_all.py", "test_fault_54_", f"test_fault_{540}_"),
    ("tests/test_all.py", "test_fault_93_", f"test_fault_{98}_"),
    ("docs/faults.md", "| 99 | it breaks | it holds | |\n", ""),
])
def test_what_is_missing_or_strange_is_found(tree, path, old, new):
    replace(tree / path, old, new)
    assert faults.main(tree) == 1


def test_a_reason_stands_for_a_test(tree):
    replace(tree / "tests/test_all.py", "test_fault_54_", "test_")
    replace(tree / "docs/faults.md", "| 54 | it breaks | it holds | |", "| 54 | it breaks | it holds | no server |")
    assert faults.main(tree) == 0

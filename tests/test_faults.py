"""docs/faults.md: every line has its test, and each test it names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.docs

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "faults.md").read_text("utf-8")
#: The cases found in the wild that were tried here.
CASES = [f"L0{n}" for n in (1, 2, 4, 5, 6, 7)] + ["A01", "A02", "A04", "A05", "A06", "D01", "D02"]
CASES += ["T02", "T03", "T04", "T06", "T07", "T09", "T10", "W01", "W02", "W05", "W06"]
CASES += ["B01", "B02", "B03", "B04", "B06", "O03"]


def rows() -> list[list[str]]:
    """Return the cells of every row of every table, titles and rules left out."""
    found, title = [], True
    for line in PAGE.splitlines():
        if not line.startswith("|"):
            title = True
            continue
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not title and not set(line) <= set("|- "):
            found.append(cells)
        title = False
    return found


ROWS = rows()


def named_in(row: int) -> list[tuple[str, str]]:
    """Return the files a row names, each with the part of a test's name behind it."""
    cell = ROWS[row][-1]
    named = re.findall(r"`([\w/]+\.py)`(?::((?: ?,? ?`…\w+…?`)+))?", cell)
    if "the same" in cell and row:
        named += named_in(row - 1)
    return named


@pytest.mark.parametrize("row", range(len(ROWS)), ids=lambda row: ROWS[row][0][:40])
def test_each_line_names_a_test_that_is_there(row: int) -> None:
    named = named_in(row)
    has_no_such_thing = "have none" in ROWS[row][1] or not ROWS[row][-1]
    assert named or has_no_such_thing
    for file, names in named:
        source = (ROOT / "tests" / file).read_text("utf-8")
        defined = re.findall(r"def (test_\w+)\(", source)
        assert defined
        for part in re.findall(r"…(\w+)", names):
            assert any(part in name for name in defined), f"{file} has no test …{part}…"


def test_every_case_found_in_the_wild_has_its_line() -> None:
    assert sorted(row[0] for row in ROWS if re.fullmatch(r"[A-Z]\d\d", row[0])) == sorted(CASES)

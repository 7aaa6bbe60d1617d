"""Places in examples are filled from one pool, the same in every training."""

from __future__ import annotations

import re
from pathlib import Path

from nlu.pool import COPIES, filled

DATA = Path(__file__).parents[2] / "nlu" / "data"
PLACE = re.compile(r"\{(\w+)\}")


def lines() -> list[tuple[str, str]]:
    found = []
    for path in sorted(DATA.glob("*.yml")):
        text = path.read_text(encoding="utf-8")
        found += [(path.stem, line.strip()[2:]) for line in text.splitlines() if PLACE.search(line)]
    return [pair for pair in found if not pair[1].startswith("intent")]


def test_every_place_can_be_filled_and_none_is_left() -> None:
    for _, line in lines():
        made = list(filled(line))
        assert len(made) == COPIES
        assert not any(PLACE.search(text) for text in made), made


def test_the_same_line_is_always_filled_alike() -> None:
    line = "{firm}拖欠{job}工资{months}"
    assert list(filled(line)) == list(filled(line))
    assert len(set(filled(line))) > 1


def test_ours_and_outside_matters_take_from_the_same_places() -> None:
    """A name that only one side has would speak for it."""
    ours, outside = set(), set()
    for file, line in lines():
        side = outside if file == "outside" else ours
        side.update(PLACE.findall(line))
    assert {"firm", "place", "sum", "date", "job"} <= ours & outside

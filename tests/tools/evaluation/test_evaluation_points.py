"""The nearest point is mostly the one that is asked: lines of ``nlu/points``, held out in turn."""

from __future__ import annotations

import pytest
from needs import needs

from policies_kb.paths import ROOT
from tools.evaluation.points import HeldOutLine, confused, held_out, share, thresholds

#: What was measured, less a hundredth: of the told so many are right, of all so many told right.
RIGHT_OF_TOLD = {"perhaps": 0.75, "point": 0.80, "point_first": 0.89, "beside": 0.92}
RIGHT_OF_ALL = {"perhaps": 0.40, "point": 0.31, "point_first": 0.17, "beside": 0.09}

LINES = [
    HeldOutLine("wages", "witness", "witness", 0.9),
    HeldOutLine("wages", "witness", "seal", 0.6),
    HeldOutLine("wages", "seal", "witness", 0.5),
    HeldOutLine("wages", "", "seal", 0.4),
    HeldOutLine("wages", "seal", "", 0.9),
    HeldOutLine("wages", "", "", 0.9),
]


@pytest.mark.slow
@needs("model")
def test_a_point_that_is_told_is_mostly_the_one_asked() -> None:
    lines = held_out(ROOT / "build" / "vectors.db")
    assert len(lines) > 4000
    for name, least in thresholds().items():
        found = share(lines, least)
        assert found.right >= RIGHT_OF_TOLD[name] * found.told, f"near.{name}: {found}"
        assert found.right >= RIGHT_OF_ALL[name] * found.lines, f"near.{name}: {found}"


def test_what_is_told_and_what_of_it_is_right_is_counted_from_a_closeness_on() -> None:
    assert [share(LINES, least).told for least in (0.3, 0.45, 0.55, 0.95)] == [4, 3, 2, 0]
    assert share(LINES, 0.3).right == 1
    assert str(share(LINES, 0.3)) == "4 of 6 told, right of these 0.250 (1)"


def test_points_taken_for_each_other_are_counted_both_ways() -> None:
    assert confused(LINES, 0.3) == {("wages", "seal", "witness"): 2, ("wages", "none", "seal"): 1}

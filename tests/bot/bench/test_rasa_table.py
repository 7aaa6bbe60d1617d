from __future__ import annotations

import pytest

from bot.bench.rasa_table import FIGURES, Figure, comparison, ratio, seconds

TITLES = ("ours", "theirs")


def rows(own: dict[str, list[float]], other: dict[str, list[float]]) -> list[str]:
    return comparison(own, other, TITLES).splitlines()[2:]


def figure(key: str) -> Figure:
    return next(figure for figure in FIGURES if figure.key == key)


def test_a_ratio_says_how_many_times_better() -> None:
    assert ratio(figure("load"), 2.0, 5.0) == 2.5
    assert ratio(figure("rate"), 100.0, 20.0) == 5.0


def test_a_cell_is_the_median_of_the_rounds_with_its_range() -> None:
    assert rows({"load": [1.0, 3.0, 1.4]}, {"load": [14.0]}) == [
        "| load after the imports | 1.4 s (1.0 s to 3.0 s) | 14.0 s | 10 |  |"
    ]


@pytest.mark.parametrize(("own", "said"), [(49.0, "4.90 | 5, missed"), (50.0, "5.00 | 5, reached")])
def test_an_aim_is_reached_or_missed(own: float, said: str) -> None:
    [row] = rows({"per_cpu": [own]}, {"per_cpu": [10.0]})
    assert row.endswith(f"| {said} |")


def test_a_figure_that_nearly_reaches_its_aim_does_not_look_reached() -> None:
    [row] = rows({"per_cpu": [49.9]}, {"per_cpu": [10.0]})
    assert row.endswith("| 4.99 | 5, missed |")


def test_figures_of_one_side_alone_have_no_ratio() -> None:
    assert rows({"median": [0.0123]}, {}) == ["| a turn, median | 12.3 ms |  |  |  |"]
    assert rows({}, {}) == []


def test_memory_is_worded_in_mebibytes_and_seconds_without_false_precision() -> None:
    [row] = rows({"pss": [512 * 2**20]}, {"pss": [1024 * 2**20]})
    assert "512 MiB | 1,024 MiB | 2.00 | 2, reached" in row
    assert (seconds(1234.5), seconds(9.96)) == ("1,234 s", "10.0 s")

from __future__ import annotations

from tools.bench.rasa_table import FIGURES, Figure, comparison_table, ratio, seconds

TITLES = ("ours", "theirs", "ours in full")
#: Nothing is measured of it here.
FULL: dict[str, list[float]] = {}


def rows(own: dict[str, list[float]], other: dict[str, list[float]]) -> list[str]:
    return comparison_table(own, other, FULL, TITLES).splitlines()[2:]


def figure(key: str) -> Figure:
    return next(figure for figure in FIGURES if figure.key == key)


def test_a_ratio_says_how_many_times_better() -> None:
    assert ratio(figure("load"), 2.0, 5.0) == 2.5
    assert ratio(figure("rate"), 100.0, 20.0) == 5.0


def test_a_cell_is_the_median_of_the_rounds_with_its_range() -> None:
    assert rows({"load": [1.0, 3.0, 1.4]}, {"load": [14.0]}) == [
        "| load after the imports | 14.0 s | 1.4 s (1.0 s to 3.0 s) | 10 |  |  |  |"
    ]


def test_an_aim_stands_beside_the_ratio_that_is_to_reach_it() -> None:
    [row] = rows({"per_cpu": [49.9]}, {"per_cpu": [10.0]})
    assert row.endswith("| 10.0 | 49.9 | 4.99 |  |  | 5 |")


def test_figures_of_one_side_alone_have_no_ratio() -> None:
    assert rows({"median": [0.0123]}, {}) == ["| a turn, median |  | 12.3 ms |  |  |  |  |"]
    assert rows({}, {}) == []


def test_the_users_model_has_a_ratio_of_its_own() -> None:
    shown = comparison_table(
        {"load": [1.0]}, {"load": [4.0]}, {"load": [1.5], "late": [1.0]}, TITLES
    )
    head, _, *lines = shown.splitlines()
    assert head == "|  | theirs | ours | times better | ours in full | times better | aim |"
    assert lines == [
        "| load after the imports | 4.0 s | 1.0 s | 4.00 | 1.5 s | 2.67 |  |",
        "| turns 500 to 509 of it, median |  |  |  | 1,000 ms |  |  |",
    ]


def test_memory_is_worded_in_mebibytes_and_seconds_without_false_precision() -> None:
    [row] = rows({"pss": [512 * 2**20]}, {"pss": [1024 * 2**20]})
    assert "1,024 MiB | 512 MiB | 2.00 |" in row
    assert (seconds(1234.5), seconds(9.96)) == ("1,234 s", "10.0 s")

"""What was measured of the two sides, and the table with the ratios."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from policies_kb.text.markdown import markdown_table
from tools.bench.measurements import mebibytes, milliseconds

#: Figures of one side: one value a round.
Rounds = Mapping[str, Sequence[float]]


@dataclass(frozen=True)
class Figure:
    """One line of the table.

    Attributes:
        key: Name under which it is measured.
        title: What the table calls it.
        shown: Words the value.
        more_is_better: Whether the larger value is the better one.
        aim: How many times better than stock Rasa it is to be; ``None`` without an aim.
    """

    key: str
    title: str
    shown: Callable[[float], str]
    more_is_better: bool = False
    aim: float | None = None


def seconds(value: float) -> str:
    """Return seconds with their unit.

    >>> seconds(3.14159)
    '3.1 s'
    """
    return f"{value:,.0f} s" if value >= 100 else f"{value:.1f} s"


def _ms(value: float) -> str:
    return f"{milliseconds(value)} ms"


def _mib(value: float) -> str:
    return f"{mebibytes(int(value))} MiB"


def _rate(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def _times(value: float) -> str:
    return f"{value:.2f} times"


FIGURES = (
    Figure("train", "training, `rasa train` to its end", seconds),
    Figure("train_cpu", "training, time of the processor", seconds, aim=5),
    Figure("retrain", "training again with the same texts", seconds),
    Figure("train_kept", "training, vectors at hand", seconds),
    Figure("train_kept_cpu", "the same, time of the processor", seconds),
    Figure("train_changed", "training again, one example less", seconds),
    Figure("train_changed_cpu", "the same, time of the processor", seconds),
    Figure("import", "imports", seconds),
    Figure("load", "load after the imports", seconds),
    Figure("cold", "cold start to the first answer", seconds),
    Figure("pss", "memory after 200 turns (PSS)", _mib, aim=2),
    Figure("rss", "memory after 200 turns (RSS)", _mib),
    Figure("parse", "understanding a message, time of the processor", _ms),
    Figure("median", "a turn, median", _ms),
    Figure("p99", "a turn, p99", _ms),
    Figure("cpu", "a turn, time of the processor", _ms),
    Figure("rate", "turns a second on one core", _rate, more_is_better=True),
    Figure("per_cpu", "turns a second of processor time", _rate, more_is_better=True, aim=5),
    Figure("rate_two", "turns a second on two cores", _rate, more_is_better=True),
    Figure("per_cpu_two", "the same a second of processor time", _rate, more_is_better=True),
    Figure("pss_two", "memory of two processes (PSS)", _mib),
    Figure("early", "turns 5 to 14 of a conversation, median", _ms),
    Figure("late", "turns 500 to 509 of it, median", _ms),
    Figure("growth", "the second by the first", _times),
)


def ratio(figure: Figure, own: float, other: float) -> float:
    """Return how many times better the first value is than the second.

    >>> ratio(FIGURES[0], 2.0, 10.0)
    5.0
    """
    return own / other if figure.more_is_better else other / own


def comparison_table(own: Rounds, other: Rounds, full: Rounds, titles: tuple[str, str, str]) -> str:
    """Return the table of all figures that were measured.

    Each value is the median of the rounds, with the lowest and the highest where they differ.

    Args:
        own: Figures of this project.
        other: Figures of what it is compared with.
        full: Figures of this project with all it has learnt.
        titles: Names of the three.
    """
    head = ("", titles[1], titles[0], "times better", titles[2], "times better", "aim")
    rows = [
        [
            figure.title,
            _cell(figure, other.get(figure.key, ())),
            *_beside(figure, own.get(figure.key, ()), other.get(figure.key, ())),
            *_beside(figure, full.get(figure.key, ()), other.get(figure.key, ())),
            f"{figure.aim:g}" if figure.aim else "",
        ]
        for figure in FIGURES
        if any(figure.key in side for side in (own, other, full))
    ]
    return markdown_table(head, rows, numbers=True)


def before_and_now(before: Rounds, now: Rounds, commit: str) -> str:
    """Return the table of all figures measured of an earlier commit and of this one."""
    rows = [
        [
            figure.title,
            _cell(figure, before.get(figure.key, ())),
            *_beside(figure, now.get(figure.key, ()), before.get(figure.key, ())),
        ]
        for figure in FIGURES
        if figure.key in before and figure.key in now
    ]
    return markdown_table(("", commit, "now", "times better"), rows, numbers=True)


def _beside(figure: Figure, values: Sequence[float], other: Sequence[float]) -> tuple[str, str]:
    """Return the cell of a side, and how many times better than the other it is."""
    if not values or not other:
        return _cell(figure, values), ""
    times = ratio(figure, statistics.median(values), statistics.median(other))
    return _cell(figure, values), f"{times:.2f}" if times < 10 else f"{times:,.0f}"


def _cell(figure: Figure, values: Sequence[float]) -> str:
    if not values:
        return ""
    middle = figure.shown(statistics.median(values))
    lowest, highest = figure.shown(min(values)), figure.shown(max(values))
    return middle if lowest == highest else f"{middle} ({lowest} to {highest})"

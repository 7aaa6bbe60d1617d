"""Says figures of a clause in the reader's language: as printed in Chinese, in words in English."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from actions.answer import Phrase, curated
from policies_kb.text.quantity import Quantity

#: What a figure of each kind counts; of stretches of time its unit tells.
_COUNTED = {"percent": "%", "money": " yuan", "head_count": " people"}
_ONE = Decimal(1)


def figure_words(figures: Iterable[Quantity], most: int) -> Phrase:
    """Return up to so many figures, none twice."""
    each = dict.fromkeys((one.words, _english(one)) for one in figures)
    shown = list(each)[:most]
    return curated("、".join(zh for zh, _ in shown), ", ".join(en for _, en in shown))


def _english(figure: Quantity) -> str:
    """Return a figure in English, as it was written where it cannot be.

    >>> _english(Quantity(Decimal(20), Decimal(20), "working_day", "20个工作日", kind="duration"))
    '20 working days'
    """
    if figure.high is None:
        return figure.words
    ends = [f"{end.normalize():,f}" for end in dict.fromkeys((figure.low, figure.high))]
    number = " to ".join(ends)
    if figure.kind == "duration":
        name = figure.unit.replace("_", " ")
        return f"{number} {name}{'' if figure.high == _ONE else 's'}"
    counted = _COUNTED.get(figure.kind)
    return f"{number}{counted}" if counted else figure.words

"""Figures as people give them: exact, or within bounds (不到500万, 6天内, 三百多万)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from policies_kb.numbers import NUMERAL, NumberError, read_number

_BELOW = ("不到", "不足", "低于", "少于", "小于", "没到", "未到", "近", "under", "below")
_AT_MOST = (
    "不超过",
    "不高于",
    "不大于",
    "不多于",
    "最多",
    "至多",
    "at most",
    "以内",
    "之内",
    "内",
    "以下",
)
_ABOVE = ("超过", "大于", "高于", "多于", "over")
_AT_LEAST = ("至少", "不少于", "不低于", "不小于", "at least", "以上")
_ABOUT = ("约", "大约", "大概", "差不多", "about", "左右", "上下")
_WORDS = "|".join(sorted((*_BELOW, *_AT_MOST, *_ABOVE, *_AT_LEAST, *_ABOUT), key=len, reverse=True))
#: Before the unit. The second number of a range (2到3件, 2-3件) is not read alone, nor is a day.
NUMBER = (
    rf"(?P<before>{_WORDS})?\s*(?<!\d[到至~])(?<![\d.零〇一二三四五六七八九十百千万亿两月-])"
    rf"(?P<minus>-)?(?P<number>{NUMERAL})\s*(?P<more>多|余|几|来)?\s*"
)
#: After the unit.
AFTER = rf"\s*(?P<after>{_WORDS})?"

Sign = Literal["<=", "<", "="]


@dataclass(frozen=True)
class Measure:
    """A figure somebody gave, or what is known of it.

    Attributes:
        low: Lower bound.
        high: Upper bound, ``None`` when there is none.
        said: The words it was given in.
        low_open: Whether the figure lies above ``low`` and is not ``low`` itself.
        high_open: Whether the figure lies below ``high`` and is not ``high`` itself.
    """

    low: Decimal
    high: Decimal | None
    said: str
    low_open: bool = False
    high_open: bool = False

    @property
    def exact(self) -> bool:
        """Whether the figure is one number."""
        return self.low == self.high

    @property
    def whole(self) -> bool:
        """Whether its bounds are whole numbers."""
        bounds = (self.low, self.high)
        return all(bound is None or bound == bound.to_integral_value() for bound in bounds)

    def times(self, factor: Decimal) -> Measure:
        """Return the figure in a unit ``factor`` times smaller."""
        high = None if self.high is None else self.high * factor
        return Measure(self.low * factor, high, self.said, self.low_open, self.high_open)

    def and_also(self, other: Measure) -> Measure | None:
        """Return what holds when both are true of one figure, ``None`` when they cannot be."""
        low, low_open = max((self.low, self.low_open), (other.low, other.low_open))
        highs = [
            (measure.high, not measure.high_open)
            for measure in (self, other)
            if measure.high is not None
        ]
        high, closed = min(highs) if highs else (None, True)
        if high is not None and (low > high or (low == high and (low_open or not closed))):
            return None
        said = self.said if self.said == other.said else f"{self.said}、{other.said}"
        return Measure(low, high, said, low_open, not closed)

    def holds(self, sign: Sign, limit: Decimal) -> bool | None:
        """Tell whether the figure keeps a limit, ``None`` when its bounds do not tell.

        ``=`` is for limits nothing can fall short of, as of zero cases.
        """
        if sign == "<":
            kept = self.high is not None and (
                self.high < limit or (self.high == limit and self.high_open)
            )
            broken = self.low >= limit
        else:
            kept = self.high is not None and self.high <= limit
            broken = self.low > limit or (self.low == limit and self.low_open)
        return True if kept else False if broken else None


def exactly(value: Decimal, said: str) -> Measure:
    """Return a figure that is one number."""
    return Measure(value, value, said)


def measures(pattern: re.Pattern[str], text: str) -> Iterator[tuple[re.Match[str], Measure]]:
    """Yield the figures a pattern made with :data:`NUMBER` finds; negative ones are negative."""
    for match in pattern.finditer(text):
        try:
            value = read_number(match["number"])
        except NumberError:
            continue
        signed = -value if match["minus"] else value
        yield match, _bounded(signed, match, match[0].strip())


def _bounded(value: Decimal, match: re.Match[str], said: str) -> Measure:
    named = match.groupdict("")
    words = {named["before"].lower(), named.get("after", "").lower()}
    zero = Decimal(0)
    if words & set(_ABOUT):
        return Measure(zero, None, said)
    if words & set(_BELOW):
        return Measure(zero, value, said, high_open=True)
    if words & set(_AT_MOST):
        return Measure(zero, value, said)
    if words & set(_ABOVE) or named["more"]:
        return Measure(value, None, said, low_open=True)
    if words & set(_AT_LEAST):
        return Measure(value, None, said)
    return exactly(value, said)

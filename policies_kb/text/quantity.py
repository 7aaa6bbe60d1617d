"""What the readers of quantities return, and where numerals stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from policies_kb.text.notation import NUMERAL_START, VAGUE_NUMERAL, fold
from policies_kb.text.numerals import Bounds, NumberError, read_bounds

Kind = Literal["", "percent", "money", "head_count", "duration"]
Sign = Literal["<=", "<", "="]

_BEFORE = re.compile(
    r"(?P<nearly>小|将近|接近|快|近)|(?P<about>大概|大约|约莫|约|差不多|不到|不足|没到|超过"
    r"|至少|最少|起码|最多|顶多)"
)
_AFTER = re.compile(r"\s*(?:左右|上下|出头|的样子|不到一?点|以上|以下)")
#: 小两万 and 将近两万 are read as from nine tenths of it on.
_NEARLY = Decimal("0.9")
_LONGEST_BEFORE = 5
#: What joins two ends: 3到5万, 2-3万, 三、四个月.
_TO = re.compile(rf"\s*(?P<to>到|至|[-~—–、]|或者?)+\s*(?P<second>{NUMERAL_START}{VAGUE_NUMERAL})")
_BETWEEN = re.compile(r"\s*(?:到|至|[-~—–]|或者?)\s*")
#: Words with a figure in them that count nothing.
_WORDS = r"(?!一[共直起样定些般切向旦度路律])"
_NUMERAL = re.compile(rf"{NUMERAL_START}{_WORDS}{VAGUE_NUMERAL}")
_LAST_UNITS = re.compile(r"[十百千万亿wk]+$", re.IGNORECASE)
#: Days written with signs hold no quantities.
_NO_NUMERAL = re.compile(r"(?<!\d)(?:19|20)\d\d([-./])(?:1[0-2]|0?[1-9])(?:\1\d{1,2})?(?!\d)")


@dataclass(frozen=True)
class Quantity:
    """A figure with what it counts, or what is known of it.

    Attributes:
        low: Lower end.
        high: Upper end, ``None`` when there is none; the same as ``low`` for one number.
        unit: What it counts, as its reader names it; empty for a bare number.
        words: As written.
        start: First character in the text.
        kind: ``percent``, ``money``, ``head_count`` or ``duration``, empty for other figures.
        low_open: Whether the figure lies above ``low`` and is not ``low`` itself.
        high_open: Whether the figure lies below ``high`` and is not ``high`` itself.
        about: Whether the words leave it open how near the figure is (大概, 左右).
        nearly: Whether the figure is said to be just below the upper end (小两万, 将近).
    """

    low: Decimal
    high: Decimal | None
    unit: str = ""
    words: str = ""
    start: int = 0
    kind: Kind = ""
    low_open: bool = False
    high_open: bool = False
    about: bool = False
    nearly: bool = False

    @property
    def end(self) -> int:
        """One past the last character in the text."""
        return self.start + len(self.words)

    @property
    def exact(self) -> bool:
        """Whether the figure is one number."""
        return self.low == self.high and not self.about

    @property
    def whole(self) -> bool:
        """Whether its ends are whole numbers."""
        ends = (self.low, self.high)
        return all(end is None or end == end.to_integral_value() for end in ends)

    @property
    def value(self) -> Decimal:
        """The figure that was named: the lower end, or the upper one of 以内."""
        return self.high if self.high is not None and not self.low else self.low

    @property
    def comparison(self) -> str:
        """How a printed figure compares: ``>=``, ``<=`` or ``~``, empty for one number."""
        if self.about:
            return "~"
        if self.high is None:
            return ">="
        return "" if self.low == self.high else "<="

    def times(self, factor: Decimal) -> Quantity:
        """Return the figure in a unit ``factor`` times smaller."""
        high = None if self.high is None else self.high * factor
        return replace(self, low=self.low * factor, high=high)

    def and_also(self, other: Quantity) -> Quantity | None:
        """Return what holds when both are true of one figure, ``None`` when they cannot be."""
        low, low_open = max((self.low, self.low_open), (other.low, other.low_open))
        highs = [(q.high, not q.high_open) for q in (self, other) if q.high is not None]
        high, closed = min(highs) if highs else (None, True)
        if high is not None and (low > high or (low == high and (low_open or not closed))):
            return None
        words = self.words if self.words == other.words else f"{self.words}、{other.words}"
        return Quantity(low, high, words=words, low_open=low_open, high_open=not closed)

    def holds(self, sign: Sign, limit: Decimal) -> bool | None:
        """Tell whether the figure keeps a limit, ``None`` when its ends do not tell.

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


@dataclass(frozen=True)
class Unread:
    """A quantity that cannot be read whole; it is asked about, never cut.

    Attributes:
        words: As written.
        start: First character in the text.
    """

    words: str
    start: int

    @property
    def end(self) -> int:
        """One past the last character in the text."""
        return self.start + len(self.words)


Found = Quantity | Unread


def exactly(value: Decimal, words: str) -> Quantity:
    """Return a figure that is one number."""
    return Quantity(value, value, words=words)


def numerals(text: str) -> Iterator[Found]:
    """Yield the numerals of a text with the words that make them estimates.

    Two numerals with 到 or a dash between them are both ends of one: ``3到5万``, ``2-3``.
    """
    plain = _NO_NUMERAL.sub(lambda match: "\0" * len(match[0]), fold(text))
    at = 0
    while match := _NUMERAL.search(plain, at):
        start, end = match.span()
        bounds = _read(match[0])
        joined = _TO.match(plain, end)
        if joined and (both := _both_ends(match[0], joined)):
            bounds, end = both, joined.end()
        yield _numeral(plain, start, end, bounds)
        at = end


def is_about(text: str, end: int) -> bool:
    """Tell whether 左右 or the like stands behind a quantity."""
    return _AFTER.match(text, end) is not None


def _numeral(text: str, start: int, end: int, bounds: Bounds | None) -> Found:
    words = text[start:end]
    if bounds is None:
        return Unread(words, start)
    before = _last(_BEFORE, text[max(0, start - _LONGEST_BEFORE) : start])
    nearly = bool(before and before["nearly"])
    about = bool(before and before["about"]) or is_about(text, end)
    low, high = bounds
    if nearly and low == high:
        low = low * _NEARLY
    return Quantity(low, high, words=words, start=start, about=about, nearly=nearly)


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Return the match a text ends with."""
    return next((m for m in pattern.finditer(text) if m.end() == len(text)), None)


def _read(words: str) -> Bounds | None:
    try:
        return read_bounds(words)
    except NumberError:
        return None


def _both_ends(first: str, joined: re.Match[str]) -> Bounds | None:
    """Return the ends of 3到5万, 5000-6000, 三、四; ``None`` when they are not of one figure."""
    low, high = _read(first), _read(joined["second"])
    if low is None or high is None:
        return None
    unit = _LAST_UNITS.search(joined["second"])
    if unit and not _LAST_UNITS.search(first):
        # 3到5万 counts both in 万, 8千到1万 and 5000到1万 do not.
        scaled = _read(first + unit[0])
        low = scaled if scaled and scaled.high < high.low else low
    if "、" in joined["to"] and low.high + _last_place(high.low) != high.low:
        return None
    return Bounds(low.low, high.high) if low.high < high.low else None


def _last_place(value: Decimal) -> Decimal:
    """Return one of the last place a number has: 1000 for 23000."""
    return Decimal(10) ** int(value.normalize().as_tuple().exponent)


def joined(found: Iterable[Found], text: str) -> Iterator[Found]:
    """Yield quantities, those with 到 between them as the ends of one (三万元到五万元).

    Ends that do not fit each other are one quantity that cannot be read.
    """
    last: Found | None = None
    for item in found:
        if last is None or not _BETWEEN.fullmatch(text, last.end, item.start):
            if last is not None:
                yield last
            last = item
            continue
        words = text[last.start : item.end]
        if (
            isinstance(last, Quantity)
            and isinstance(item, Quantity)
            and (item.high is not None and last.low < item.high)
            and (last.unit == item.unit or "" in (last.unit, item.unit))
        ):
            last = replace(last, high=item.high, unit=last.unit or item.unit, words=words)
        else:
            last = Unread(words, last.start)
    if last is not None:
        yield last

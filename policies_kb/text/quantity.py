"""A quantity, as its readers return it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

QuantityKind = Literal["", "percent", "money", "head_count", "duration"]
Sign = Literal["<=", "<", "="]


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
        negative: Whether a minus stands before it; the ends are without it.
    """

    low: Decimal
    high: Decimal | None
    unit: str = ""
    words: str = ""
    start: int = 0
    kind: QuantityKind = ""
    low_open: bool = False
    high_open: bool = False
    about: bool = False
    nearly: bool = False
    negative: bool = False

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


ReadQuantity = Quantity | Unread


def exactly(value: Decimal, words: str) -> Quantity:
    """Return a figure that is one number."""
    return Quantity(value, value, words=words)

"""A time that a text names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: How a time goes on from the one named before it.
MomentLink = Literal["", "and", "or"]


@dataclass(frozen=True)
class Moment:
    """A time named in a text.

    Attributes:
        start: First character.
        end: One past the last character.
        year: Its year, ``None`` where the text leaves it open.
        month: Its month, ``None`` where only a year is named.
        day: Its day of the month, if named.
        latest: Year (``None`` for the same) and month it may be at the latest, where it is vague.
        until: The last month of a stretch of time that begins here.
        link: Whether it is one more (3月、5月) or the other reading (3月或者4月) of the one before.
    """

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None = None
    latest: tuple[int | None, int] | None = None
    until: Moment | None = None
    link: MomentLink = ""

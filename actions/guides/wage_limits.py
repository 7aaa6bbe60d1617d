"""How far the time limits of a case are, from the month the work ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from dateutil.relativedelta import relativedelta

#: With fewer days left than this the reader is told to hurry.
CLOSE_DAYS = 60
LimitState = Literal["still", "open", "close", "last", "over", "unknown"]


@dataclass(frozen=True)
class Reach:
    """How a time limit stands.

    Attributes:
        state: ``still`` while the work goes on, ``open``, ``close`` when nearly over, ``last``
            when it ends about now, ``over`` or ``unknown``.
        day: The day that counts: before it one is surely in time; with ``over`` the last day
            the limit can have ended on. ``None`` where no month is known.
    """

    state: LimitState
    day: date | None = None

    @property
    def over(self) -> bool:
        """Whether the limit has surely passed by the month that was told."""
        return self.state == "over"


def reach(ended: str | None, months: int, today: date) -> Reach:
    """Return how a limit of so many months from the end of the work stands.

    Only the month is known: the limit is surely open before the first day it can end on, and
    surely over after the last.

    >>> reach("2025-11", 12, date(2026, 11, 23)).state
    'last'
    """
    if ended == "still":
        return Reach("still")
    try:
        first = date.fromisoformat(f"{ended}-01") + relativedelta(months=months)
    except ValueError:
        return Reach("unknown")
    last = first + relativedelta(months=1, days=-1)
    if today > last:
        return Reach("over", last)
    if today >= first:
        return Reach("last", first)
    return Reach("close" if (first - today).days < CLOSE_DAYS else "open", first)


def nearer(early: Reach, late: Reach) -> Reach:
    """Return how a limit stands when the work ended between two months.

    The earlier end counts, so that nobody comes too late; the limit is over only when it is for
    both, and in doubt it is now.
    """
    if late.over:
        return late
    return Reach("last", early.day) if early.over else early

"""Corrects one end of months that were told: the other end and the year stay."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from actions.guides.reading import Unsettled
from actions.guides.stretches import (
    Month,
    as_stretches,
    is_stretches,
    month_number,
    stretches,
    year_and_month,
)
from actions.guides.times import month_of
from policies_kb.text.dates import MONTH_NUMERAL
from policies_kb.text.moment import Moment
from policies_kb.text.months import moments

#: A month that is named without its year.
_BARE = re.compile(
    rf"\s*(?:{MONTH_NUMERAL}\s*(?:月份?)?"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?)\s*的?\s*",
    re.IGNORECASE,
)
_FIRST_BEFORE = re.compile(r"(?:从|自|打|开头|开始是?|起头是?|\b(?:since|from))\s*$", re.IGNORECASE)
_FIRST_AFTER = re.compile(r"\s*份?(?:起|开始|开头)")
_LAST_BEFORE = re.compile(r"(?:到|至|最后是?|截止|\b(?:to|until|till|through))\s*$", re.IGNORECASE)
_LAST_AFTER = re.compile(r"\s*份?(?:为止|截止|结束)")
#: A month that lies so much nearer to one end of a stretch is meant for it.
_NEARER = 1


def with_other_end(
    told: Any, text: str, today: date, denied: str = "", may_end: bool = True
) -> Any:
    """Return what was told of months with what a message changes of it, ``None`` for nothing.

    A month without a year is in the year of the one it replaces.

    Args:
        told: A month, or months with an end.
        text: The message; it names one month, or one stretch of months.
        today: The day relative times count from.
        denied: What it says does not hold.
        may_end: Whether a month that was told alone may get an end.

    Raises:
        Unsettled: It may be either end.
        Impossible: It is yet to come or too long ago.
    """
    found = moments(text, today)
    ends = _ends(told)
    if ends is None or len(found) != 1 or found[0].month is None or found[0].latest:
        return None
    [moment] = found
    if moment.until:
        return _whole(moment, text, ends, today)
    if ends[0] == ends[1]:
        if may_end and _named_end(moment, text, ends, "", today) == "last":
            last = _of_year(moment, text, ends[0] + 6, today)
            return as_stretches(range(ends[0], last + 1), about=False) if last > ends[0] else None
        return _one(moment, text, ends[0], today) if not is_stretches(told) else None
    first, last = (_of_year(moment, text, end, today) for end in ends)
    readings = {"first": (first, ends[1]), "last": (ends[0], last)}
    meant = {
        end: as_stretches(range(low, high + 1), about=False)
        for end, (low, high) in readings.items()
        if low <= high <= _now(today)
    }
    named = _named_end(moment, text, ends, denied, today)
    if named:
        return meant.get(named)
    if len(meant) < len(readings):
        return next(iter(meant.values()), None)
    distance = abs(first - ends[0]) - abs(last - ends[1])
    if abs(distance) <= _NEARER:
        raise Unsettled((meant["last"], meant["first"]), "which_unit")
    return meant["last" if distance > 0 else "first"]


def shares_an_end(told: Any, value: Any) -> bool:
    """Tell whether months that are told now begin or end with those told before.

    >>> shares_an_end("2025-03", {"months": [["2025-03", "2025-08"]]})
    True
    """
    before, after = _ends(told), _ends(value)
    if before is None or after is None:
        return False
    return before[0] == after[0] or before[1] == after[1]


def _ends(told: Any) -> tuple[Month, Month] | None:
    """Return both ends of one stretch, one month twice; ``None`` for all else."""
    if isinstance(told, str) and re.fullmatch(r"\d{4}-\d\d", told):
        return month_number(told), month_number(told)
    if not is_stretches(told) or len(stretches(told)) != 1:
        return None
    [(first, last)] = stretches(told)
    return month_number(first), month_number(last)


def _whole(moment: Moment, text: str, told: tuple[Month, Month], today: date) -> Any:
    """Return a stretch told anew in the years of the one before."""
    assert moment.until
    last = moment.until
    first_words, last_words = text[moment.start : last.start], text[last.start : last.end]
    if not (_BARE.match(first_words) and _BARE.fullmatch(last_words)):
        return None
    first = _near(moment.month or 0, told[0], today)
    length = ((last.month or 0) - (moment.month or 0)) % 12
    if first + length > _now(today):
        return None
    return as_stretches(range(first, first + length + 1), about=False)


def _one(moment: Moment, text: str, told: Month, today: date) -> str | None:
    """Return a month told anew in the year of the one before, ``None`` where it names a year."""
    words = text[moment.start : moment.end]
    if not _BARE.fullmatch(words):
        return None
    return year_and_month(_near(moment.month or 0, told, today))


def _of_year(moment: Moment, text: str, end: Month, today: date) -> Month:
    """Return the month of a moment, in the year of the end it may replace where it names none."""
    if _BARE.fullmatch(text[moment.start : moment.end]):
        return _nearest(moment.month or 0, end, today)
    value = month_of(moment, today)
    return month_number(value if isinstance(value, str) else value[0])


def _near(month: int, told: Month, today: date) -> Month:
    """Return the month of that name in the year of another, of the year before if to come."""
    found = told // 12 * 12 + month - 1
    return found if found <= _now(today) else found - 12


def _nearest(month: int, told: Month, today: date) -> Month:
    """Return the month of that name that lies nearest to another and is not to come."""
    same = told // 12 * 12 + month - 1
    return min(
        (one for one in (same - 12, same, same + 12) if one <= _now(today)),
        key=lambda one: abs(one - told),
    )


def _named_end(
    moment: Moment, text: str, told: tuple[Month, Month], denied: str, today: date
) -> str:
    """Return which end the words beside a month, or what is denied, name; empty for neither."""
    old = moments(denied, today)
    if len(old) == 1 and old[0].month and told[0] % 12 != told[1] % 12:
        for end, month in zip(("first", "last"), told, strict=True):
            if month % 12 == old[0].month - 1:
                return end
    before = text[: moment.start]
    if _LAST_BEFORE.search(before) or _LAST_AFTER.match(text, moment.end):
        return "last"
    return "first" if _FIRST_BEFORE.search(before) or _FIRST_AFTER.match(text, moment.end) else ""


def _now(today: date) -> Month:
    return month_number(f"{today:%Y-%m}")

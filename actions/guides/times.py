"""Reads the month or the day a field asks for out of the times a message names."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import Any

from actions.guides.reading import Impossible, Message
from actions.guides.script import Entry
from policies_kb.text.months import Moment, moments
from policies_kb.text.quantity import Quantity
from policies_kb.text.spans import before, spans

#: Nobody claims pay from longer ago; such a year is a slip.
OLDEST_YEARS = 50
_AROUND = 14
#: A span that says for how long nothing was paid: 三个月没发, 拖了半年.
_UNPAID_AFTER = re.compile(
    r"\s*(?:左右|上下|以上)?(?:多)?(?:了)?(?:的)?(?:工资|工钱|薪水|钱)?(?:了)?(?:都|也|还|就|一直)?"
    r"(?:没|未|不)(?:有)?(?:发|给|付|拿|领|结|开|到)"
)
_UNPAID_BEFORE = re.compile(
    r"(?:欠|拖|没发|没给|没付|not paid|unpaid)[^,，。;；]{0,10}$", re.IGNORECASE
)
#: How long the work lasted says nothing of when the pay stopped.
_WORKED_BEFORE = re.compile(r"(?:干|做|待|工作|上班|打工|来)(?:了|满)?\s*$")


def read_month(entry: Entry, message: Message, others: Collection[Entry]) -> Any:
    """Return the month of a field, ``YYYY-MM``, or the two it lies between.

    Args:
        entry: The field.
        message: The message.
        others: The other fields that want a month; what clearly is theirs is left to them.

    Raises:
        Impossible: It is yet to come, too long ago, or only a year is named.
    """
    found = _chosen(entry, message, others)
    since = entry.field.name == "since"
    if found:
        return _month(found if since or not found.until else found.until, message.today)
    return _since_span(message) if since else None


def read_date(entry: Entry, message: Message) -> str | None:
    """Return the day of a field, ``YYYY-MM-DD``.

    Raises:
        Impossible: It is yet to come, does not exist, or the day is missing.
    """
    found = _chosen(entry, message, ())
    if not found:
        return None
    if found.month is not None and (found.day is None or found.latest):
        raise Impossible("day_missing")
    return _day(found, message.today).isoformat()


def _chosen(entry: Entry, message: Message, others: Collection[Entry]) -> Moment | None:
    found = moments(message.text, message.today)
    own = [moment for moment in found if _belongs(moment, entry, message.text)]
    if own:
        return own[0]
    if not message.asked:
        return None
    free = [m for m in found if not any(_belongs(m, other, message.text) for other in others)]
    return free[0] if free else None


def _belongs(moment: Moment, entry: Entry, text: str) -> bool:
    around = text[max(0, moment.start - _AROUND) : moment.start]
    behind = text[moment.end : moment.end + _AROUND]
    return bool(entry.before.search(around) or entry.after.match(behind))


def _month(moment: Moment, today: date) -> str | list[str]:
    first = _month_of(_day(moment, today))
    if moment.latest is None:
        return first
    year, month = moment.latest
    last = _month_of(min(date(year or today.year, month, 1), today))
    return [first, last]


def _month_of(day: date) -> str:
    return f"{day.year:04d}-{day.month:02d}"


def _day(moment: Moment, today: date) -> date:
    if moment.year is None or moment.year < today.year - OLDEST_YEARS:
        raise Impossible("too_old")
    if moment.year > today.year:
        raise Impossible("future")
    if moment.month is None:
        raise Impossible("month_missing")
    try:
        day = date(moment.year, moment.month, moment.day or 1)
    except ValueError as error:
        raise Impossible("no_such_day") from error
    if day > today:
        raise Impossible("future")
    return day


def _since_span(message: Message) -> str | list[str] | None:
    """Return the month a span of time without pay began in: the only one told, or none."""
    text = message.text
    found = list(spans(text))
    unpaid = [
        span
        for span in found
        if _UNPAID_AFTER.match(text, span.end) or _UNPAID_BEFORE.search(text[: span.start])
    ]
    told = [span for span in found if not _WORKED_BEFORE.search(text[: span.start])]
    candidates = unpaid[:1] or (told if message.asked and len(told) == 1 else [])
    if not candidates or not isinstance(candidates[0], Quantity):
        return None
    try:
        first, last = before(message.today, candidates[0])
    except OverflowError as error:
        raise Impossible("too_old") from error
    latest = None if candidates[0].exact else (last.year, last.month)
    return _month(Moment(0, 0, first.year, first.month, None, latest), message.today)

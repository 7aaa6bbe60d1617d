"""Reads the month or the day a field asks for out of the times a message names."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from actions.guides.months import Mention, durations, mentions, month_of
from actions.guides.reading import Impossible, Message
from actions.guides.script import Entry

#: Nobody claims pay from longer ago; such a year is a slip.
OLDEST_YEARS = 50
_AROUND = 14
#: A duration that says for how long nothing was paid: 三个月没发, 拖了半年.
_UNPAID_AFTER = re.compile(
    r"\s*(?:多)?(?:了)?(?:的)?(?:工资|工钱|薪水|钱)?(?:了)?(?:都|也|还|一直)?(?:没|未|不)(?:有)?"
    r"(?:发|给|付|拿|领|结|开|到)"
)
_UNPAID_BEFORE = re.compile(
    r"(?:欠|拖|没发|没给|没付|not paid|unpaid)[^,，。;；]{0,10}$", re.IGNORECASE
)


def read_month(entry: Entry, message: Message, others: Collection[Entry]) -> str | None:
    """Return the month of a field, ``YYYY-MM``.

    Args:
        entry: The field.
        message: The message.
        others: The other fields that want a month; what clearly is theirs is left to them.

    Raises:
        Impossible: It is yet to come, too long ago, or only a year is named.
    """
    found = _chosen(entry, message, others)
    if found:
        return month_of(_day(found, message.today))
    return _since_duration(message) if entry.field.name == "since" else None


def read_date(entry: Entry, message: Message) -> str | None:
    """Return the day of a field, ``YYYY-MM-DD``.

    Raises:
        Impossible: It is yet to come, does not exist, or the day is missing.
    """
    found = _chosen(entry, message, ())
    if not found:
        return None
    if found.month is not None and found.day is None:
        raise Impossible("day_missing")
    return _day(found, message.today).isoformat()


def _chosen(entry: Entry, message: Message, others: Collection[Entry]) -> Mention | None:
    found = mentions(message.text, message.today)
    own = [mention for mention in found if _belongs(mention, entry, message.text)]
    if own:
        return own[0]
    if not message.asked:
        return None
    free = [m for m in found if not any(_belongs(m, other, message.text) for other in others)]
    return free[0] if free else None


def _belongs(mention: Mention, entry: Entry, text: str) -> bool:
    before = text[max(0, mention.start - _AROUND) : mention.start]
    after = text[mention.end : mention.end + _AROUND]
    return bool(entry.before.search(before) or entry.after.match(after))


def _day(mention: Mention, today: date) -> date:
    if mention.year is None or mention.year < today.year - OLDEST_YEARS:
        raise Impossible("too_old")
    if mention.year > today.year:
        raise Impossible("future")
    if mention.month is None:
        raise Impossible("month_missing")
    try:
        day = date(mention.year, mention.month, mention.day or 1)
    except ValueError as error:
        raise Impossible("no_such_day") from error
    if day > today:
        raise Impossible("future")
    return day


def _since_duration(message: Message) -> str | None:
    for start, end, length in durations(message.text):
        unpaid = _UNPAID_AFTER.match(message.text, end)
        unpaid = unpaid or _UNPAID_BEFORE.search(message.text[:start])
        if unpaid or message.asked:
            try:
                day = message.today - length
            except (ValueError, OverflowError) as error:
                raise Impossible("too_old") from error
            return month_of(_day(Mention(start, end, day.year, day.month, None), message.today))
    return None

"""Reads the month or the day a field asks for out of the times a message names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date

from actions.guides.reading import FieldMessage, Impossible, Unsettled
from actions.guides.script import Entry
from policies_kb.text.linking import chains
from policies_kb.text.moment import Moment
from policies_kb.text.months import moments

#: Nobody claims pay from longer ago; such a year is a slip.
OLDEST_YEARS = 50
_AROUND = 14
_YEAR_DIGITS = 4
#: A figure alone: 3, 三, 2026.
_BARE_FIGURE = re.compile(
    r"[\s从是就大概]*(?P<figure>20\d\d|1[0-2]|[1-9]|十[一二]?|[一二两三四五六七八九])[\s吧了。.!！]*"
)
_PAID_UP_BEFORE = re.compile(
    r"(?<![没未不])(?<!没有)(?<!没能)(?:发|付|结|给|拿|领|开)到了?\s*$"
    r"|(?<!not )(?<!never )(?<!n't )\bpaid (?:only )?"
    r"(?:until|till|up to|through|to) (?:the end of )?$",
    re.IGNORECASE,
)


def read_month(
    entry: Entry, message: FieldMessage, others: Collection[Entry]
) -> str | list[str] | None:
    """Return the month of a field, ``YYYY-MM``, or the two it lies between.

    Args:
        entry: The field.
        message: The message.
        others: The other fields that want a month; what clearly is theirs is left to them.

    Raises:
        Impossible: It is yet to come, too long ago, or only a year is named.
        Unsettled: Two months are named, and it is one of them, or a figure may be one.
    """
    bare_month(message)
    chain = chosen_moments(entry, message, others, moments(message.text, message.today))
    if not chain:
        return None
    settled(chain, message.today)
    own = [moment for moment in chain if belongs(moment, entry, message.text)]
    found = own[0] if own else chain[-1]
    if found.until and is_part_of_year(found):
        return [_only(month_of(end, message.today)) for end in (found, found.until)]
    return month_of(found.until or found, message.today)


def read_date(entry: Entry, message: FieldMessage) -> str | None:
    """Return the day of a field, ``YYYY-MM-DD``.

    Raises:
        Impossible: It is yet to come, does not exist, or the day is missing.
    """
    chain = chosen_moments(entry, message, (), moments(message.text, message.today))
    if not chain:
        return None
    own = [moment for moment in chain if belongs(moment, entry, message.text)]
    found = (own or chain)[0]
    if found.month is not None and (found.day is None or found.latest):
        raise Impossible("day_missing")
    return day_of(found, message.today).isoformat()


def chosen_moments(
    entry: Entry, message: FieldMessage, others: Collection[Entry], found: Iterable[Moment]
) -> list[Moment]:
    """Return the times that are of a field, with those they are linked to.

    They are the first that the words beside them give to the field, or, when it was asked for, the
    first that no other field has. Up to when was paid (发到5月) is of neither.
    """
    text = message.text
    every = chains(moment for moment in found if not paid_up(moment, text))
    free = [[m for m in chain if not any(belongs(m, o, text) for o in others)] for chain in every]
    own = [chain for chain in free if any(belongs(moment, entry, text) for moment in chain)]
    return next(iter(own or ([chain for chain in free if chain] if message.asked else [])), [])


def bare_month(message: FieldMessage) -> None:
    """Check that a message is no figure alone, which may be a month or so many months.

    Raises:
        Unsettled: It is.
        Impossible: It is a year.
    """
    found = _BARE_FIGURE.fullmatch(message.text)
    if not message.asked or found is None:
        return
    if len(found["figure"]) == _YEAR_DIGITS:
        raise Impossible("month_missing")
    month, length = (
        moments(f"{found['figure']}{unit}", message.today) for unit in ("月", "个月前")
    )
    if len(month) == 1 and len(length) == 1 and month[0].month:
        readings = month_of(month[0], message.today), month_of(length[0], message.today)
        raise Unsettled(readings, "month_or_length")


def is_part_of_year(moment: Moment) -> bool:
    """Tell whether a time is a half or a quarter of a year: one word for both its ends."""
    return moment.until is not None and moment.until.start == moment.start


def belongs(moment: Moment, entry: Entry, text: str) -> bool:
    """Tell whether the words beside a time give it to a field."""
    around = text[max(0, moment.start - _AROUND) : moment.start]
    behind = text[moment.end : moment.end + _AROUND]
    return bool(entry.patterns.before.search(around) or entry.patterns.after.match(behind))


def paid_up(moment: Moment, text: str) -> bool:
    """Tell whether a time is said to be the last one paid: 工资发到今年5月."""
    return _PAID_UP_BEFORE.search(text[: moment.start]) is not None


def settled(chain: Collection[Moment], today: date) -> None:
    """Check that no time is the other reading of another one.

    Raises:
        Unsettled: There are two readings.
        Impossible: There are more, or one of them is no month.
    """
    if any(moment.link == "or" for moment in chain):
        readings = [month_of(moment, today) for moment in chain]
        if len(readings) != 2 or any(moment.until for moment in chain):
            raise Impossible("months_unclear")
        raise Unsettled((readings[0], readings[1]), "which_month")


def month_of(moment: Moment, today: date) -> str | list[str]:
    """Return the month of a time, or the two it lies between.

    Raises:
        Impossible: It is yet to come, too long ago, or only a year is named.
    """
    first = f"{day_of(moment, today):%Y-%m}"
    if moment.latest is None:
        return first
    year, month = moment.latest
    return [first, f"{min(date(year or today.year, month, 1), today):%Y-%m}"]


def _only(value: str | list[str]) -> str:
    return value if isinstance(value, str) else value[0]


def day_of(moment: Moment, today: date) -> date:
    """Return the day of a time, the first of its month where none is named.

    Raises:
        Impossible: It is yet to come, too long ago, does not exist, or no month is named.
    """
    if moment.year is None and moment.month is None:
        raise Impossible("month_missing")
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

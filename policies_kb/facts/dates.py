"""Reads the last day of a dated phrase."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from ..numbers import NumberError, read_number

_NUMERAL = "〇○零一二三四五六七八九十"
YEAR = r"(?P<year>\d{4}|[〇○零一二三四五六七八九]{4})年"
QUARTER = r"第?[一二三四1-4]季度"
EDGE = rf"(?:年?(?:初(?![步期级始])|[底末])|上半年|下半年|{QUARTER})"
PART = "底|末|初(?!步)|上旬|中旬|下旬"
MONTH = (
    rf"(?P<month>\d{{1,2}}|[{_NUMERAL}]{{1,2}})月份?"
    rf"(?:(?P<day>\d{{1,2}}|[{_NUMERAL}]{{1,3}})[日号]|(?P<part>{PART}))?"
)
_PHRASE = re.compile(rf"{YEAR}(?:(?P<edge>{EDGE})|{MONTH})?")
_HALVES = {"上半年": 6, "下半年": 12}
_DAYS = {"初": 10, "上旬": 10, "中旬": 20}


class DateError(ValueError):
    """The phrase is no date, or names a day that does not exist."""


def read_last_day(phrase: str) -> date:
    """Return the last day a dated phrase reaches to.

    Reads ``2017年8月31日``, ``2018年7月底``, ``2018年8月``, ``2018年底``, ``2018年一季度``,
    ``2020年`` and the same in Chinese numerals. ``年初`` is read as all of January, ``月初`` as
    the first ten days.

    Raises:
        DateError: It is no such phrase, or there is no such day.
    """
    match = _PHRASE.fullmatch("".join(phrase.split()))
    if match is None:
        raise DateError(f"not a date: {phrase[:30]!r}")
    return last_day(**match.groupdict())


def last_day(
    year: str,
    edge: str | None = None,
    month: str | None = None,
    day: str | None = None,
    part: str | None = None,
) -> date:
    """Return the last day of the named parts of a phrase; see ``read_last_day``.

    Raises:
        DateError: There is no such day.
    """
    try:
        number = _small(year)
        if month is None:
            return _month_end(number, edge_month(edge) if edge else 12)
        if day is not None:
            return date(number, _small(month), _small(day))
        end = _month_end(number, _small(month))
        return end.replace(day=_DAYS[part]) if part in _DAYS else end
    except (NumberError, ValueError) as error:
        exact = f"{day}日" if day else part or ""
        printed = f"{year}年{edge or ''}" + (f"{month}月{exact}" if month else "")
        raise DateError(f"no such date: {printed}") from error


def edge_month(edge: str) -> int:
    """Return the last month of ``年初``, ``年底``, ``上半年`` or ``一季度``."""
    if edge in _HALVES:
        return _HALVES[edge]
    if edge.endswith("季度"):
        return 3 * int(read_number(edge.removeprefix("第").removesuffix("季度")))
    return 1 if edge.endswith("初") else 12


def _small(text: str) -> int:
    return int(read_number(text))


def _month_end(year: int, month: int) -> date:
    if not (1 <= month <= 12 and 1 <= year <= 9999):
        raise DateError(f"no such month: {year}年{month}月")
    return date(year, month, monthrange(year, month)[1])

"""Reads calendar dates: the last day of a dated phrase, days of signing, the parts of a date."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from policies_kb.text.notation import fold
from policies_kb.text.numeral_scan import near_before
from policies_kb.text.numerals import NumberError, read_number
from policies_kb.text.spans import SPAN_BEFORE
from policies_kb.text.years import years

_NUMERAL = "〇○零一二三四五六七八九十"
YEAR = r"(?P<year>\d{4}|[〇○零一二三四五六七八九]{4})年"
QUARTER = r"第?[一二三四1-4]季度"
EDGE = rf"(?:年?(?:初(?![步期级始])|[底末])|上半年|下半年|{QUARTER})"
PART = "底|末|初(?!步)|上旬|中旬|下旬"
MONTH = (
    rf"(?P<month>\d{{1,2}}|[{_NUMERAL}]{{1,2}})月份?"
    rf"(?:(?P<day>\d{{1,2}}|[{_NUMERAL}]{{1,3}})[日号]|(?P<part>{PART}))?"
)
#: The numerals of months and days as people type them.
MONTH_NUMERAL = r"(?:1[0-2]|0?[1-9](?!\d)|十[一二]?|[一二三四五六七八九])"
DAY_NUMERAL = r"(?:3[01]|[12]\d|0?[1-9]|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
#: A date in figures: 2017-08-31, 2017/8/31, 2017.8.31.
ISO_DATE = (
    r"(?P<year>(?:19|20)\d\d)[-/.](?P<month>1[0-2]|0?[1-9])"
    r"[-/.](?P<day>3[01]|[12]\d|0?[1-9])(?!\d)"
)
_ISO_DATE = re.compile(ISO_DATE)
_MONTH_NAMED = re.compile(rf"({MONTH_NUMERAL})\s*月(份)?")
_DAY_NAMED = re.compile(rf"(?<=月)\s*({DAY_NUMERAL})\s*[日号]")

# Days of signing, in lines squeezed of their spaces.
_SIGNED = (
    r"(?:[12]\d{3}|[〇○Ｏ零一二三四五六七八九]{4})年"
    r"(?:\d{1,2}|[元一二三四五六七八九十]{1,2})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})日"
)
SIGNED = re.compile(_SIGNED)
_SIGNED_PARTS = re.compile(r"(.{4})年(.{1,2})月(.{1,3})日")
_SIGNED_LINE = re.compile(rf"\(?{_SIGNED}\)?")

_HALVES = {"上半年": 6, "下半年": 12}
_DAYS = {"初": 10, "上旬": 10, "中旬": 20}


class DateError(ValueError):
    """The phrase is no date, or names a day that does not exist."""


@dataclass(frozen=True)
class DatePart:
    """A part of a date as a text names it, each for itself.

    Attributes:
        kind: What it names.
        value: Its canonical form.
        start: First character in the text.
        end: One past the last character.
    """

    kind: Literal["date", "year", "month", "day"]
    value: str
    start: int
    end: int


def date_parts(text: str) -> Iterator[DatePart]:
    """Yield the years, months, days and dates in figures that a text names.

    >>> [(part.kind, part.value) for part in date_parts("17年8月31日")]
    [('year', '2017'), ('month', '8'), ('day', '31')]
    """
    plain = fold(text)
    for match in _ISO_DATE.finditer(plain):
        value = f"{match['year']}-{int(match['month']):02d}-{int(match['day']):02d}"
        yield DatePart("date", value, *match.span())
    for year, start, end in years(plain):
        yield DatePart("year", str(year), start, end)
    for match in _MONTH_NAMED.finditer(plain):
        if match[2] or not SPAN_BEFORE.search(near_before(plain, match.start())):
            yield DatePart("month", str(read_number(match[1])), *match.span())
    for match in _DAY_NAMED.finditer(plain):
        yield DatePart("day", str(read_number(match[1])), *match.span())


def is_date(key: str) -> bool:
    """Tell whether a squeezed line is a date and nothing else."""
    return _SIGNED_LINE.fullmatch(key) is not None


def find_date(key: str) -> date | None:
    """Return the first date in a squeezed line, ``None`` when there is no real one."""
    match = SIGNED.search(key)
    parts = _SIGNED_PARTS.match(match.group()) if match else None
    if parts is None:
        return None
    year, month, day = parts.groups()
    try:
        return date(_small(year), _small(month.replace("元", "一")), _small(day))
    except ValueError:
        return None


def last_day(
    year: str,
    edge: str | None = None,
    month: str | None = None,
    day: str | None = None,
    part: str | None = None,
) -> date:
    """Return the last day that the named parts of a dated phrase reach to.

    ``年初`` is read as all of January, ``月初`` as the first ten days.

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

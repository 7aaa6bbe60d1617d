"""Finds months and days in a message, those told from today too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice

from dateutil.relativedelta import relativedelta

from actions.guides.reading import NUMERAL_START
from policies_kb.numbers import NUMERAL, NumberError, read_number

#: A story names no more times of one form than this.
MOST_MENTIONS = 20

_RELATIVE_YEARS = {
    **{"大前年": -3, "前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年": 0, "当年": 0},
    **{"明年": 1, "后年": 2, "last year": -1, "this year": 0, "next year": 1},
}
_RELATIVE_MONTHS = {
    **{"上上个月": -2, "上上月": -2, "上个月": -1, "上月": -1, "这个月": 0, "本月": 0},
    **{"当月": 0, "下个月": 1, "下月": 1, "last month": -1, "this month": 0, "next month": 1},
}
_RELATIVE_DAYS = {
    **{"大前天": -3, "前天": -2, "昨天": -1, "今天": 0, "明天": 1, "后天": 2},
    **{"yesterday": -1, "today": 0, "tomorrow": 1},
}
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _any_of(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_YEAR = (
    r"(?:(?<!\d)(?P<year>\d{4}|\d\d|[一二三四五六七八九零〇]{4})\s*年(?!前|多|半|了|以)"
    rf"|(?P<relative>{_any_of(_RELATIVE_YEARS)}))"
)
_MONTH = r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s*月(?:份)?"
_DAY = (
    r"(?P<day>3[01]|[12]\d|0?[1-9]|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])\s*[日号]"
)
_SPANS = r"个半?月|月|年|天|日|个?星期|周|个?礼拜|months?|years?|days?|weeks?"
_MENTIONS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(?P<year>(?:19|20)\d\d)[-./](?P<month>1[0-2]|0?[1-9])"
        r"(?:[-./](?P<day>3[01]|[12]\d|0?[1-9]))?(?![\d])",
        rf"(?:{_YEAR}\s*的?\s*)?(?<![\d个十]){_MONTH}(?:\s*{_DAY})?",
        rf"{_YEAR}\s*(?:的)?\s*(?:年)?(?P<edge>底|末|初)",
        rf"(?P<months>{_any_of(_RELATIVE_MONTHS)})(?:\s*{_DAY})?",
        rf"(?P<days>{_any_of(_RELATIVE_DAYS)})",
        rf"{NUMERAL_START}(?P<count>{NUMERAL}|半|an?|one|two|three|four|five|six)\s*(?:多)?\s*(?P<unit>{_SPANS})"
        r"\s*(?:多)?\s*(?:以)?(?:前|ago)",
        rf"\b(?P<english>{'|'.join(_ENGLISH)})[a-z]*\.?(?:\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b)?"
        r"(?:,?\s*(?P<year>(?:19|20)\d\d))?\b",
        _YEAR,
    )
)
_DURATION = re.compile(
    rf"{NUMERAL_START}(?P<count>{NUMERAL}|半|one|two|three|four|five|six)\s*(?:多)?\s*(?P<unit>{_SPANS})(?!前)",
    re.IGNORECASE,
)
_ENGLISH_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


@dataclass(frozen=True)
class Mention:
    """A time named in a text.

    Attributes:
        start: First character.
        end: One past the last character.
        year: Its year, ``None`` where the text leaves it open.
        month: Its month, ``None`` where only a year is named.
        day: Its day of the month, if named.
    """

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None


def mentions(text: str, today: date) -> list[Mention]:
    """Return the times a text names in reading order, with the years they must mean.

    A month without a year is in the year named before it, else the last such month that came.
    """
    found: list[Mention] = []
    for pattern in _MENTIONS:
        for match in islice(pattern.finditer(text), MOST_MENTIONS):
            if all(match.end() <= m.start or m.end <= match.start() for m in found):
                found.append(_mention(match, today))
    return list(_with_years(sorted(found, key=lambda m: m.start), today))


def durations(text: str) -> Iterator[tuple[int, int, relativedelta]]:
    """Yield start, end and length of the durations a text names (``三个月``, ``半年``)."""
    for match in _DURATION.finditer(text):
        length = _length(match["count"], match["unit"])
        if length is not None:
            yield match.start(), match.end(), length


def month_of(day: date) -> str:
    """Return the month of a day as a fact has it, ``YYYY-MM``."""
    return f"{day.year:04d}-{day.month:02d}"


def _mention(match: re.Match[str], today: date) -> Mention:
    part = {name: value for name, value in match.groupdict().items() if value}
    start, end = match.span()
    if "months" in part:
        moved = today.replace(day=1) + relativedelta(
            months=_RELATIVE_MONTHS[part["months"].lower()]
        )
        return Mention(start, end, moved.year, moved.month, _value(part.get("day")))
    if "days" in part:
        moved = today + timedelta(days=_RELATIVE_DAYS[part["days"].lower()])
        return Mention(start, end, moved.year, moved.month, moved.day)
    if "count" in part:
        length = _length(part["count"], part["unit"])
        moved = _earlier(today, length)
        return Mention(start, end, moved.year, moved.month, moved.day)
    return Mention(start, end, _year(part, today), _month(part), _value(part.get("day")))


def _earlier(today: date, length: relativedelta | None) -> date:
    """Return the day so long ago, the first of all days where there is none."""
    try:
        return today - length if length is not None else date.min
    except (ValueError, OverflowError):
        return date.min


def _year(part: dict[str, str], today: date) -> int | None:
    if "relative" in part:
        return today.year + _RELATIVE_YEARS[part["relative"].lower()]
    year = _value(part.get("year"))
    return year + 2000 if year is not None and year < 100 else year


def _month(part: dict[str, str]) -> int | None:
    if "edge" in part:
        return 1 if part["edge"] == "初" else 12
    if "english" in part:
        return _ENGLISH.index(part["english"].lower()) + 1
    return _value(part.get("month"))


def _value(numeral: str | None) -> int | None:
    return None if numeral is None else int(read_number(numeral))


def _length(count: str, unit: str) -> relativedelta | None:
    unit = unit.lower()
    if count == "半":
        return relativedelta(months=6) if "年" in unit else relativedelta(days=15)
    if unit == "月":
        return None
    try:
        number = _ENGLISH_COUNTS.get(count.lower()) or int(read_number(count))
    except NumberError:
        return None
    if number > 10_000:
        return None
    if "月" in unit or "month" in unit:
        return relativedelta(months=number)
    if "年" in unit or "year" in unit:
        return relativedelta(years=number)
    weeks = any(word in unit for word in ("周", "星期", "礼拜", "week"))
    return relativedelta(days=number * 7 if weeks else number)


def _with_years(found: list[Mention], today: date) -> Iterator[Mention]:
    before: Mention | None = None
    for mention in found:
        if mention.year is None and mention.month is not None:
            mention = replace(mention, year=_meant_year(mention.month, before, today))
        yield mention
        before = mention


def _meant_year(month: int, before: Mention | None, today: date) -> int:
    if before and before.year is not None:
        follows = before.month is None or before.month <= month
        return before.year if follows else before.year + 1
    return today.year if month <= today.month else today.year - 1

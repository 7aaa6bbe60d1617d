"""Finds the months and days a person names, those told from today too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice

from dateutil.relativedelta import relativedelta

from policies_kb.text.dates import DAY_NUMERAL, MONTH_NUMERAL
from policies_kb.text.notation import fold
from policies_kb.text.numerals import read_number
from policies_kb.text.quantity import Quantity
from policies_kb.text.scan import is_about, near_before
from policies_kb.text.spans import SPAN_BEFORE, before, spans
from policies_kb.text.years import is_length_of_time

#: A story names no more times of one form than this.
MOST_MOMENTS = 20
_RELATIVE_YEARS = {
    **{"大前年": -3, "前年": -2, "去年": -1, "上一年": -1, "上年": -1, "今年": 0, "本年": 0},
    **{"当年": 0, "明年": 1, "后年": 2, "last year": -1, "this year": 0, "next year": 1},
}
_RELATIVE_MONTHS = {
    **{"上上个月": -2, "上上月": -2, "上个月": -1, "上月": -1, "这个月": 0, "本月": 0},
    **{"当月": 0, "下个月": 1, "下月": 1, "last month": -1, "this month": 0, "next month": 1},
}
_RELATIVE_DAYS = {
    **{"大前天": -3, "前天": -2, "昨天": -1, "今天": 0, "明天": 1, "后天": 2},
    **{"yesterday": -1, "today": 0, "tomorrow": 1},
}
#: Parts of a year that name no month: the months they may mean, the first and the last.
_VAGUE = {
    **{"年底": (11, 12), "年末": (11, 12), "底": (11, 12), "末": (11, 12), "年中": (6, 7)},
    **{"年初": (1, 2), "初": (1, 2), "开春": (2, 3), "正月": (1, 3), "腊月": (1, 2)},
    **{"春节后": (2, 3), "过完年": (2, 3), "年后": (2, 3), "春节前": (1, 2), "春节": (1, 2)},
    **{"过年前": (1, 2), "过年": (1, 2), "年前": (1, 2), "国庆前": (9, 10), "国庆": (10, 10)},
    **{"五一前": (4, 5), "五一": (5, 5), "元旦": (1, 1), "中秋": (9, 10), "端午": (5, 6)},
}
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _any_of(words: dict[str, int] | dict[str, tuple[int, int]]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_YEAR = (
    r"(?:(?<!\d)(?P<year>\d{4}|\d\d|[一二三四五六七八九零〇]{4})\s*年(?!前|多|半|了|以)"
    rf"|(?P<relative>{_any_of(_RELATIVE_YEARS)}))"
)
_SEVERAL = r"\s*(?:[、,和跟及到至]|[-~—–])\s*"
_NUMBERED = (
    rf"(?:(?P<month>{MONTH_NUMERAL})(?:(?:{_SEVERAL}{MONTH_NUMERAL})*{_SEVERAL}"
    rf"(?P<last>{MONTH_NUMERAL}))?|(?P<near>[一二三四五六七八][二三四五六七八九]))\s*月(?P<named>份)?"
)
_DAY = rf"(?P<day>{DAY_NUMERAL})\s*[日号]"
_VAGUE_ALONE = _any_of({name: _VAGUE[name] for name in _VAGUE if name not in ("底", "末", "初")})
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(?P<year>(?:19|20)\d\d)[-./](?P<month>1[0-2]|0?[1-9])"
        r"(?:[-./](?P<day>3[01]|[12]\d|0?[1-9]))?(?![\d])",
        rf"{_YEAR}\s*的?\s*(?:年)?(?P<vague>{_any_of(_VAGUE)})",
        rf"(?:{_YEAR}\s*的?\s*)?(?<![\d个第.一二三四五六七八九十]){_NUMBERED}(?:\s*{_DAY})?",
        rf"(?P<months>{_any_of(_RELATIVE_MONTHS)})(?:\s*{_DAY})?",
        rf"(?P<days>{_any_of(_RELATIVE_DAYS)})",
        rf"\b(?P<english>{'|'.join(_ENGLISH)})[a-z]*\.?(?:\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b)?"
        r"(?:,?\s*(?P<year>(?:19|20)\d\d))?\b",
        rf"(?<![今去前后明\d一二三四五六七八九十半几])(?P<vague>{_VAGUE_ALONE})",
        _YEAR,
    )
)
_AGO = re.compile(r"\s*(?:以|之)?(?:前|ago)")
#: 三月前 is before March or three months ago: it is asked about. 三月了 are three months.
_NO_MONTH_BEHIND = re.compile(r"\s*(?:(?:以|之)?前|了)")
_UNSURE = re.compile(r"(?:大概|大约|约|好像|可能|应该|差不多)(?:是|从|就)?\s*$")
#: Between two months: 到, a sign, or nothing at all (十月十一月).
_TO = re.compile(
    r"\s*(?:份|的|起|开始)?\s*(?:[、和跟及到至]|[-~—–]|直到|一直到)?\s*(?:次年|第二年|翌年)?\s*"
)


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
    """

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None
    latest: tuple[int | None, int] | None = None
    until: Moment | None = None


def moments(text: str, today: date) -> list[Moment]:
    """Return the times a text names in reading order, with the years they must mean.

    A month without a year is in the year named before it, else the last such month that came.
    Two with 到 between them are one stretch of time.
    """
    plain = fold(text)
    found = list(_ago(plain, today))
    for pattern in _PATTERNS:
        for match in islice(pattern.finditer(plain), MOST_MOMENTS):
            if all(match.end() <= m.start or m.end <= match.start() for m in found):
                found += _moment(plain, match, today)
    in_order = _stretches(sorted(found, key=lambda m: m.start), plain)
    return [_unsure(moment, plain) for moment in _with_years(in_order, today)]


def _unsure(moment: Moment, text: str) -> Moment:
    """Return the moment, vague where 大概 or 左右 stands beside it."""
    beside = _UNSURE.search(near_before(text, moment.start)) or is_about(text, moment.end)
    if moment.month is None or moment.latest or not beside:
        return moment
    return replace(moment, latest=(moment.year, moment.month))


def _ago(text: str, today: date) -> Iterator[Moment]:
    for span in islice(spans(text), MOST_MOMENTS):
        ago = _AGO.match(text, span.end)
        if ago is None or not isinstance(span, Quantity):
            continue
        try:
            first, last = before(today, span)
        except OverflowError:
            first = last = date.min
        latest = None if span.exact else (last.year, last.month)
        yield Moment(span.start, ago.end(), first.year, first.month, first.day, latest)


def _moment(text: str, match: re.Match[str], today: date) -> Iterator[Moment]:
    part = {name: value for name, value in match.groupdict().items() if value}
    start, end = match.span()
    year, day = _year(part, today), _value(part.get("day"))
    if "months" in part:
        moved = today.replace(day=1) + relativedelta(
            months=_RELATIVE_MONTHS[part["months"].lower()]
        )
        yield Moment(start, end, moved.year, moved.month, day)
    elif "days" in part:
        moved = today + timedelta(days=_RELATIVE_DAYS[part["days"].lower()])
        yield Moment(start, end, moved.year, moved.month, moved.day)
    elif "vague" in part:
        yield _vague(start, end, year, part["vague"], today)
    elif "english" in part:
        yield Moment(start, end, year, _ENGLISH.index(part["english"].lower()) + 1, day)
    elif "month" in part or "near" in part:
        yield from _numbered(text, match, year, day)
    elif "relative" in part or len(part["year"]) > 2 or not is_length_of_time(text, start, end):
        yield Moment(start, end, year, None, None)


def _numbered(
    text: str, match: re.Match[str], year: int | None, day: int | None
) -> Iterator[Moment]:
    named = match.groupdict()
    start, end = match.span()
    bare = year is None and day is None and not named.get("named")
    if bare and (SPAN_BEFORE.search(near_before(text, start)) or _NO_MONTH_BEHIND.match(text, end)):
        return
    near = named.get("near")
    month = int(read_number(near[0] if near else named["month"]))
    last = _value(near[1] if near else named.get("last"))
    if near and last != month + 1:
        return
    latest = (year, last) if last and near else None
    until = Moment(start, end, None, last, None) if last and not latest else None
    yield Moment(start, end, year, month, day, latest, until)


def _vague(start: int, end: int, year: int | None, name: str, today: date) -> Moment:
    low, high = _VAGUE[name]
    # The twelfth month of a lunar year lies in the year after it.
    if year is not None and name == "腊月" and (year + 1, low) <= (today.year, today.month):
        year += 1
    return Moment(start, end, year, low, None, latest=(year, high))


def _year(part: dict[str, str], today: date) -> int | None:
    if "relative" in part:
        return today.year + _RELATIVE_YEARS[part["relative"].lower()]
    year = _value(part.get("year"))
    return year + 2000 if year is not None and year < 100 else year


def _value(numeral: str | None) -> int | None:
    return None if numeral is None else int(read_number(numeral))


def _stretches(found: list[Moment], text: str) -> Iterator[Moment]:
    """Yield the moments, those with 到 between them as one with its end."""
    last: Moment | None = None
    for moment in found:
        if last and last.month and moment.month and _TO.fullmatch(text, last.end, moment.start):
            last = replace(last, end=moment.end, until=moment.until or moment)
            continue
        if last:
            yield last
        last = moment
    if last:
        yield last


def _with_years(found: Iterator[Moment], today: date) -> Iterator[Moment]:
    previous: Moment | None = None
    for moment in found:
        if moment.until is not None:
            moment = _with_years_of_both(moment, moment.until, today)
        elif moment.year is None and moment.month is not None:
            moment = replace(moment, year=_meant_year(moment, previous, today))
        if moment.latest and moment.latest[0] is None:
            moment = replace(moment, latest=(moment.year, moment.latest[1]))
        yield moment
        previous = moment.until or moment


def _with_years_of_both(first: Moment, last: Moment, today: date) -> Moment:
    """Return a stretch of time with the years of both its ends: 11月到2月 ended with 2月."""
    start, end = first.month or 0, last.month or 0
    if first.year is not None and last.year is None:
        last = replace(last, year=first.year + (end < start))
    elif last.year is None:
        last = replace(last, year=_meant_year(last, None, today))
    if first.year is None and last.year is not None:
        first = replace(first, year=last.year - (start > end))
    return replace(first, until=last)


def _meant_year(moment: Moment, previous: Moment | None, today: date) -> int:
    month = moment.month or 0
    last = moment.latest[1] if moment.latest else month
    if previous and previous.year is not None:
        follows = previous.month is None or previous.month <= month
        return previous.year if follows else previous.year + 1
    return today.year if last <= today.month else today.year - 1

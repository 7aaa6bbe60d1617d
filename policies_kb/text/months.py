"""Finds the months and days a person names, those told from today too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice

from dateutil.relativedelta import relativedelta

from policies_kb.text.dates import DAY_NUMERAL, MONTH_NUMERAL
from policies_kb.text.linking import linked, with_years
from policies_kb.text.moment import Moment
from policies_kb.text.notation import fold
from policies_kb.text.numeral_scan import is_about, near_before
from policies_kb.text.numerals import read_number
from policies_kb.text.quantity import Quantity
from policies_kb.text.spans import SPAN_BEFORE, before, is_counted_month, spans
from policies_kb.text.years import is_length_of_time

#: A story names no more times of one form than this.
MOST_MOMENTS = 20
_RELATIVE_YEARS = {
    **{"大前年": -3, "前年": -2, "去年": -1, "上一年": -1, "上年": -1, "今年": 0, "本年": 0},
    **{"当年": 0, "明年": 1, "后年": 2, "last year": -1, "this year": 0, "next year": 1},
}
_RELATIVE_MONTHS = {
    **{"上上上个月": -3, "上上个月": -2, "上上月": -2, "大上个月": -2, "大上月": -2},
    **{"上个月": -1, "上月": -1, "这个月": 0, "本月": 0, "当月": 0, "下个月": 1, "下月": 1},
    **{"last month": -1, "this month": 0, "next month": 1},
}
_RELATIVE_DAYS = {
    **{"大前天": -3, "前天": -2, "昨天": -1, "今天": 0, "明天": 1, "后天": 2},
    **{"yesterday": -1, "today": 0, "tomorrow": 1},
}
#: Parts of a year that name no month: the months they may mean, the first and the last.
_VAGUE = {
    **{"年底": (11, 12), "年末": (11, 12), "底": (11, 12), "末": (11, 12), "年中": (6, 7)},
    **{
        "年初": (1, 2),
        "初": (1, 2),
        "开春": (2, 3),
        "开年": (1, 3),
        "正月": (1, 3),
        "冬月": (11, 1),
    },
    **{"腊月": (1, 2)},
    **{"春节后": (2, 3), "过完年": (2, 3), "年后": (2, 3), "春节前": (1, 2), "春节": (1, 2)},
    **{"过年前": (1, 2), "过年": (1, 2), "年前": (1, 2), "国庆前": (9, 10), "国庆": (10, 10)},
    **{"五一前": (4, 5), "五一": (5, 5), "元旦": (1, 1), "中秋": (9, 10), "端午": (5, 6)},
}
#: Parts of a year that name its months, the first and the last.
_PARTS = {
    **{"上半年": (1, 6), "下半年": (7, 12)},
    **{f"{name}季度": (3 * place + 1, 3 * place + 3) for place, name in enumerate("一二三四")},
    **{f"{place + 1}季度": (3 * place + 1, 3 * place + 3) for place in range(4)},
}
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _any_of(words: dict[str, int] | dict[str, tuple[int, int]]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_YEAR = (
    r"(?:(?<!\d)(?P<year>\d{4}|\d\d|[一二三四五六七八九零〇]{4})\s*年(?!前|多|半|了|以)"
    rf"|(?P<relative>{_any_of(_RELATIVE_YEARS)}))"
)
#: 两年前的3月: the year is told from this one.
_AGO_YEARS = (
    r"(?<![\d一二两三四五六七八九十])(?P<ago>[1-9]\d?|[一二两三四五六七八九]|十[一二三四五六七八九]?)"
    r"\s*年(?:以|之)?前"
)
_LUNAR = r"[农阴旧古]历"
_SEVERAL = r"\s*(?:[、,和跟及到至或]|或者|还是|[-~—–])\s*"
_NUMBERED = (
    rf"(?:(?P<months>{MONTH_NUMERAL}(?:{_SEVERAL}{MONTH_NUMERAL}){{0,11}})"
    r"|(?P<near>[一二三四五六七八][二三四五六七八九]))\s*月(?P<named>份)?"
)
_MONTH = re.compile(MONTH_NUMERAL)
_DAY = rf"(?P<day>{DAY_NUMERAL})\s*[日号]"
_VAGUE_ALONE = _any_of({name: _VAGUE[name] for name in _VAGUE if name not in ("底", "末", "初")})
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(?P<year>(?:19|20)\d\d)[-./](?P<month>1[0-2]|0?[1-9])"
        r"(?:[-./](?P<day>3[01]|[12]\d|0?[1-9]))?(?![\d])",
        rf"{_YEAR}\s*的?\s*(?:年)?(?P<vague>{_any_of(_VAGUE)})",
        rf"(?:{_YEAR}\s*的?\s*)?第?(?P<part>{_any_of(_PARTS)})",
        rf"{_AGO_YEARS}\s*的?\s*(?P<vague>{_VAGUE_ALONE})",
        rf"(?:(?:{_YEAR}|{_AGO_YEARS})\s*的?\s*)?(?:{_LUNAR}的?\s*)?"
        rf"(?<![\d个第./闰一二三四五六七八九十-]){_NUMBERED}(?:\s*{_DAY})?",
        rf"(?<![大上])(?P<moved>{_any_of(_RELATIVE_MONTHS)})(?:\s*{_DAY})?",
        rf"(?P<days>{_any_of(_RELATIVE_DAYS)})",
        rf"\b(?P<english>{'|'.join(_ENGLISH)})[a-z]*\.?(?:\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b)?"
        r"(?:,?\s*(?:of )?(?:(?P<year>(?:19|20)\d\d)|(?P<relative>last year|this year)))?\b",
        rf"(?<![今去前后明\d一二三四五六七八九十半几])(?P<vague>{_VAGUE_ALONE})",
        _YEAR,
    )
)
_AGO = re.compile(r"\s*(?:以|之)?(?:前|ago)")
#: 半年前的3月 names the month itself.
_MONTH_BEHIND = re.compile(rf"\s*的?\s*(?:{_LUNAR}的?)?(?:{MONTH_NUMERAL}\s*月|{_VAGUE_ALONE})")
_LUNAR_BEFORE = re.compile(rf"{_LUNAR}(?:的|[^,，。;；月]{{0,6}}年的?)?\s*$")
_LUNAR_BEHIND = re.compile(rf"\s*[(（]?{_LUNAR}|\s*初[一二三四五六七八九十](?![个万千百])")
#: 三月前 is before March or three months ago: it is asked about. 三月了 are three months.
_NO_MONTH_BEHIND = re.compile(r"\s*(?:(?:以|之)?前|了)")
_UNSURE = re.compile(r"(?:大概|大约|约|好像|可能|应该|差不多)(?:是|从|就)?\s*$")


def moments(text: str, today: date) -> list[Moment]:
    """Return the times a text names in reading order, with the years they must mean.

    Two with 到 between them are one stretch of time, those of a list or with 或者 are linked.
    """
    plain = fold(text)
    found = list(_ago(plain, today))
    for pattern in _PATTERNS:
        for match in islice(pattern.finditer(plain), MOST_MOMENTS):
            if all(match.end() <= m.start or m.end <= match.start() for m in found):
                found += _moment(plain, match, today)
    in_order = linked(sorted(found, key=lambda m: m.start), plain)
    return [_unsure(moment, plain) for moment in with_years(in_order, today)]


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
        named = _MONTH_BEHIND.match(text, ago.end())
        if named:
            if span.unit != "year" or not span.exact:
                # 半年前的3月: of which year is open.
                yield Moment(span.start, named.end(), None, None)
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
    if "moved" in part:
        moved = today.replace(day=1) + relativedelta(months=_RELATIVE_MONTHS[part["moved"].lower()])
        yield Moment(start, end, moved.year, moved.month, day)
    elif "days" in part:
        moved = today + timedelta(days=_RELATIVE_DAYS[part["days"].lower()])
        yield Moment(start, end, moved.year, moved.month, moved.day)
    elif "part" in part:
        yield _part(start, end, year, part["part"], today)
    elif "vague" in part:
        yield _vague(start, end, year, part["vague"], today)
    elif "english" in part:
        yield Moment(start, end, year, _ENGLISH.index(part["english"].lower()) + 1, day)
    elif "month" in part:
        yield Moment(start, end, year, _value(part["month"]), day)
    elif "months" in part or "near" in part:
        yield from _numbered(text, match, year, day, today)
    elif "relative" in part or len(part["year"]) > 2 or not is_length_of_time(text, start, end):
        yield Moment(start, end, year, None, None)


def _numbered(
    text: str, match: re.Match[str], year: int | None, day: int | None, today: date
) -> Iterator[Moment]:
    """Yield the months that stand before one 月: 3月, 3、4、5月, 3到5月."""
    start, end = match.span()
    bare = year is None and day is None and not match["named"]
    if bare and (
        SPAN_BEFORE.search(near_before(text, start))
        or is_counted_month(text, start, end)
        or _NO_MONTH_BEHIND.match(text, end)
    ):
        return
    if match["near"]:
        first, last = (int(read_number(sign)) for sign in match["near"])
        if last == first + 1:
            yield Moment(start, end, year, first, day, (year, last))
        return
    every = list(_MONTH.finditer(text, *match.span("months")))
    lunar = _is_lunar(text, match)
    for place, numeral in enumerate(every):
        month, is_last = int(read_number(numeral[0])), place == len(every) - 1
        begin, until = (
            (start if not place else numeral.start()),
            (end if is_last else numeral.end()),
        )
        of_year = None if place else year
        if lunar:
            yield _lunar(begin, until, of_year, month, today)
        else:
            yield Moment(begin, until, of_year, month, day if is_last else None)


def _is_lunar(text: str, match: re.Match[str]) -> bool:
    """Tell whether months are those of the lunar year."""
    before = text[max(0, match.start() - 12) : match.start("months")]
    return bool(_LUNAR_BEFORE.search(before) or _LUNAR_BEHIND.match(text, match.end()))


def _lunar(start: int, end: int, year: int | None, month: int, today: date) -> Moment:
    """Return a lunar month: it ends in the second month of the calendar after the one it counts."""
    if month == 12:
        return _vague(start, end, year, "腊月", today)
    last = (month + 1) % 12 + 1
    latest_year = None if year is None else year + (last < month)
    return Moment(start, end, year, month, None, (latest_year, last))


def _part(start: int, end: int, year: int | None, name: str, today: date) -> Moment:
    """Return the months of a half or a quarter of a year, as far as they have come."""
    first, last = _PARTS[name]
    year = (today.year if first <= today.month else today.year - 1) if year is None else year
    if year == today.year and first <= today.month:
        last = min(last, today.month)
    return Moment(start, end, year, first, until=Moment(start, end, year, last))


def _vague(start: int, end: int, year: int | None, name: str, today: date) -> Moment:
    low, high = _VAGUE[name]
    # The twelfth month of a lunar year lies in the year after it.
    if year is not None and name == "腊月" and (year + 1, low) <= (today.year, today.month):
        year += 1
    latest_year = None if year is None else year + (high < low)
    return Moment(start, end, year, low, None, latest=(latest_year, high))


def _year(part: dict[str, str], today: date) -> int | None:
    if "relative" in part:
        return today.year + _RELATIVE_YEARS[part["relative"].lower()]
    if "ago" in part:
        return today.year - int(read_number(part["ago"]))
    year = _value(part.get("year"))
    return year + 2000 if year is not None and year < 100 else year


def _value(numeral: str | None) -> int | None:
    return None if numeral is None else int(read_number(numeral))

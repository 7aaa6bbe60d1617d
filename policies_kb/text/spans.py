"""Finds stretches of time in a text: 一年半, 两三个月, 近三月, 3年零2个月."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from policies_kb.text.notation import NUMERAL, fold
from policies_kb.text.numeral_scan import is_about, join_ranges, near_before, numerals
from policies_kb.text.numerals import NumberError, read_number
from policies_kb.text.quantity import Quantity, ReadQuantity, Unread

#: Months and days of one of each unit that is no working day.
_LENGTHS = {
    "year": (Decimal(12), Decimal(0)),
    "month": (Decimal(1), Decimal(0)),
    "week": (Decimal(0), Decimal(7)),
    "day": (Decimal(0), Decimal(1)),
    "working_day": (Decimal(0), Decimal(1)),
}
_MOST = 10_000
_UNIT = re.compile(
    r"\s*(?:(?P<working_day>个?工作日|working days?)"
    r"|周?(?P<year>年)(?P<half_year>半(?!年))?多?(?![级度代龄])"
    r"|(?:个(?P<half_month>半)?[多来]?|(?P<bare>))(?P<month>月)(?!份)多?"
    r"|(?P<week>个?(?:星期|礼拜)|周(?![末一二三四五六日]))多?"
    r"|(?P<day>天|日(?![元币圆]))多?"
    r"|(?P<half_before>and a half )?[- ]?(?P<english>working days?|years?|months?|weeks?|days?)\b"
    r"(?P<half_behind> and a half)?)",
    re.IGNORECASE,
)
_MONTHS_BEHIND = re.compile(
    rf"(?:[零又加多]|,? and )?\s*(?P<months>{NUMERAL})\s*(?:个?月(?!份)|months?\b)"
)
_DAYS_BEHIND = re.compile(rf"[零又加]?\s*(?P<days>{NUMERAL})\s*天")
#: Before a bare 三月 or 3月: the last three months and not March.
SPAN_BEFORE = re.compile(
    r"(?:近|这|前|过去|连续|连着|一连|整整|足足|满|(?<![到除])了|头|已经?|快|[一总合]共|合计|一[拖欠压]"
    r"|将近|差不多)(?:的|有|整)?\s*$"
)
#: 有三月没发, 都五月没给: so long, where what is missing follows at once.
_MISSING = re.compile(r"\s*(?:没|未|不)")
_COUNTING = re.compile(r"(?<![还也])(?:有|都)\s*$")
#: What 月 counts without 个: no month has this number.
_NO_MONTH = re.compile(r"[两俩仨]|[两二三四五六七八九一]?十[几多来]")
#: Lengths that name no number.
_WORDS = re.compile(
    r"(?<![上下])(?P<part>大|小)?半(?P<of>年|个?月)多?|个(?P<one>把|半|多)月"
    r"|\bhalf (?:a|1)\s+(?P<english>year|month|week|day)\b",
    re.IGNORECASE,
)
_ABOUT_BEFORE = re.compile(r"(?:快|将近|差不多|大概|大约|约|不到|超过)$")


def spans(text: str) -> Iterator[ReadQuantity]:
    """Yield the stretches of time in a text, in reading order.

    >>> [(str(s.low), str(s.high), s.unit) for s in spans("干了一年半,两三个月没发")]
    [('18', '18', 'month'), ('2', '3', 'month')]
    """
    plain = fold(text)
    found = sorted([*_counted(plain), *_worded(plain)], key=lambda item: item.start)
    return join_ranges(_apart(found), plain)


def before(day: date, span: Quantity) -> tuple[date, date]:
    """Return the days so long before a day, the earlier first.

    Raises:
        OverflowError: No calendar reaches so far back.
    """
    high = span.low if span.high is None else span.high
    if high * max(_LENGTHS[span.unit]) > _MOST * 31:
        raise OverflowError(span.words)
    try:
        return day - _length(high, span.unit), day - _length(span.low, span.unit)
    except ValueError as error:
        raise OverflowError(span.words) from error


def _apart(found: Iterable[ReadQuantity]) -> Iterator[ReadQuantity]:
    """Yield what does not lie in the one before: the 半月 of 两个半月."""
    end = 0
    for item in found:
        if item.start >= end:
            yield item
            end = item.end


def _length(value: Decimal, unit: str) -> relativedelta:
    per_month, per_day = _LENGTHS[unit]
    months, days = value * per_month, value * per_day
    whole = int(months)
    return relativedelta(months=whole, days=int(days + (months - whole) * 30))


def _counted(text: str) -> Iterator[ReadQuantity]:
    for found in numerals(text):
        unit = _UNIT.match(text, found.end)
        if unit is None or not _is_span(text, found, unit):
            continue
        if isinstance(found, Unread):
            yield Unread(text[found.start : unit.end()], found.start)
            continue
        if found.nearly and found.high:
            # 快三个月 is nearly as long, 近三个月 are the last three.
            close = not near_before(text, found.start).endswith("近")
            found = replace(found, low=found.high, about=close)
        yield _with_rest(text, found, unit)


def _is_span(text: str, found: ReadQuantity, unit: re.Match[str]) -> bool:
    if unit["year"] and isinstance(found, Quantity):
        return found.low < 1000
    if unit["day"] and text[found.start - 1 : found.start] == "月":
        return False
    if unit["month"] and unit["bare"] is not None:
        return bool(
            _NO_MONTH.match(found.words)
            or text.startswith("了", unit.end())
            or SPAN_BEFORE.search(near_before(text, found.start))
            or (isinstance(found, Quantity) and found.nearly)
            or is_counted_month(text, found.start, unit.end())
        )
    return True


def is_counted_month(text: str, start: int, end: int) -> bool:
    """Tell whether a bare 三月 counts months that nothing came for: 有三月没发, 都五月没给钱."""
    return bool(_COUNTING.search(near_before(text, start)) and _MISSING.match(text, end))


def _with_rest(text: str, found: Quantity, unit: re.Match[str]) -> Quantity:
    """Return a span with the smaller ones that belong to it: 一年零三个月, 两个半月."""
    name = _unit_name(unit)
    low, high, end = found.low, found.high or found.low, unit.end()
    months = _MONTHS_BEHIND.match(text, end) if name == "year" else None
    more = _smaller(months["months"]) if months else None
    halved = unit["half_before"] or unit["half_behind"]
    if unit["half_year"] or more is not None or (halved and name == "year"):
        extra = more if more is not None else Decimal(6)
        low, high, name = low * 12 + extra, high * 12 + extra, "month"
        end = months.end() if months and more is not None else end
    elif unit["half_month"] or halved:
        low, high = low + Decimal("0.5"), high + Decimal("0.5")
    days = _DAYS_BEHIND.match(text, end) if name == "month" else None
    # The days of so many months and days do not change the month.
    end = days.end() if days else end
    words, about = text[found.start : end], found.about or is_about(text, end)
    return replace(found, low=low, high=high, unit=name, words=words, kind="duration", about=about)


def _unit_name(unit: re.Match[str]) -> str:
    if unit["english"]:
        return unit["english"].lower().rstrip("s").replace(" ", "_")
    return next(name for name in _LENGTHS if unit[name])


def _smaller(numeral: str) -> Decimal | None:
    try:
        return read_number(numeral)
    except NumberError:
        return None


def _worded(text: str) -> Iterator[Quantity]:
    for match in _WORDS.finditer(text):
        low, high, unit, about = _told(match)
        start, end = match.span()
        about = (
            about
            or is_about(text, end)
            or _ABOUT_BEFORE.search(near_before(text, start)) is not None
        )
        yield Quantity(low, high, unit, match[0], start, kind="duration", about=about)


def _told(match: re.Match[str]) -> tuple[Decimal, Decimal, str, bool]:
    half = Decimal("0.5")
    if match["english"]:
        unit, six = match["english"].lower(), Decimal(6)
        return (six, six, "month", False) if unit == "year" else (half, half, unit, False)
    if match["one"]:
        one = Decimal("1.5") if match["one"] == "半" else Decimal(1)
        return one, one, "month", match["one"] == "把"
    if match["of"] != "年":
        return half, half, "month", False
    ends = {"大": (6, 12), "小": (5, 6)}.get(match["part"] or "", (6, 6))
    return Decimal(ends[0]), Decimal(ends[1]), "month", False

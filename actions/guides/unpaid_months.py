"""Reads which months are unpaid: since when, or from when to when, with what was paid left out."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from actions.guides.reading import FieldMessage, Impossible, Unsettled
from actions.guides.script import Entry
from actions.guides.stretches import Month, as_stretches, month_number, year_and_month
from actions.guides.times import (
    bare_month,
    chosen_moments,
    is_part_of_year,
    month_of,
    paid_up,
    settled,
)
from actions.guides.unpaid_spans import UNPAID, is_unpaid, less_paid_months, since_span
from policies_kb.text.moment import Moment
from policies_kb.text.months import moments
from policies_kb.text.quantity import Quantity
from policies_kb.text.spans import spans

_UNPAID_SOON = re.compile(rf"[^,，。;；]{{0,8}}{UNPAID}|[^,，。;；]{{0,4}}(?:工资|工钱)")
#: From a month on, without an end.
_ON_BEFORE = re.compile(r"(?:从|自从?|打从?|since|from)\s*$", re.IGNORECASE)
_ON_AFTER = re.compile(
    r"\s*份?(?:的?工资)?(?:起|开始|到(?:现在|今|如今|目前)|至今|以来|以后|之后|就没"
    r"|till now|to date|on\b)",
    re.IGNORECASE,
)
#: The beginning of a span, too vague to be a month; what follows is its end (去年冬天到今年3月).
_FROM_SOMETIME = re.compile(
    r"(?:[春夏秋冬][天季]?|[前去今]年|会儿|时候?|期间|开始|一?开头|进厂|入职)\s*(?:一直|就)?[到至]\s*$"
    r"|(?:winter|spring|summer|autumn|fall|year)\s+(?:to|until|till)\s*$",
    re.IGNORECASE,
)
#: Another month that was not paid either.
_ALSO_UNPAID = re.compile(rf"\s*份?(?:的?(?:工资|钱))?(?:又|也|还|再|都|就)*{UNPAID}")
_LEFT_OUT_BEFORE = re.compile(r"(?:除了?|除去|除开|不算|不包括|except(?: for)?)\s*$", re.IGNORECASE)
_LEFT_OUT_AFTER = re.compile(r"\s*份?(?:的?(?:工资|钱))?(?:除外|不算|以外|之外)")
#: Paid, and not a part of it: what was paid in part is owed still.
_PAID_AFTER = re.compile(
    r"\s*份?(?:的?(?:工资|工钱|薪水|钱)|的)?(?:都|也|已经?|倒|是|才|就)*(?:有)?"
    r"(?:(?:发|付|结|给|补)(?:了|过|清|齐)|(?:拿|领|收)到了|到账了?|was paid|were paid)"
    r"(?!\s*(?:一?部分|一半|一点|一些|点|些|[\d一二两三四五六七八九十几]))"
)
#: What may stand around months that are all of a message: 没给的是8月和9月, 7月的发了 就4到6月.
_AROUND_MONTHS = re.compile(
    r"(?:#|[一二两三四五六七八九十]个月|没有?[发给付拿领]到?|工资|工钱|欠薪|[钱的是就那份只还都也和跟与、]|[\s,，。.!！])*"
)
_CLAUSES = re.compile(r"[\s,，。;；]+")
_UNPAID_AT_ALL = re.compile(r"[欠拖差]|一共|总共|合计|\bowe")
#: What may stand around a time that is all of a message.
_ENDING = " 。.!！,，"
#: What may stand between a month and how long it lasted from then on.
_FOR = re.compile(r"\s*份?(?:起|开始)?[,，]?\s*(?:连续|一连|连着|整整|有)?(?:了)?\s*")


@dataclass(frozen=True)
class _Told:
    """What a message tells of months.

    Attributes:
        unpaid: The times that are unpaid, linked ones together.
        left_out: Times that are said to be no part of them.
        paid: Times that are said to have been paid.
        paid_up: Times up to which all was paid.
        message: The message.
    """

    unpaid: list[Moment]
    left_out: list[Moment]
    paid: list[Moment]
    paid_up: list[Moment]
    message: FieldMessage

    @property
    def today(self) -> date:
        """The day relative times count from."""
        return self.message.today


def read_unpaid(entry: Entry, message: FieldMessage, others: Collection[Entry]) -> Any:
    """Return the unpaid months: the one it began in, the two that lies between, or stretches.

    Args:
        entry: The field.
        message: The message.
        others: The other fields that want a month; what clearly is theirs is left to them.

    Raises:
        Impossible: A month is yet to come or too long ago, or it is not sure which are meant.
        Unsettled: Two months are named, and it is one of them, or a figure may be one.
    """
    bare_month(message)
    told = _told(entry, message, others)
    if not told.unpaid:
        return _after_paid(told) or less_paid_months(message) or since_span(message)
    settled(told.unpaid, told.today)
    first, *more = told.unpaid
    if _FROM_SOMETIME.search(message.text[: first.start]):
        raise Impossible("months_unclear")
    if first.until and (first.until.month, first.until.day) == (told.today.month, told.today.day):
        first = replace(first, until=None)
    if not more and is_part_of_year(first):
        first = _of_part(told, first)
    if first.until or more:
        return _ended(told, [first, *more])
    return _open(told, first)


def _of_part(told: _Told, part: Moment) -> Moment:
    """Return a half or a quarter of a year: all of it, or its first month if it went on.

    Raises:
        Unsettled: It may be either.
    """
    text = told.message.text
    if _matches(part, text, _ON_BEFORE, _ON_AFTER):
        return replace(part, until=None)
    if told.message.asked and not _UNPAID_SOON.match(text, part.end):
        raise Unsettled((_ended(told, [part]), _open(told, part)), "part_or_since")
    return part


def is_only_stretch(text: str, today: date) -> bool:
    """Tell whether a text is a time from one month to another and nothing else.

    >>> today = date(2026, 11, 29)
    >>> is_only_stretch("从三月到八月", today), is_only_stretch("三月", today)
    (True, False)
    """
    found = moments(text, today)
    return len(found) == 1 and _is_all(found[0], text)


def _told(entry: Entry, message: FieldMessage, others: Collection[Entry]) -> _Told:
    text = message.text
    every = moments(text, message.today)
    left_out = [m for m in every if _matches(m, text, _LEFT_OUT_BEFORE, _LEFT_OUT_AFTER)]
    paid = [m for m in every if m not in left_out and _PAID_AFTER.match(text, m.end)]
    apart = (*left_out, *paid)
    rest = [m for m in every if m not in apart]
    # A list goes on over a month that is left out of it: 3月没发,4月发了,5月没发.
    unpaid = chosen_moments(entry, message, others, rest)
    known = [m for m in every if paid_up(m, text)]
    if not unpaid and rest and _is_all_months(every, text):
        # Whoever names nothing but months, unasked, names those the case is about.
        unpaid = rest
    if not unpaid:
        # 四月到七月,四个月都没发: what is said of the length is said of the months.
        unpaid = [m for m in rest if m not in known and _length_behind(m, text)][:1]
    told = _Told(unpaid, left_out, paid, known, message)
    if unpaid and not _goes_on(unpaid[-1], text):
        stray = [m for m in rest if m not in (*unpaid, *known) and _ALSO_UNPAID.match(text, m.end)]
        if stray:
            raise Impossible("months_unclear")
    return told


def _matches(
    moment: Moment, text: str, before_it: re.Pattern[str], behind: re.Pattern[str]
) -> bool:
    return bool(before_it.search(text[: moment.start]) or behind.match(text, moment.end))


def _is_all(moment: Moment, text: str) -> bool:
    """Tell whether a text is a time from one month to another and nothing else."""
    around = _ON_BEFORE.sub("", text[: moment.start]) + text[moment.end :]
    return moment.until is not None and not around.strip(_ENDING)


def _is_all_months(told: Sequence[Moment], text: str) -> Any:
    """Tell whether a text names months, a stretch or several, and nothing else."""
    around = text
    for moment in reversed(told):
        paid = _PAID_AFTER.match(text, moment.end)
        around = f"{around[: moment.start]}#{around[paid.end() if paid else moment.end :]}"
    clauses = [clause for clause in _CLAUSES.split(around) if "#" in clause]
    alone = all(_AROUND_MONTHS.fullmatch(clause) for clause in clauses)
    stretch = len(told) > 1 or any(moment.until for moment in told)
    return stretch and alone and (_UNPAID_AT_ALL.search(text) or _AROUND_MONTHS.fullmatch(around))


def _goes_on(moment: Moment, text: str) -> bool:
    """Tell whether a month is said to be the first of all that followed."""
    return moment.until is None and _matches(moment, text, _ON_BEFORE, _ON_AFTER)


def _open(told: _Told, first: Moment) -> Any:
    """Return the month it began in, or the stretch of a length told right behind it."""
    value = month_of(first, told.today)
    begins = value if isinstance(value, str) else value[0]
    later = [m for m in (*told.left_out, *told.paid) if _last(m, told.today) >= begins]
    paid = [m for m in told.paid_up if _last(m, told.today) >= begins]
    if later or paid:
        # From then on, but not all of it.
        raise Impossible("months_unclear")
    length = _length_behind(first, told.message.text)
    if isinstance(value, str) and length:
        start = month_number(value)
        if start + length < month_number(f"{told.today:%Y-%m}"):
            return as_stretches(range(start, start + length), about=False)
    return value


def _last(moment: Moment, today: date) -> str:
    """Return the last month a time may be in."""
    value = month_of(moment, today)
    return value if isinstance(value, str) else value[1]


def _length_behind(moment: Moment, text: str) -> int:
    """Return for how many months from a month on nothing was paid, 0 where that is not told."""
    for span in spans(text):
        if not _FOR.fullmatch(text, moment.end, span.start) or not isinstance(span, Quantity):
            continue
        if span.exact and span.whole and span.unit == "month" and is_unpaid(span, text):
            return int(span.low)
    return 0


def _ended(told: _Told, unpaid: Sequence[Moment]) -> Any:
    """Return stretches with an end, less what is no part of them."""
    if _goes_on(unpaid[-1], told.message.text) and len(unpaid) > 1:
        raise Impossible("months_unclear")
    months = {month for moment in unpaid for month in _months(moment, told.today)}
    dropped = {
        month
        for left_out in told.left_out
        for month in _among(_months(left_out, told.today), months, named=True)
    }
    for paid in told.paid:
        dropped |= set(_among(_months(paid, told.today), months, named=False))
    if any(month_number(_last(moment, told.today)) >= min(months) for moment in told.paid_up):
        raise Impossible("months_unclear")
    if not months - dropped:
        raise Impossible("months_unclear")
    return as_stretches(months - dropped, about=any(_latest(m) for m in unpaid))


def _latest(moment: Moment) -> bool:
    return bool(moment.latest or (moment.until and moment.until.latest))


def _months(moment: Moment, today: date) -> list[Month]:
    """Return the months of a time that has an end.

    Raises:
        Impossible: One of its ends is not one month.
    """
    ends = [month_of(end, today) for end in (moment, moment.until or moment)]
    # 大概3月 is one month, 年底 is not.
    named = [end if isinstance(end, str) else end[0] for end in ends if _is_one(end)]
    if len(named) < len(ends):
        raise Impossible("months_unclear")
    first, last = (month_number(name) for name in named)
    if first > last:
        raise Impossible("months_unclear")
    return list(range(first, last + 1))


def _is_one(value: str | list[str]) -> bool:
    return isinstance(value, str) or value[0] == value[1]


def _among(apart: Sequence[Month], months: Collection[Month], named: bool) -> Sequence[Month]:
    """Return the months that are left out of others.

    Args:
        apart: Those that are said to be no part of them.
        months: The others.
        named: Whether they are said to be left out; else that they were paid.

    Raises:
        Impossible: It is not sure whether they are among them: of another year, or not at all.
    """
    if set(apart) <= set(months):
        return apart
    same = {month % 12 for month in apart} & {month % 12 for month in months}
    if same or named:
        years = {month // 12 for month in months}
        moved = [m for m in months if m % 12 in {month % 12 for month in apart}]
        if named and len(moved) == len(apart) and len(years) <= 2:
            return moved
        raise Impossible("months_unclear")
    return ()


def _after_paid(told: _Told) -> str | list[str] | None:
    """Return the month after the last one that was paid."""
    if not told.paid_up:
        return None
    value = month_of(told.paid_up[-1], told.today)
    ends = [value] if isinstance(value, str) else value
    following = [year_and_month(month_number(end) + 1) for end in ends]
    if following[0] > f"{told.today:%Y-%m}":
        raise Impossible("future")
    return following[0] if isinstance(value, str) else following

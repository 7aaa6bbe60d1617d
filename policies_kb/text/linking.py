"""Links the times of a text: stretches (3月到5月), lists (3月、5月), alternatives (3月或者4月).

What is linked shares its years: 去年11月到2月 ends in this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

from policies_kb.text.moment import Moment, MomentLink

_PAY = r"(?:的?(?:工资|工钱|薪水|钱))?"
_UNPAID = r"(?:都|也|就|还|又|均|全)*(?:没有?|未|不)(?:发|给|付|结|开|拿到?|领到?)(?:了|过)?"
_PAID = r"(?:都|也|就|已经?|倒是?|是|才)*(?:发|给|付|结|补)(?:了|过|清|齐)"
_TO = re.compile(
    r"\s*(?:份|的|起|开始)?\s*(?:(?:一直)?(?:拖|欠|压)?到|直到|至|[-~—–])\s*(?:次年|第二年|翌年)?\s*"
    r"|\s*(?:to|till|until|through)\s*",
    re.IGNORECASE,
)
_AND = re.compile(
    rf"\s*份?{_PAY}\s*(?:{_UNPAID}|{_PAID})?\s*[、,，;；和跟与及]?\s*"
    r"(?:还有|以及|另外|(?:再|外)?加上?|然后|and|plus|also)?\s*是?\s*",
    re.IGNORECASE,
)
_OR = re.compile(
    rf"\s*份?{_PAY}(?:起|开始)?(?:{_UNPAID})?(?:吧|呢|吗|的)?\s*[,，、?？]?\s*"
    r"(?:或者?|还是|要么|要不|就是|\bor\b)\s*(?:是|从|自|在|in|since)?\s*",
    re.IGNORECASE,
)
#: A list that falls back by more months than this goes over the end of a year (11月、1月).
_HALF_A_YEAR = 6


def linked(found: Iterable[Moment], text: str) -> Iterator[Moment]:
    """Yield the moments of a text in reading order, two ends of a stretch as one, links told."""
    last: Moment | None = None
    for moment in found:
        if last and last.month and moment.month:
            stretch = last.until is None and _TO.fullmatch(text, last.end, moment.start)
            if stretch:
                last = replace(last, end=moment.end, until=moment)
                continue
            moment = replace(moment, link=_link(text, last.end, moment.start))
        if last:
            yield last
        last = moment
    if last:
        yield last


def chains(found: Iterable[Moment]) -> list[list[Moment]]:
    """Return the moments with those together that are linked."""
    every: list[list[Moment]] = []
    for moment in found:
        if moment.link and every:
            every[-1].append(moment)
        else:
            every.append([moment])
    return every


def with_years(found: Iterable[Moment], today: date) -> Iterator[Moment]:
    """Yield the moments with the years they must mean.

    A month without a year is in the year named before it, else the last such month that came.
    """
    previous: Moment | None = None
    for chain in chains(found):
        for moment in _dated(chain, previous, today):
            if moment.latest and moment.latest[0] is None and moment.year is not None:
                wraps = moment.latest[1] < (moment.month or 0)
                moment = replace(moment, latest=(moment.year + wraps, moment.latest[1]))
            yield moment
            previous = moment.until or moment


def _link(text: str, end: int, start: int) -> MomentLink:
    if _OR.fullmatch(text, end, start):
        return "or"
    return "and" if _AND.fullmatch(text, end, start) else ""


def _dated(chain: list[Moment], previous: Moment | None, today: date) -> Iterator[Moment]:
    """Yield what is linked with its years, counted from the first one that is named."""
    points = [point for moment in chain for point in (moment, moment.until) if point]
    years = [point.year for point in points]
    if all(year is None for year in years) and points[-1].month:
        before = previous if len(points) == 1 else None
        years[-1] = _meant_year(points[-1], before, today)
    wraps = [_wraps(before, after) for before, after in pairwise(points)]
    for place in range(len(years) - 2, -1, -1):
        following = years[place + 1]
        if years[place] is None and following is not None:
            years[place] = following - wraps[place]
    for place in range(1, len(years)):
        before_it = years[place - 1]
        if years[place] is None and before_it is not None:
            years[place] = before_it + wraps[place - 1]
    dated = iter(years)
    for moment in chain:
        moment = replace(moment, year=next(dated))
        if moment.until:
            moment = replace(moment, until=replace(moment.until, year=next(dated)))
        yield moment


def _wraps(before: Moment, after: Moment) -> int:
    """Return how many ends of a year lie between two months that follow each other."""
    back = (before.month or 0) - (after.month or 0)
    return int(back > (_HALF_A_YEAR if after.link else 0))


def _meant_year(moment: Moment, previous: Moment | None, today: date) -> int:
    month = moment.month or 0
    last = moment.latest[1] if moment.latest else month
    last = last if last >= month else 12
    if previous and previous.year is not None:
        follows = previous.month is None or previous.month <= month
        to_come = (previous.year + 1, month) > (today.year, today.month)
        return previous.year if follows or to_come else previous.year + 1
    return today.year if last <= today.month else today.year - 1

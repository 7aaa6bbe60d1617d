"""Finds the words that say when something is due: by a day, again and again, around an event."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from dateutil.rrule import rrulestr

from ..text.dates import EDGE, MONTH, PART, QUARTER, YEAR, DateError, last_day
from ..text.numerals import NumberError, read_number
from .reading import Reading, Span

#: A bare year opening a clause is a deadline only before one of these.
_STARTS = "全面推开|全面推行|全面完成|全面实现|全面建成|完成|实现|建成|启动|基本|力争|形成"
_FIXED = re.compile(
    rf"(?P<lead>到|至|截至)?{YEAR}(?:(?P<edge>{EDGE})|{MONTH})?(?P<before>之前|以前|前|止)?"
)
_YEARLY = re.compile(
    rf"(?:(?:自|从)?{YEAR}起,?)?(?:每年|次年|翌年)(?:的)?"
    rf"(?:(?P<edge>{EDGE})|(?P<month>\d{{1,2}})月(?:(?P<day>\d{{1,2}})日|(?P<part>{PART}))?)?"
    r"(?:之前|以前|前)?"
)
_THIS_YEAR = re.compile(rf"当年(?P<edge>{QUARTER}|年?[初底末]|上半年)")
_OFTEN = re.compile(
    r"[按每](?P<often>半年|季度?|月(?P<day>\d{1,2}日)?|周)前?(?=报|向|开|组|梳|通|公|上)"
)
_OFTEN_RULES = {
    "半年": "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1",
    "季": "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1",
    "季度": "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1",
    "月": "FREQ=MONTHLY;BYMONTHDAY=-1",
    "周": "FREQ=WEEKLY;BYDAY=SU",
}
_NO_DAYS = {"个月", "小时"}
_COUNTED = re.compile(
    r"(?P<event>[^,;:。、\d]{0,24}?)(?<![月年\d.])(?P<number>\d{1,4}|[一二三四五六七八九十]{1,3})"
    r"(?P<unit>个?工作日|日|天|个月|小时)(?P<side>之内|以内|内|之前|以前|前)(?!后)"
)
_REPORT = "报告|上报|报送|公开|公布|通报|提交|备案"
_AROUND = (
    re.compile(r"(?:在|于)(?P<event>[^,;:。、\d]{2,15}?)(?P<side>之前|以前)(?=[^,;:。、]{2})"),
    re.compile(r"(?P<event>[^,;:。、\d]{2,14}(?:召开|举行|开工|上市|期满|届满|到期))(?P<side>前)"),
    re.compile(rf"(?P<event>[^,;:。、]{{2,14}})(?P<side>后)(?:应当?)?(?:及时|立即)(?={_REPORT})"),
    re.compile(rf"对(?P<event>[^,;:。]{{2,20}}),(?P<side>及时|立即)(?={_REPORT})"),
    re.compile(r"对(?P<event>[^,;:。]{2,30}),(?P<side>[应能要]?在?第一时间)"),
    re.compile(r"在(?P<event>规定的?(?:期限|时限|时间))(?P<side>内)"),
    re.compile(r"在(?P<event>[^,;:。、]{2,24}重要节点)(?P<side>)"),
    re.compile(
        r"(?:^|(?<=,))(?!并?经)(?P<event>[^,;:。]{4,20})(?P<side>后),(?:统一)?(?=上报|报送)"
    ),
)
_LEADING = re.compile(r"^.*(?:自|从|在|于)")


@dataclass(frozen=True)
class When:
    """One phrase that says when.

    Attributes:
        span: Where it stands in the plain text.
        rule: ``date``, ``recurring`` or ``relative``.
        due: Last day; of a recurring one the first on or after the day the paper was signed.
        rrule: RFC 5545 rule of a recurring one.
        event: What a relative one counts from.
        offset: Days from the event.
        workdays: Whether those are working days.
        approximate: Whether the words name no exact day.
        goal: Whether it is a year or day to reach a state by (``到2020年``).
    """

    span: Span
    rule: str
    due: date | None = None
    rrule: str = ""
    event: str = ""
    offset: int | None = None
    workdays: bool = False
    approximate: bool = False
    goal: bool = False


def find_times(
    reading: Reading, sentence: Span, signed: date | None, doubts: list[str]
) -> list[When]:
    """Return the time phrases of a sentence in order, none overlapping.

    Args:
        reading: The provision's text.
        sentence: The stretch to look in.
        signed: Day the paper was signed; dates before it are history, not deadlines.
        doubts: Gets one line for each date that does not exist.
    """
    text = reading.words(sentence)
    found: list[When] = []
    finders = (
        _yearly(text, signed, doubts),
        _often(text, signed, doubts),
        _fixed(text, signed, doubts),
        _counted(text, doubts),
        _around(text),
    )
    for whens in finders:
        for when in whens:
            if not any(_overlap(when.span, other.span) for other in found):
                found.append(when)
    shifted = (
        replace(when, span=Span(when.span.start + sentence.start, when.span.end + sentence.start))
        for when in found
    )
    return sorted(shifted, key=lambda when: when.span.start)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _fixed(text: str, signed: date | None, doubts: list[str]) -> Iterator[When]:
    for match in _FIXED.finditer(text):
        if not _is_deadline(text, match):
            continue
        parts = match.groupdict()
        goal = bool(parts.pop("lead"))
        parts.pop("before")
        try:
            due = last_day(**parts)
        except DateError as error:
            doubts.append(str(error))
            continue
        if signed is None or due >= signed:
            vague = _is_vague(parts["edge"], parts["part"])
            yield When(Span(*match.span()), "date", due, goal=goal, approximate=vague)


def _is_vague(edge: str | None, part: str | None) -> bool:
    """Tell whether a phrase names no exact last day: 年初, 月初."""
    return (edge or part or "").endswith("初")


def _is_deadline(text: str, match: re.Match[str]) -> bool:
    """Tell a deadline from a base year, a start, a period or the date of another paper."""
    before, after = text[: match.start()][-1:], text[match.end() :]
    if before in tuple("比较自从以—-《(") or after[:1] in tuple("起度—-"):
        return False
    if match["lead"] or match["before"]:
        return True
    opens = before in ("", ",", ";", ":", "。")
    if match["edge"] or match["month"]:
        return opens or before in ("在", "于")
    return opens and re.match(_STARTS, after) is not None


def _yearly(text: str, signed: date | None, doubts: list[str]) -> Iterator[When]:
    for match in _YEARLY.finditer(text):
        start, end = match.span()
        edge, month, day, part = (match[name] for name in ("edge", "month", "day", "part"))
        if not edge and not month and (this_year := _THIS_YEAR.search(text, end)):
            edge, end = this_year["edge"], this_year.end()
        try:
            # A leap year: every day that exists in some year exists in it.
            sample = last_day("2000", edge, month, day, part)
            since = last_day(match["year"], "年初").replace(day=1) if match["year"] else signed
        except DateError as error:
            doubts.append(str(error))
            continue
        number = -1 if sample == last_day("2000", None, str(sample.month)) else sample.day
        rule = f"FREQ=YEARLY;BYMONTH={sample.month};BYMONTHDAY={number}"
        yield When(
            Span(start, end),
            "recurring",
            _first(rule, since),
            rule,
            approximate=_is_vague(edge, part),
        )


def _often(text: str, signed: date | None, doubts: list[str]) -> Iterator[When]:
    for match in _OFTEN.finditer(text):
        day = int((match["day"] or "0").removesuffix("日"))
        if day > 31 or (match["day"] and not day):
            doubts.append(f"no such day: {match.group()}")
            continue
        rule = f"FREQ=MONTHLY;BYMONTHDAY={day}" if day else _OFTEN_RULES[match["often"]]
        yield When(Span(*match.span()), "recurring", _first(rule, signed), rule)


def _first(rule: str, since: date | None) -> date | None:
    """Return the first day of a rule on or after a day."""
    if since is None:
        return None
    start = datetime.combine(since, time.min)
    first = rrulestr(rule, dtstart=start).after(start - timedelta(days=1))
    return first.date() if first else None


def _counted(text: str, doubts: list[str]) -> Iterator[When]:
    for match in _COUNTED.finditer(text):
        try:
            number = int(read_number(match["number"]))
        except NumberError as error:
            doubts.append(str(error))
            continue
        ahead = match["side"].endswith("前")
        event, start = _event(match, ahead)
        yield When(
            Span(start, match.end()),
            "relative",
            event=event,
            offset=None if match["unit"] in _NO_DAYS else (-number if ahead else number),
            workdays="工作日" in match["unit"],
        )


def _event(match: re.Match[str], ahead: bool) -> tuple[str, int]:
    """Return what a counted phrase counts from and where the phrase starts.

    Words before ``7日内`` are an event only when they end so (``之日起``, ``后``); else they are
    the thing that is due.
    """
    words = match["event"]
    lead = _LEADING.match(words)
    skip = lead.end() if lead else 0
    event = words[skip:]
    if not ahead and not event.endswith(("起", "后")):
        return "", match.start("number")
    return event, match.start("event") + skip


def _around(text: str) -> Iterator[When]:
    for pattern in _AROUND:
        for match in pattern.finditer(text):
            whole = match.group().startswith("对")
            lead = None if whole else _LEADING.match(match["event"])
            skip = lead.end() if lead else 0
            event = match["event"][skip:]
            if len(event) < 2:
                continue
            before = match["side"].endswith("前")
            if match["side"] == "后":
                event += "后"
            start = match.start() if whole else match.start("event") + skip
            yield When(
                Span(start, max(match.end("side"), start + len(event))),
                "relative",
                event=event,
                offset=-1 if before else None,
            )

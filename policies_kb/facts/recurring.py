"""Finds what is due again and again: every day, week, month, quarter or year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from dateutil.rrule import rrulestr

from policies_kb.facts.date_reading import Span
from policies_kb.facts.when import When, clause_round, opens_quantity
from policies_kb.text.dates import DAY_NUMERAL, EDGE, PART, QUARTER, YEAR, DateError, last_day
from policies_kb.text.numerals import NumberError, read_number
from policies_kb.text.paper_figures import FIGURE

_YEARLY = re.compile(
    rf"(?:(?:自|从)?{YEAR}起,?)?(?:每年|次年|翌年)(?:的)?"
    rf"(?:(?P<edge>{EDGE})|(?P<month>\d{{1,2}})月(?:(?P<day>\d{{1,2}})日|(?P<part>{PART}))?)?"
    r"(?:(?<=日)至(?:(?P<to_month>\d{1,2})月)?(?P<to_day>\d{1,2})日)?(?:之前|以前|前)?"
)
_THIS_YEAR = re.compile(rf"当年(?P<edge>{QUARTER}|年?[初底末]|上半年)")
_OFTEN = re.compile(
    r"(?P<by>[按每])个?(?P<often>半年|半个?月|季度?末?|月[底末]?(?P<day>\d{1,2}日)?|周(?![一二三四五六日末])|[日天])前?"
)
_BY_DUTY = re.compile(r"报|向|开|组|梳|通|公|上")
_QUARTERS = "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"
_MONTHS = "FREQ=MONTHLY;BYMONTHDAY=-1"
_OFTEN_RULES = {
    "半年": "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1",
    "半月": "FREQ=MONTHLY;BYMONTHDAY=15,-1",
    "季": _QUARTERS,
    "月": _MONTHS,
    "周": "FREQ=WEEKLY;BYDAY=SU",
    "日": "FREQ=DAILY",
    "天": "FREQ=DAILY",
}
_NEXT_MONTH = re.compile(
    r"(?P<which>(?:每个?季度)?次月|下月|下个月|每季度(?:首月|第一个?月)|季后首月"
    r"|每季度?(?P<last>末月|最后一个?月))"
    rf"(?P<day>{DAY_NUMERAL})日(?:之前|以前|前)?"
)
_WEEKDAYS = dict(
    zip("一二三四五六日天", ("MO", "TU", "WE", "TH", "FR", "SA", "SU", "SU"), strict=True)
)
_WEEKLY = re.compile(
    r"每周(?P<days>[一二三四五六日](?:[、和及](?:每?周)?[一二三四五六日])*)(?:之前|前)?"
)
_EVERY = re.compile(
    r"每隔?(?P<count>\d{1,3}|[两二三四五六七八九十]{1,3})个?(?P<unit>工作日|天|日|周|星期|月|季度|年)"
)
_UNITS = {"天": "DAILY", "日": "DAILY", "工作日": "DAILY", "周": "WEEKLY", "星期": "WEEKLY"}
#: What is done again and again; 每周开放63小时 is none.
_DUTY = re.compile(
    r"次|报|公布|公开|通报|开展|组织|检查|巡查|巡检|调度|召开|更新|监测|检测|梳理|汇总|保养|清洁|抽查|评估"
    r"|考核|研究|提交|完成|公示|通告|会商|统计|分析|演练|培训|维护|进行|清洗|清运|清扫|消毒|排查|检修|校准|采样"
)
#: 每年新建基地10个, 每年涨幅不高于5%: the figure of a year and no day; 每年检查2次 is done again.
_OF_A_YEAR = re.compile(
    r"(?![^,;。]*(?:次|(?:抽查|检查|核查|评估|考核|审计|演练)(?!比例|率)))"
    rf"[^,;:。]{{0,24}}?(?:{FIGURE})"
)
#: 每季度可提取一次 is a right.
_MAY = re.compile("可|允许|限|[^,;。]{0,6}(?:最多|不得?超过|不得?多于)")
_EACH = re.compile(r"每[人户亩台套个名家辆只头][^,;。]{0,4}$")


def find_recurring(text: str, signed: date | None, doubts: list[str]) -> Iterator[When]:
    """Yield the phrases of a sentence that say how often."""
    yield from _every(text, signed)
    yield from _weekly(text, signed)
    yield from _next_month(text, signed, doubts)
    yield from _yearly(text, signed, doubts)
    yield from _often(text, signed, doubts)


def _every(text: str, signed: date | None) -> Iterator[When]:
    for match in _EVERY.finditer(text):
        if not _is_duty(text, match):
            continue
        try:
            count = int(read_number(match["count"]))
        except NumberError:
            continue
        unit = match["unit"]
        if unit in _UNITS:
            rule = f"FREQ={_UNITS[unit]};INTERVAL={count}"
        elif unit == "年":
            rule = f"FREQ=YEARLY;INTERVAL={count};BYMONTH=12;BYMONTHDAY=-1"
        else:
            rule = f"FREQ=MONTHLY;INTERVAL={count * (3 if unit == '季度' else 1)};BYMONTHDAY=-1"
        yield _recurring(match, rule, signed)


def _weekly(text: str, signed: date | None) -> Iterator[When]:
    for match in _WEEKLY.finditer(text):
        days = [_WEEKDAYS[char] for char in match["days"] if char in _WEEKDAYS]
        yield _recurring(match, f"FREQ=WEEKLY;BYDAY={','.join(days)}", signed)


def _next_month(text: str, signed: date | None, doubts: list[str]) -> Iterator[When]:
    for match in _NEXT_MONTH.finditer(text):
        day = int(read_number(match["day"]))
        if not 0 < day <= 31:
            doubts.append(f"no such day: {match.group()}")
            continue
        months = "YEARLY;BYMONTH=1,4,7,10" if "季" in match["which"] else "MONTHLY"
        months = "YEARLY;BYMONTH=3,6,9,12" if match["last"] else months
        yield _recurring(match, f"FREQ={months};BYMONTHDAY={day}", signed)


def _yearly(text: str, signed: date | None, doubts: list[str]) -> Iterator[When]:
    for match in _YEARLY.finditer(text):
        start, end = match.span()
        edge, month, day, part = (match[name] for name in ("edge", "month", "day", "part"))
        month, day = match["to_month"] or month, match["to_day"] or day
        if not edge and not month and (this_year := _THIS_YEAR.search(text, end)):
            edge, end = this_year["edge"], this_year.end()
        if not edge and not month:
            amount = opens_quantity(text[end:]) or _OF_A_YEAR.match(text, end)
            if amount or _EACH.search(text[:start]):
                continue
        try:
            # A leap year: every day that exists in some year exists in it.
            sample = last_day("2000", edge, month, day, part)
            since = last_day(match["year"], "年初").replace(day=1) if match["year"] else signed
        except DateError as error:
            doubts.append(str(error))
            continue
        number = -1 if sample == last_day("2000", None, str(sample.month)) else sample.day
        rule = f"FREQ=YEARLY;BYMONTH={sample.month};BYMONTHDAY={number}"
        vague = (edge or part or "").endswith("初")
        yield When(Span(start, end), "recurring", _first(rule, since), rule, approximate=vague)


def _often(text: str, signed: date | None, doubts: list[str]) -> Iterator[When]:
    for match in _OFTEN.finditer(text):
        after = text[match.end() :]
        if match["by"] == "按" and not _BY_DUTY.match(after):
            continue
        if match["by"] == "每" and not match["day"] and not _is_duty(text, match):
            continue
        day = int((match["day"] or "0").removesuffix("日"))
        if day > 31 or (match["day"] and not day):
            doubts.append(f"no such day: {match.group()}")
            continue
        often = match["often"].replace("半个月", "半月")
        key = often if often in _OFTEN_RULES else often[0]
        rule = f"FREQ=MONTHLY;BYMONTHDAY={day}" if day else _OFTEN_RULES[key]
        yield _recurring(match, rule, signed)


def _is_duty(text: str, match: re.Match[str]) -> bool:
    """Tell whether something is done so often; 每月800元 and 每天8小时 are amounts."""
    before, after = clause_round(text, *match.span())
    if opens_quantity(after) or _MAY.match(after) or _EACH.search(before):
        return False
    # 每日新增情况…于次日12时前报: the verb may follow in a clause of its own.
    return _DUTY.search(before + after) is not None


def _recurring(match: re.Match[str], rule: str, signed: date | None) -> When:
    return When(Span(*match.span()), "recurring", _first(rule, signed), rule)


def _first(rule: str, since: date | None) -> date | None:
    """Return the first day of a rule on or after a day."""
    if since is None:
        return None
    start = datetime.combine(since, time.min)
    first = rrulestr(rule, dtstart=start).after(start - timedelta(days=1))
    return first.date() if first else None

"""Reads what was agreed for a month or a day, the days worked, what was paid, and the work."""

from __future__ import annotations

import re
from typing import Any

from actions.guides.debts import PER_MONTH_AFTER, PER_MONTH_BEFORE, payments
from actions.guides.estimates import as_fact
from actions.guides.reading import FieldMessage
from policies_kb.text.money import sums
from policies_kb.text.quantity import Quantity, ReadQuantity
from policies_kb.text.spans import spans

_PER_DAY_BEFORE = re.compile(
    r"(?:日薪|日工资|每天|一天|一日|每日|点工|一个工|每个工)(?:的?工[资钱])?[^,，。;；\d没未]{0,4}$"
)
_PER_DAY_AFTER = re.compile(
    r"\s*(?:块?钱?|元|yuan|rmb)?\s*(?:[一每]天|[/／]天|[一每]个工|(?:a|per) day|乘以?|[x×*]\s*\d)",
    re.IGNORECASE,
)
#: 三千八一个月 is no number 三千八一.
_ONE = re.compile(r"(?=一个月|一天|一日|一个工)")
_NO_RATE = re.compile(r"[没未]|[给付发打转结][了过]")
_WORKED_BEFORE = re.compile(
    r"(?:(?:干|做|上班?|出工|打工|来)[了满]?|worked|乘以?|[x×*])\s*$", re.IGNORECASE
)
_SHIFTS = re.compile(r"(?P<days>\d{1,3})\s*个(?:工日?|班)(?![^,，。;；\s])")
#: Pay between these is one of a month, or of a day.
_MONTHLY, _DAILY = (500, 200_000), (30, 5_000)
_MOST_DAYS = 400
#: 江干 is a place, and no work begins with the kind of one.
_WORK = re.compile(
    r"(?<![不没])(?:做|(?<!江)干(?![区县市镇乡])|送|搞|开(?=[挖叉货吊塔铲网大]))"
    r"(?P<work>(?!了|着|到|完|满|的|不|过|得|事|什么|啥|多久|半|那|这|工资|活)[^\W\d_一二两三四五六七八九十几]"
    r"[^\W\d_嘅]{0,5}?)(?:的活)?[的嘅]?(?=$|[\s,，。;；])"
)
#: Money to live on is part of a pay that was given already: 每个月给2000生活费.
_ADVANCE = re.compile(r"\s*(?:块钱|块|元)?(?:的)?(?:钱)?(?:生活费|零花|伙食|饭钱)")
#: What comes beside the pay, and what somebody has to pay: 每月300全勤奖, 房租一个月一千二.
_BESIDE_PAY = re.compile(
    r"扣我|被扣|补贴|津贴|补助|[房餐饭车话]补|奖|全勤|高温|绩效|提成|社保|公积金|房租|租金|[房车]贷|贷款|利息"
    r"|生活费|学费|水电|伙食|allowance|bonus|rent|mortgage|loan",
    re.IGNORECASE,
)
_PAY = re.compile(r"工资|工钱|薪|报酬|pay|wage|salary", re.IGNORECASE)
_CLAUSE_ENDS = re.compile(r"[,，。;；!！?？]|\s(?!一[个天日])")
_NO_WORK = re.compile(r"[了着给我他你钱吗呢吧]|工$|下去|公司|老板")


def read_monthly(message: FieldMessage) -> Any:
    """Return what was agreed for a month, in yuan."""
    return _rate(message.text, PER_MONTH_BEFORE, PER_MONTH_AFTER, _MONTHLY)


def read_daily(message: FieldMessage) -> Any:
    """Return what was agreed for a day, in yuan."""
    return _rate(message.text, _PER_DAY_BEFORE, _PER_DAY_AFTER, _DAILY)


def read_days(message: FieldMessage) -> int | None:
    """Return how many days were worked: 干了22天, 35个工."""
    found = _SHIFTS.search(message.text)
    if found:
        return int(found["days"])
    told = [span for span in spans(message.text) if _is_worked(span, message)]
    [only] = told if len(told) == 1 else [None]
    exact = isinstance(only, Quantity) and only.exact and only.whole
    return (
        int(only.low) if isinstance(only, Quantity) and exact and only.low <= _MOST_DAYS else None
    )


def read_paid(message: FieldMessage) -> Any:
    """Return what was paid of a debt that the message does not name, in yuan."""
    found = payments(message)
    known = [one for one in found if isinstance(one, Quantity) and one.exact]
    if not found or len(known) < len(found):
        return None
    return int(sum(one.low for one in known))


def read_work(message: FieldMessage) -> str | None:
    """Return what somebody works at: 做模具, 送桶装水.

    >>> from datetime import date
    >>> told = ("在椒江做模具", "做了三个月", "做不下去了")
    >>> [read_work(FieldMessage(text, date(2026, 11, 29), (), False)) for text in told]
    ['模具', None, None]
    """
    found = (match["work"] for match in _WORK.finditer(message.text))
    return next((work for work in found if not _NO_WORK.search(work)), None)


def _rate(
    text: str, before: re.Pattern[str], behind: re.Pattern[str], between: tuple[int, int]
) -> Any:
    """Return the one sum that words beside it say is paid for so long a time."""
    apart = _ONE.sub(" ", text)
    told = [one for one in sums(apart) if _is_rate(one, apart, before, behind)]
    within = [one for one in told if isinstance(one, Quantity) and one.exact]
    least, most = between
    return (
        as_fact(within[0]) if len(told) == 1 and within and least <= within[0].low <= most else None
    )


def _is_rate(
    found: ReadQuantity, text: str, before: re.Pattern[str], behind: re.Pattern[str]
) -> bool:
    named = before.search(text[: found.start])
    if _ADVANCE.match(text, found.end) or _is_beside_pay(found, text):
        return False
    return bool((named and not _NO_RATE.search(named[0])) or behind.match(text, found.end))


def _is_beside_pay(found: ReadQuantity, text: str) -> bool:
    """Tell whether the clause of a sum speaks of something else than pay."""
    before = _CLAUSE_ENDS.split(text[: found.start])[-1]
    clause = before + found.words + _CLAUSE_ENDS.split(text[found.end :])[0]
    return bool(_BESIDE_PAY.search(clause)) and not _PAY.search(clause)


def _is_worked(span: ReadQuantity, message: FieldMessage) -> bool:
    days = isinstance(span, Quantity) and span.unit in ("day", "working_day")
    return days and _WORKED_BEFORE.search(message.text[: span.start]) is not None

"""Works out what is owed from pay, time and payments that were told, with the way shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from actions.answer import Phrase, curated, worded
from actions.guides.estimates import ends, is_estimate
from actions.guides.model import UNKNOWN, CaseFacts
from actions.guides.reading import Unsettled
from actions.guides.stretches import is_stretches, month_number, stretches
from policies_kb.text.quantity import Quantity
from policies_kb.text.spans import spans

_MONTHS = curated("每月{pay}元×{times}个月", "{pay} yuan a month × {times} months")
_DAYS = curated("每天{pay}元×{times}天", "{pay} yuan a day × {times} days")
_LESS = curated("{way}-已经给的{paid}元={sum}元", "{way} - {paid} yuan paid = {sum} yuan")
_EQUALS = curated("{way}={sum}元", "{way} = {sum} yuan")

#: What says of a length of time that it was not paid.
_UNPAID = re.compile(
    r"(?:欠|拖|压|[没未冇](?:有)?(?:发|给|付|结)|owe[sd]?|unpaid)[^,，。;；\d]{0,6}$", re.IGNORECASE
)


@dataclass(frozen=True)
class Reckoning:
    """What facts come to.

    Attributes:
        amount: What is owed, in yuan, as facts keep it.
        way: How it was worked out: ``每月4500元×3个月-已经给的1000元=12500元``.
    """

    amount: int | str
    way: Phrase


def reckoned(facts: CaseFacts, today: date) -> Reckoning | None:
    """Return what is owed by the pay and the time that were told, ``None`` without either.

    A part of a month is not reckoned: how a month's pay is shared out over its days is not told.
    """
    times, pay, way = _terms(facts, today)
    amount = _left(facts, pay, times)
    if not amount:
        return None
    said = worded(way, pay=str(pay), times=str(times))
    if facts.get("paid"):
        less = worded(_LESS, way=said, paid=str(facts["paid"]), sum=str(amount))
        return Reckoning(amount, less)
    return Reckoning(amount, worded(_EQUALS, way=said, sum=str(amount)))


def _left(facts: CaseFacts, pay: Any, times: int) -> int | str:
    """Return so many times the pay less what was paid, as facts keep a sum; 0 for nothing left."""
    left = Decimal(str(pay)) * times - Decimal(str(facts.get("paid", 0)))
    if not times or left <= 0:
        return 0
    return int(left) if left == left.to_integral_value() else f"{left.normalize():f}"


def rest_or_whole(facts: CaseFacts) -> Unsettled | None:
    """Return both readings of a sum told apart from a payment: less it, and as it was told."""
    amount, paid = facts.get("amount"), facts.get("paid")
    if not (isinstance(amount, int) and isinstance(paid, int)) or paid >= amount:
        return None
    return Unsettled((amount - paid, amount), "rest_or_whole")


def otherwise_reckoned(facts: CaseFacts, text: str, today: date) -> Unsettled | None:
    """Return both sums where a message tells unpaid months that are not as many as those before.

    Since March, and now 欠了三个月 in November: neither is taken for true.
    """
    lengths = [
        int(span.low)
        for span in spans(text)
        if isinstance(span, Quantity) and span.unit == "month" and span.low == span.high
        if _UNPAID.search(text[: span.start]) and span.low == int(span.low)
    ]
    times, pay, way = _terms(facts, today)
    if len(lengths) != 1 or way is not _MONTHS or times in (0, lengths[0]):
        return None
    before, now = (_left(facts, pay, number) for number in (times, lengths[0]))
    return Unsettled((before, now), "which_of_two") if before and now else None


def _terms(facts: CaseFacts, today: date) -> tuple[int, Any, Phrase]:
    """Return how many times what pay is owed, and the words for it; 0 times where it is open."""
    days = facts.get("days", 0)
    if "daily" in facts:
        return days, facts["daily"], _DAYS
    if "monthly" in facts and not days:
        return _months(facts, today), facts["monthly"], _MONTHS
    return 0, 0, _MONTHS


def _months(facts: CaseFacts, today: date) -> int:
    """Return how many months are unpaid, 0 where that is not sure.

    The pay of the month that is going on is not due. Of somebody who left, the months must have
    an end.
    """
    since = facts.get("since", UNKNOWN)
    if is_stretches(since):
        months = (month_number(last) - month_number(first) + 1 for first, last in stretches(since))
        return 0 if is_estimate(since) else sum(months)
    first, last = ends(since)
    if since == UNKNOWN or first != last:
        return 0
    if facts.get("ended", "still") not in ("still", UNKNOWN):
        return 0
    return month_number(f"{today:%Y-%m}") - month_number(first)

"""Reads how much money is owed and how many people are unpaid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR
from typing import Any

from actions.guides.estimates import as_fact
from actions.guides.reading import Impossible, Message
from policies_kb.text.money import is_large, sums
from policies_kb.text.people import people
from policies_kb.text.quantity import Found, Quantity, Unread
from policies_kb.text.scan import is_about, numerals

#: Sums and crowds beyond these are slips of the keyboard.
MOST_YUAN = 1_000_000_000
MOST_PEOPLE = 100_000

#: Money that is no debt: a rate, or what was paid, lent or deposited.
_NO_DEBT_BEFORE = re.compile(
    r"(?:月薪|日薪|时薪|底薪|每月|每个月|一个月|每天|一天|每小时|一小时|工价|押金|付了|给了|已付"
    r"|已经付|发了|结了|还了|扣了|预支|借了?|罚款?)[^,，。;；\d]{0,4}$"
)
_TOTAL_BEFORE = re.compile(
    r"(?:共|总计|合计|总数|加起来|in all|total)[^,，。;；]{0,6}$", re.IGNORECASE
)
_DEBT_BEFORE = re.compile(r"(?:欠|拖|owes?|owed)[^,，。;；]{0,10}$", re.IGNORECASE)
_PER_HEAD_BEFORE = re.compile(r"(?:每人|每个人|人均|一人|各)[^,，。;；\d]{0,4}$")
#: 我和12个工友, 12个加我: whether the number holds the asker is not said.
_AND_ME = re.compile(r"加上?我|[和跟]我(?!们)|我[和跟]|除了?我|不[算含]我|不包[括含]我|另外")
_COUNTER = re.compile(r"\s*[个名位号口]?")
#: So much may stand around a bare number that answers how many.
_AROUND_BEFORE, _AROUND_AFTER = 12, 4


def read_money(message: Message) -> Any:
    """Return the debt a message names, in yuan (see ``estimates.as_fact``).

    Raises:
        Impossible: It is nothing, less than nothing, or absurdly much, it is for each head, or
            several debts are named and no total.
    """
    found = _debt(message)
    if not isinstance(found, Quantity):
        return None
    if _PER_HEAD_BEFORE.search(message.text[: found.start]):
        raise Impossible("per_head")
    _check(found, MOST_YUAN, "amount")
    return as_fact(found)


def read_people(message: Message) -> Any:
    """Return how many people a message names (see ``estimates.as_fact``).

    Raises:
        Impossible: It is nobody, fewer than nobody, or absurdly many.
    """
    if _AND_ME.search(message.text):
        return None
    found = next(iter(people(message.text)), None)
    if not found and message.asked:
        found = _bare(message.text.strip())
    if not isinstance(found, Quantity):
        return None
    if found.exact and not found.whole:
        raise Impossible("people")
    _check(found, MOST_PEOPLE, "people")
    high = None if found.high is None else found.high.to_integral_value(ROUND_CEILING)
    return as_fact(replace(found, low=found.low.to_integral_value(ROUND_FLOOR), high=high))


def _debt(message: Message) -> Found | None:
    """Return the sum that is the debt: a total, else the only one said to be owed, else any."""
    found = list(_sums(message))
    for marked in (_TOTAL_BEFORE, _DEBT_BEFORE, None):
        fitting = [s for s in found if not marked or marked.search(message.text[: s.start])]
        if marked is _TOTAL_BEFORE:
            fitting = fitting[:1]
        if len({(s.low, s.high) if isinstance(s, Quantity) else s.words for s in fitting}) > 1:
            if message.asked:
                raise Impossible("several_amounts")
            return None
        if fitting:
            return fitting[0]
    return None


def _sums(message: Message) -> Iterator[Found]:
    for found in sums(message.text):
        told = is_large(found.words) or (isinstance(found, Quantity) and bool(found.unit))
        unread = isinstance(found, Unread)
        bare = message.asked and (re.search(r"\d|百", found.words) is not None)
        before = message.text[max(0, found.start - 12) : found.start]
        if (told or bare or unread) and not _NO_DEBT_BEFORE.search(before):
            yield found


def _bare(text: str) -> Found | None:
    """Return the one number of a short answer: ``12``, ``我们仨``."""
    found = list(numerals(text))
    if len(found) != 1:
        return None
    [only] = found
    if only.start > _AROUND_BEFORE or len(text) - only.end > _AROUND_AFTER:
        return None
    counter = _COUNTER.match(text, only.end)
    about = counter is not None and is_about(text, counter.end())
    return replace(only, about=True) if about and isinstance(only, Quantity) else only


def _check(found: Quantity, most: int, problem: str) -> None:
    ends = (found.low, found.low if found.high is None else found.high)
    if found.negative or not all(1 <= end <= most for end in ends):
        raise Impossible(problem)

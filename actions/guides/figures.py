"""Reads how much money is owed and how many people are unpaid."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR
from typing import Any

from actions.guides.debts import PER_HEAD_BEFORE, debt
from actions.guides.estimates import as_fact
from actions.guides.reading import Impossible, Message
from policies_kb.text.people import people
from policies_kb.text.quantity import Found, Quantity
from policies_kb.text.scan import is_about, numerals

#: Sums and crowds beyond these are slips of the keyboard.
MOST_YUAN = 1_000_000_000
MOST_PEOPLE = 100_000

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
        Unsettled: It may be a sum named, or what payments left of it.
    """
    found = debt(message)
    if not isinstance(found, Quantity):
        return None
    if PER_HEAD_BEFORE.search(message.text[: found.start]):
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

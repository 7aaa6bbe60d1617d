"""Reads how much money is owed and how many people are unpaid."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from actions.guides.debts import (
    PER_HEAD_BEFORE,
    PER_MONTH_AFTER,
    PER_MONTH_BEFORE,
    debt,
    each_ones,
)
from actions.guides.estimates import as_fact
from actions.guides.reading import FieldMessage, Impossible, Unsettled
from policies_kb.text.money import is_foreign, is_large, sums
from policies_kb.text.numeral_scan import is_about, numerals
from policies_kb.text.people import people
from policies_kb.text.quantity import Quantity, ReadQuantity, Unread

#: Sums and crowds beyond these are slips of the keyboard.
MOST_YUAN = 1_000_000_000
MOST_PEOPLE = 100_000

#: A bare figure from this on is a sum: nobody corrects a number of people to so many.
LEAST_NO_CROWD = 1000
#: A bare figure below this may count in 万: nobody says 1.5 for a yuan and a half.
_LEAST_BARE = 100
_WAN = Decimal(10_000)

#: 不止我一个, 又不是我一个人: there are more, and nobody says how many.
_NOT_ALONE = re.compile(
    r"(?:不[止只光单仅是]|并非|哪里?是|not (?:just|only))\s*(?:单单|[是有只])?\s*[就只]?[是有]?"
    r"\s*欠?(?:我|me|myself)(?:自己)?(?:一个?人?|1个?人?|个人|个)?",
    re.IGNORECASE,
)
#: 我和12个工友, 12个加我: whether the number holds the asker is not said.
_AND_ME = re.compile(r"加上?我|[和跟]我(?!们)|我[和跟]|除了?我|不[算含]我|不包[括含]我|另外")
_COUNTER = re.compile(r"\s*[个名位号口]?")
#: A number before one of these counts no people: 3月, 三个月没发, 500块.
_NO_HEADS = re.compile(
    r"\s*(?:个多?)?(?:半)?(?:月|星期|礼拜|小时)|\s*多?[年天日周块元毛分角厘岁点%]|\s*[半步方次]"
)
#: A bare number beside one of these is money.
_OF_MONEY = re.compile(r"[费钱薪]|押金|工资|全勤|扣")
#: 加我五个人: the number behind holds the asker.
_WITH_ME = re.compile(
    r"(?:加上?|连|算上?|包括)我(?:自己)?(?:在内)?(?:的话)?(?:一共|总共|正好|有|是)?"
    r"(?=\s*[\d一二两三四五六七八九十])"
)
#: 一帮人 is no one man.
_CLAUSES = re.compile(r"[\s,，。;；]+")
_A_CROWD = re.compile(r"一(?:大|整)?个?(?:帮|群|伙|班|批|拨|组|堆|队|车间|厂)")
#: 我跟我老婆: two.
_WE_TWO = re.compile(
    r"\W*我?(?:[和跟同与]|加上?)(?:我|俺)?(?:的)?(?:老婆|老公|爱人|媳妇|丈夫|妻子|对象|男朋友|女朋友"
    r"|[儿女]子?|父亲|母亲|[老]?[爸妈]|[大小]?[哥弟姐妹]|[哥弟姐妹妈爸]{2}|嫂子|姐夫|妹夫)(?:两个?|俩|2个?)?人?\W*"
)
#: A longer message tells a story, in which the pay of a month is told beside what is owed.
_NO_STORY = 16
#: So much may stand around a bare number that answers how many.
_AROUND_BEFORE, _AROUND_AFTER = 12, 4


def read_money(message: FieldMessage) -> Any:
    """Return the debt a message names, in yuan (see ``estimates.as_fact``).

    Raises:
        Impossible: It is nothing, less than nothing, or absurdly much, it is for each head, or
            several debts are named and no total.
        Unsettled: It may be a sum named, or what payments left of it, or a figure counts in 万.
    """
    several = each_ones(message)
    if several:
        return int(sum(one.low for one in several))
    found = debt(message)
    if isinstance(found, Unread) and is_foreign(found.words):
        raise Impossible("foreign_money")
    if not isinstance(found, Quantity):
        if found is None and _is_rate(message):
            raise Impossible("per_month")
        return None
    if PER_HEAD_BEFORE.search(message.text[: found.start]):
        raise Impossible("per_head")
    _check(found, MOST_YUAN, "amount")
    if not found.unit and not is_large(found.words) and found.low < _LEAST_BARE:
        # 1.5 is hardly a yuan and a half.
        readings = as_fact(found.times(_WAN)), as_fact(found)
        raise Unsettled(readings, "which_unit")
    return as_fact(found)


def _is_rate(message: FieldMessage) -> bool:
    """Tell whether a message that is no story tells what is paid for a month and no other sum."""
    # 三千八一个月 is no number 三千八一.
    text = message.text.replace("一个月", " 一个月")
    told = list(sums(text))
    return len(text) <= _NO_STORY and any(
        PER_MONTH_BEFORE.search(text[: s.start]) or PER_MONTH_AFTER.match(text, s.end) for s in told
    )


def read_people(message: FieldMessage) -> Any:
    """Return how many people a message names (see ``estimates.as_fact``).

    Raises:
        Impossible: It is nobody, fewer than nobody, or absurdly many.
    """
    text = _WITH_ME.sub("", _NOT_ALONE.sub("", message.text))
    several = len(each_ones(message))
    if several:
        return several
    if any(_WE_TWO.fullmatch(clause) for clause in _CLAUSES.split(text)):
        return 2
    if _AND_ME.search(text) or _A_CROWD.search(text):
        return None
    found = next(iter(people(text)), None)
    if not found and message.asked:
        bare = only_figure(text)
        found = _bare(text.strip(), heads=True) if bare is None or bare < LEAST_NO_CROWD else None
    if not isinstance(found, Quantity):
        return None
    if found.exact and not found.whole:
        raise Impossible("people")
    _check(found, MOST_PEOPLE, "people")
    high = None if found.high is None else found.high.to_integral_value(ROUND_CEILING)
    return as_fact(replace(found, low=found.low.to_integral_value(ROUND_FLOOR), high=high))


def only_figure(text: str) -> float | None:
    """Return the only figure of a short message, ``None`` where there is none or several.

    >>> only_figure(",是25000"), only_figure("还在干")
    (25000.0, None)
    """
    found = _bare(text.strip())
    return float(found.low) if isinstance(found, Quantity) and found.low > 0 else None


def _bare(text: str, heads: bool = False) -> ReadQuantity | None:
    """Return the one number of a short answer: ``12``, ``我们仨``; of ``heads`` none of money."""
    found = list(numerals(text))
    if len(found) != 1:
        return None
    [only] = found
    if only.start > _AROUND_BEFORE or len(text) - only.end > _AROUND_AFTER:
        return None
    if heads and (_NO_HEADS.match(text, only.end) or _OF_MONEY.search(text)):
        return None
    counter = _COUNTER.match(text, only.end)
    about = counter is not None and is_about(text, counter.end())
    return replace(only, about=True) if about and isinstance(only, Quantity) else only


def _check(found: Quantity, most: int, problem: str) -> None:
    ends = (found.low, found.low if found.high is None else found.high)
    if found.negative or not all(1 <= end <= most for end in ends):
        raise Impossible(problem)

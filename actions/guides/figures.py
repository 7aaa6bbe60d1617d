"""Reads how much money is owed and how many people are unpaid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from actions.guides.reading import NUMERAL_START, Impossible, Message
from policies_kb.numbers import NUMERAL, NumberError, read_number

#: Sums and crowds beyond these are slips of the keyboard.
MOST_YUAN = 1_000_000_000
MOST_PEOPLE = 100_000

_SIGN = r"(?P<sign>[-−－]|负)?\s*"
_NUMBER = rf"{NUMERAL_START}(?P<number>\d+(?:\.\d+)?e\d+|{NUMERAL})"
_MONEY = re.compile(
    rf"{_SIGN}{_NUMBER}\s*(?:多|来|几|余)?\s*(?P<scale>[百千万亿wk](?![a-z]))?\s*(?:多|来|几)?"
    r"\s*(?P<unit>块|元|圆|人民币|rmb|yuan)?",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    rf"{_SIGN}{_NUMBER}\s*(?:多|来|几|余)?\s*(?:个|名|位|号)?\s*"
    r"(?:人(?!民)|工友|工人|员工|兄弟|同事|农民工|老乡|people|workers|persons|of us)",
    re.IGNORECASE,
)
_BARE = re.compile(rf"\D{{0,12}}?{_SIGN}{_NUMBER}\D{{0,4}}", re.IGNORECASE)
_LARGE = re.compile(r"[千万亿wk]$|[千万亿]", re.IGNORECASE)
_NO_MONEY_AFTER = re.compile(r"\s*(?:个|名|位|人|月|年|天|日|号|周|小时|工友|people|workers|month)")
#: Money that is no debt: a rate, or what was paid, lent or deposited.
_NO_DEBT_BEFORE = re.compile(
    r"(?:月薪|日薪|时薪|底薪|每月|每个月|一个月|每天|一天|每小时|一小时|工价|押金|付了|给了|已付"
    r"|已经付|发了|结了|预支|借了?|罚款?)[^,，。;；\d]{0,4}$"
)
_DEBT_BEFORE = re.compile(
    r"(?:欠|拖|共|总计|合计|加起来|owes?|owed)[^,，。;；]{0,10}$", re.IGNORECASE
)
_PER_HEAD_BEFORE = re.compile(r"(?:每人|每个人|人均|一人|各)[^,，。;；\d]{0,4}$")
_NO_CROWD_BEFORE = re.compile(r"(?:每|第|另|哪|那|找)\s*$")
#: 三四万, 五六个: a range, of which the lower end is sure.
_RANGE = re.compile(r"([一二两三四五六七八九])[一二三四五六七八九](?=[十百千万]|$)")
_SCALES = {"百": 100, "千": 1000, "k": 1000, "万": 10_000, "w": 10_000, "亿": 100_000_000}


def read_money(message: Message) -> int | None:
    """Return the debt a message names, in yuan; the lower end where it is vague.

    Raises:
        Impossible: It is nothing, less than nothing, or absurdly much, or it is for each head.
    """
    sums = list(_sums(message))
    if not sums:
        return None
    match, value = next(
        (s for s in sums if _DEBT_BEFORE.search(message.text[: s[0].start()])), sums[0]
    )
    if _PER_HEAD_BEFORE.search(message.text[: match.start()]):
        raise Impossible("per_head")
    return _in_bounds(value, bool(match["sign"]), MOST_YUAN, "amount")


def read_people(message: Message) -> int | None:
    """Return how many people a message names.

    Raises:
        Impossible: It is nobody, fewer than nobody, or absurdly many.
    """
    found = next(_crowds(message.text), None)
    if not found and message.asked:
        found = _BARE.fullmatch(message.text.strip())
    if not found:
        return None
    value = _number(found["number"])
    if value is None:
        return None
    if value != value.to_integral_value():
        raise Impossible("people")
    return _in_bounds(value, bool(found["sign"]), MOST_PEOPLE, "people")


def _crowds(text: str) -> Iterator[re.Match[str]]:
    for match in _PEOPLE.finditer(text):
        if not _NO_CROWD_BEFORE.search(text[: match.start()]):
            yield match


def _sums(message: Message) -> Iterator[tuple[re.Match[str], Decimal]]:
    text = message.text
    for match in _MONEY.finditer(text):
        value = _number(match["number"])
        said = match["unit"] or match["scale"] or _LARGE.search(match["number"])
        bare = message.asked and match["number"][0].isdigit()
        if value is None or not (said or bare):
            continue
        if not match["unit"] and _NO_MONEY_AFTER.match(text, match.end()):
            continue
        if _NO_DEBT_BEFORE.search(text[max(0, match.start() - 12) : match.start()]):
            continue
        yield match, value * _SCALES.get((match["scale"] or "").lower(), 1)


def _number(numeral: str) -> Decimal | None:
    if "e" in numeral.lower():
        return Decimal(numeral)
    try:
        return read_number(_RANGE.sub(r"\1", numeral))
    except NumberError:
        return None


def _in_bounds(value: Decimal, negative: bool, most: int, problem: str) -> int:
    whole = value.quantize(Decimal(1), ROUND_HALF_UP) if value <= most else value
    if negative or not 1 <= whole <= most:
        raise Impossible(problem)
    return int(whole)

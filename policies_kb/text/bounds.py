"""Figures people hold against a limit, exact or within bounds (不到500万, 三百多万)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from policies_kb.text.notation import VAGUE_NUMERAL
from policies_kb.text.numerals import NumberError, read_bounds
from policies_kb.text.quantity import Quantity

_BELOW = ("不到", "不足", "低于", "少于", "小于", "没到", "未到", "近", "under", "below")
_AT_MOST = (
    "不超过",
    "不高于",
    "不大于",
    "不多于",
    "最多",
    "至多",
    "at most",
    "以内",
    "之内",
    "内",
    "以下",
)
_ABOVE = ("超过", "大于", "高于", "多于", "over")
_AT_LEAST = ("至少", "不少于", "不低于", "不小于", "at least", "以上")
_ABOUT = ("约", "大约", "大概", "差不多", "about", "左右", "上下")
_WORDS = "|".join(sorted((*_BELOW, *_AT_MOST, *_ABOVE, *_AT_LEAST, *_ABOUT), key=len, reverse=True))
#: Before the unit. The second number of a range (2到3件, 2-3件) is not read alone, nor is a day.
NUMBER = (
    rf"(?P<before>{_WORDS})?\s*(?<!\d[到至~])(?<![\d.零〇一二三四五六七八九十百千万亿两月-])"
    rf"(?P<minus>-)?(?P<number>{VAGUE_NUMERAL})\s*"
)
#: After the unit.
AFTER = rf"\s*(?P<after>{_WORDS})?"


def limited(pattern: re.Pattern[str], text: str) -> Iterator[tuple[re.Match[str], Quantity]]:
    """Yield the figures a pattern made with :data:`NUMBER` finds; negative ones are negative."""
    for match in pattern.finditer(text):
        try:
            low, high = read_bounds(match["number"])
        except NumberError:
            continue
        if match["minus"]:
            low, high = -high, -low
        yield match, _bounded(low, high, match)


def _bounded(low: Decimal, high: Decimal, match: re.Match[str]) -> Quantity:
    named = match.groupdict("")
    words = {named["before"].lower(), named.get("after", "").lower()}
    told, zero = match[0].strip(), Decimal(0)
    if words & set(_ABOUT):
        return Quantity(zero, None, words=told)
    if words & set(_BELOW):
        return Quantity(zero, high, words=told, high_open=True)
    if words & set(_AT_MOST):
        return Quantity(zero, high, words=told)
    if words & set(_ABOVE):
        return Quantity(low, None, words=told, low_open=True)
    if words & set(_AT_LEAST):
        return Quantity(low, None, words=told)
    # 三百多万 is more than 300万.
    return Quantity(low, high, words=told, low_open=low != high and "多" in match["number"])

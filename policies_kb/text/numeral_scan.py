"""Finds where numerals stand in a text, and the words beside them that make them estimates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from policies_kb.text.notation import NUMERAL_START, VAGUE_NUMERAL, fold
from policies_kb.text.numerals import Bounds, NumberError, read_bounds
from policies_kb.text.quantity import Quantity, ReadQuantity, Unread

_BEFORE = re.compile(
    r"(?P<nearly>(?<![大最])小|将近|接近|(?<![尽赶])快|(?<![附最将接])近)"
    r"|(?P<about>大概|大约|约莫|(?<![合契条预])约|差不多|不到|不足|没到|超过|不止|不只"
    r"|至少|最少|起码|最多|顶多|about |around |nearly |almost |roughly |over |at least )"
)
_AFTER = re.compile(r"\s*(?:左右|上下|出头|的样子|不到|以上|以下)")
_MINUS = re.compile(r"(?:(?<!\d)[-−]|负)\s*$")
#: 小两万 and 将近两万 are read as from nine tenths of it on.
_NEARLY = Decimal("0.9")
#: So far before a quantity stand the words that belong to it.
_LONGEST_BEFORE = 9
#: What joins two ends: 3到5万, 2-3万, 三、四个月.
_TO = re.compile(
    rf"\s*(?P<to>到|至|[-~—–、]|或者?|(?:to|or)(?= ))+\s*(?P<second>{NUMERAL_START}{VAGUE_NUMERAL})"
)
#: The rest of a figure whose comma groups nothing: 12,34.
_BAD_GROUP = re.compile(r",\d{1,2}(?:\s*[元块]|\s*$)")
_BETWEEN = re.compile(r"\s*(?:到|至|[-~—–]|或者?)\s*")
#: Words with a figure in them that count nothing.
_WORDS = r"(?!一[共直起样定些般切向旦度路律])"
_NUMERAL = re.compile(rf"{NUMERAL_START}{_WORDS}{VAGUE_NUMERAL}")
_LAST_UNITS = re.compile(r"[十百千万亿wk]+$", re.IGNORECASE)
#: Days written with signs hold no quantities.
_NO_NUMERAL = re.compile(r"(?<!\d)(?:19|20)\d\d([-./])(?:1[0-2]|0?[1-9])(?:\1\d{1,2})?(?!\d)")


def numerals(text: str) -> Iterator[ReadQuantity]:
    """Yield the numerals of a text with the words that make them estimates.

    Two numerals with 到 or a dash between them are both ends of one: ``3到5万``, ``2-3``.
    """
    plain = _NO_NUMERAL.sub(lambda match: "\0" * len(match[0]), fold(text))
    at = 0
    while match := _NUMERAL.search(plain, at):
        start, end = match.span()
        bounds = None if _BAD_GROUP.match(plain, end) else _read(match[0])
        other = _TO.match(plain, end)
        if other and (both := _both_ends(match[0], other)):
            bounds, end = both, other.end()
        yield _numeral(plain, start, end, bounds)
        at = end


def is_about(text: str, end: int) -> bool:
    """Tell whether 左右 or the like stands behind a quantity."""
    return _AFTER.match(text, end) is not None


def near_before(text: str, start: int) -> str:
    """Return the words right before a place, as far as they can belong to what begins there."""
    return text[max(0, start - _LONGEST_BEFORE) : start]


def _numeral(text: str, start: int, end: int, bounds: Bounds | None) -> ReadQuantity:
    words = text[start:end]
    if bounds is None:
        return Unread(words, start)
    beside = near_before(text, start)
    before = _last(_BEFORE, beside)
    nearly = bool(before and before["nearly"])
    about = bool(before and before["about"]) or is_about(text, end)
    low, high = bounds
    if nearly and low == high:
        low = low * _NEARLY
    negative = _MINUS.search(beside) is not None
    return Quantity(
        low, high, words=words, start=start, about=about, nearly=nearly, negative=negative
    )


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Return the match a text ends with."""
    return next((m for m in pattern.finditer(text) if m.end() == len(text)), None)


def _read(words: str) -> Bounds | None:
    try:
        return read_bounds(words)
    except NumberError:
        return None


def _both_ends(first: str, other: re.Match[str]) -> Bounds | None:
    """Return the ends of 3到5万, 5000-6000, 三、四; ``None`` when they are not of one figure."""
    low, high = _read(first), _read(other["second"])
    if low is None or high is None:
        return None
    unit = _LAST_UNITS.search(other["second"])
    if unit and not _LAST_UNITS.search(first):
        # 3到5万 counts both in 万, 8千到1万 and 5000到1万 do not.
        scaled = _read(first + unit[0])
        low = scaled if scaled and scaled.high < high.low else low
    if "、" in other["to"] and low.high + _last_place(high.low) != high.low:
        return None
    return Bounds(low.low, high.high) if low.high < high.low else None


def _last_place(value: Decimal) -> Decimal:
    """Return one of the last place a number has: 1000 for 23000."""
    return Decimal(10) ** int(value.normalize().as_tuple().exponent)


def join_ranges(found: Iterable[ReadQuantity], text: str) -> Iterator[ReadQuantity]:
    """Yield quantities, those with 到 between them as the ends of one (三万元到五万元).

    Ends that do not fit each other are one quantity that cannot be read.
    """
    last: ReadQuantity | None = None
    for item in found:
        if last is None or not _BETWEEN.fullmatch(text, last.end, item.start):
            if last is not None:
                yield last
            last = item
            continue
        words = text[last.start : item.end]
        if (
            isinstance(last, Quantity)
            and isinstance(item, Quantity)
            and (item.high is not None and last.low < item.high)
            and (last.unit == item.unit or "" in (last.unit, item.unit))
        ):
            last = replace(last, high=item.high, unit=last.unit or item.unit, words=words)
        else:
            last = Unread(words, last.start)
    if last is not None:
        yield last

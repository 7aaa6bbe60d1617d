"""Which one of several is meant: 第二个, 最后一项, 第三部分."""

from __future__ import annotations

import re

_DIGITS = "一二三四五六七八九十"
_NTH = re.compile(
    r"第(?P<number>[一二三四五六七八九十]|\d{1,2})(?:大|个|部(?!分)|项|条(?!款)|类|步)"
)
_PART = re.compile(r"第(?P<number>[一二三四五六七八九十]|\d{1,2})(?:个)?(?:大)?(?:部分|章)")
_LAST = re.compile(r"最后(?:一)?(?:个|部|项|步|类|条|环)")


def position_in(text: str) -> int:
    """Return which one of several a text names, -1 for the last, 0 for none.

    >>> position_in("第二个是谁"), position_in("最后一项呢"), position_in("几个")
    (2, -1, 0)
    """
    return -1 if _LAST.search(text) else _number(_NTH.search(text))


def part_in(text: str) -> int:
    """Return which part of a paper a text names, 0 for none."""
    return _number(_PART.search(text))


def without_position(text: str) -> str:
    """Return a text without the words that tell which one of several is meant."""
    return _LAST.sub(" ", _NTH.sub(" ", text))


def _number(match: re.Match[str] | None) -> int:
    if match is None:
        return 0
    number = match["number"]
    return int(number) if number.isdigit() else _DIGITS.index(number) + 1

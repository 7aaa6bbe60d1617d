"""Finds how many people a text names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from policies_kb.text.notation import fold
from policies_kb.text.numeral_scan import is_about, join_ranges, near_before, numerals
from policies_kb.text.quantity import ReadQuantity, Unread

_PEOPLE = re.compile(
    r"\s*(?:(?:个|名|位|号|口)?多?\s*(?:人(?!民|家|事)|工友|工人|员工|兄弟|同事|农民工|老乡"
    r"|people|workers|persons|of us)|名(?![字单义]))",
    re.IGNORECASE,
)
#: 第三人, 另一个人, 哪两个人: nobody is counted.
_NO_COUNT_BEFORE = re.compile(r"(?:每|第|另|哪|那|找)\s*$")


def people(text: str) -> Iterator[ReadQuantity]:
    """Yield the counts of people in a text.

    >>> [(str(found.low), str(found.high)) for found in people("我们五六个人,另一个人先走了")]
    [('5', '6')]
    """
    plain = fold(text)
    return join_ranges(_people(plain), plain)


def _people(text: str) -> Iterator[ReadQuantity]:
    for found in numerals(text):
        unit = _PEOPLE.match(text, found.end)
        if not unit or _NO_COUNT_BEFORE.search(near_before(text, found.start)):
            continue
        words = text[found.start : unit.end()]
        if isinstance(found, Unread):
            yield Unread(words, found.start)
        else:
            about = found.about or is_about(text, unit.end())
            yield replace(found, words=words, kind="head_count", about=about)

"""Finds the amounts of a text that can be held against another text's: one number each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from policies_kb.text.money import shares, sums
from policies_kb.text.people import people
from policies_kb.text.quantity import Quantity, ReadQuantity
from policies_kb.text.spans import spans

#: 500万 alone is money, 500万千瓦 is none.
_BARE_SUM = re.compile(r"[万wW](?!\w)")
_MORE = re.compile(r"[多余来]")


def amounts(text: str) -> list[Quantity]:
    """Return shares, money, people and stretches of time, kind by kind.

    Of an open figure the one named is kept (三千多块 is 3000); the ends of a range (五六个人) are
    no single figure and are left out.

    >>> [(q.kind, str(q.value), q.unit) for q in amounts("30天内处理好,欠薪率低于3%")]
    [('percent', '3', ''), ('duration', '30', 'day')]
    """
    named = (shares(text), _money(text), people(text), spans(text))
    return [amount for found in named for amount in _single(found, text)]


def _money(text: str) -> Iterator[ReadQuantity]:
    for found in sums(text):
        bare = isinstance(found, Quantity) and not found.unit
        if not bare or _BARE_SUM.search(text, found.end - 1):
            yield found


def _single(found: Iterable[ReadQuantity], text: str) -> Iterator[Quantity]:
    for item in found:
        if not isinstance(item, Quantity):
            continue
        words = text[item.start : item.end]
        named = item.high if item.nearly and item.high else item.low
        if named == item.high or _MORE.search(words):
            unit = item.unit if item.kind == "duration" else ""
            yield replace(item, low=named, high=named, unit=unit, words=words)

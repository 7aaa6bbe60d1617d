"""Reads a figure with its unit and the words that say how it compares."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from ..numbers import ARABIC, read_number

_UNITS = (
    "%|‰|个百分点|百分点|克/千瓦时|千瓦时|千瓦|兆瓦|平方公里|平方千米|平方米|立方米|公里|千米|米"
    "|吨标准煤|吨标煤|吨|千克|公斤|克|元|美元|亩|公顷|个工作日|工作日|个月|周岁|岁|小时|分钟|年|日|天"
    "|人次|人|户|家|辆|台|套|件|艘|座|个|所|项|次|倍|名|张|条|门|对|处|分贝|分"
)
#: A figure with unit: ``20.5%``, ``21万个以上``, ``1000余座``, ``780克/千瓦时以下``.
QUANTITY = (
    rf"(?:{ARABIC})(?:余|多)?(?:[百千万亿]{{0,2}})"
    rf"(?:余|多)?(?:{_UNITS})(?:及以上|及以下|以上|以下|以内|之内|左右)?"
)
_PARTS = re.compile(
    rf"(?P<value>{ARABIC})(?P<more>余|多)?(?P<multiple>[百千万亿]{{0,2}})"
    rf"(?P<more2>余|多)?(?P<unit>{_UNITS})(?P<tail>及以上|及以下|以上|以下|以内|之内|左右)?"
)
_TAILS = {
    "及以上": ">=",
    "以上": ">=",
    "及以下": "<=",
    "以下": "<=",
    "以内": "<=",
    "之内": "<=",
    "左右": "~",
}


@dataclass(frozen=True)
class Quantity:
    """A figure as printed.

    Attributes:
        value: Exact value in units.
        unit: Unit with its multiple, e.g. ``万千瓦``.
        comparison: ``>=``, ``<=`` or ``~`` after the words behind it, else empty. In official
            papers 以上, 以下 and 以内 include the figure itself.
    """

    value: Decimal
    unit: str
    comparison: str


def read_quantity(text: str) -> Quantity:
    """Return the parts of a figure that ``QUANTITY`` matched.

    Raises:
        ValueError: The text is no figure with a unit.
    """
    match = _PARTS.fullmatch(text)
    if match is None:
        raise ValueError(f"no figure: {text[:20]!r}")
    more = match["more"] or match["more2"]
    return Quantity(
        value=read_number(match["value"]),
        unit=match["multiple"] + match["unit"],
        comparison=_TAILS.get(match["tail"] or "", ">=" if more else ""),
    )

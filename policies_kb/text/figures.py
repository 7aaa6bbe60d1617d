"""Reads the figures of official papers: number, unit and the words that compare."""

from __future__ import annotations

import re
from decimal import Decimal

from policies_kb.text.notation import ARABIC
from policies_kb.text.numerals import read_number
from policies_kb.text.quantity import Quantity

_UNITS = (
    "%|‰|个百分点|百分点|克/千瓦时|千瓦时|千瓦|兆瓦|平方公里|平方千米|平方米|立方米|公里|千米|米"
    "|吨标准煤|吨标煤|吨|千克|公斤|克|元|美元|亩|公顷|个工作日|工作日|个月|周岁|岁|小时|分钟|年|日|天"
    "|人次|人|户|家|辆|台|套|件|艘|座|个|所|项|次|倍|名|张|条|门|对|处|分贝|分"
)
_TAILS = "及以上|及以下|以上|以下|以内|之内|左右"
#: A figure with unit: ``20.5%``, ``21万个以上``, ``1000余座``, ``780克/千瓦时以下``.
FIGURE = rf"(?:{ARABIC})(?:余|多)?(?:[百千万亿]{{0,2}})(?:余|多)?(?:{_UNITS})(?:{_TAILS})?"
_PARTS = re.compile(
    rf"(?P<value>{ARABIC})(?P<more>余|多)?(?P<multiple>[百千万亿]{{0,2}})"
    rf"(?P<more2>余|多)?(?P<unit>{_UNITS})(?P<tail>{_TAILS})?"
)


def read_figure(text: str) -> Quantity:
    """Return the figure that :data:`FIGURE` matched, in the unit it is printed in (万千瓦).

    In official papers 以上, 以下 and 以内 include the figure itself.

    Raises:
        ValueError: The text is no figure with a unit.
    """
    match = _PARTS.fullmatch(text)
    if match is None:
        raise ValueError(f"no figure: {text[:20]!r}")
    value, tail = read_number(match["value"]), match["tail"] or ""
    more = tail.endswith("以上") or (not tail and (match["more"] or match["more2"]))
    at_most = tail in ("及以下", "以下", "以内", "之内")
    return Quantity(
        low=Decimal(0) if at_most else value,
        high=None if more else value,
        unit=match["multiple"] + match["unit"],
        words=text,
        about=tail == "左右",
    )

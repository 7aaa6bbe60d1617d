"""Finds amounts in a text: shares, money, people, stretches of time and counted cases."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from policies_kb.numbers import ARABIC, NUMERAL, ORDINAL, NumberError, read_number

#: A numeral from its first sign on: tried at every sign of a long run it would take minutes.
_NUMBER = rf"(?<![\d零〇○一二三四五六七八九十百千万亿两.])(?P<number>{NUMERAL})"
#: Digits side by side without a place, as in 五六个人, say a range: no single number is meant.
_ESTIMATE = re.compile(r"[一二两三四五六七八九]{2,}")
_ROUGHLY = r"\s*[多来几]?\s*"
_TIME_UNITS = {
    "个工作日": "working_day",
    "工作日": "working_day",
    "天": "day",
    "日": "day",
    "个星期": "week",
    "星期": "week",
    "周": "week",
    "礼拜": "week",
    "个月": "month",
    "年": "year",
    "working days": "working_day",
    "days": "day",
    "weeks": "week",
    "months": "month",
    "years": "year",
}
_TIME = "|".join(_TIME_UNITS)
_PEOPLE = "人|名|工友|工人|员工|兄弟|同事|people|workers"
_WAN = rf"(?<![\d.{ORDINAL}两])(?P<number>{ARABIC}[万wW]|[{ORDINAL}两]+万)(?!\w)"
# 8月31日 is a date, 2017年 a year.
_LENGTH = rf"(?<!月)(?!\d{{4}}年){_NUMBER}\s*[多来]?\s*(?P<unit>{_TIME})(?![级度])"
_PATTERNS = (
    ("percent", re.compile(rf"{_NUMBER}\s*(?:[%\uff05]|个百分点)")),
    ("percent", re.compile(rf"百分之(?P<number>{NUMERAL})")),
    ("money", re.compile(rf"{_NUMBER}{_ROUGHLY}(?:块|元|圆|多万|大洋|yuan)")),
    ("money", re.compile(_WAN)),
    ("head_count", re.compile(rf"{_NUMBER}{_ROUGHLY}个?(?:{_PEOPLE})")),
    ("duration", re.compile(_LENGTH)),
)


@dataclass(frozen=True)
class Quantity:
    """An amount with what it counts.

    Attributes:
        kind: ``percent``, ``money``, ``head_count`` or ``duration``.
        value: The figure.
        unit: For a duration ``working_day``, ``day``, ``week``, ``month`` or ``year``.
        text: As written.
        start: First character in the text.
    """

    kind: str
    value: Decimal
    unit: str
    text: str
    start: int


def quantities(text: str) -> list[Quantity]:
    """Return the amounts of a text, pattern by pattern; what is no numeral is left out.

    >>> [(q.kind, str(q.value), q.unit) for q in quantities("30天内处理好,欠薪率低于3%")]
    [('percent', '3', ''), ('duration', '30', 'day')]
    """
    return [found for kind, pattern in _PATTERNS for found in _found(kind, pattern, text)]


def _found(kind: str, pattern: re.Pattern[str], text: str) -> Iterable[Quantity]:
    for match in pattern.finditer(text):
        if _ESTIMATE.fullmatch(match["number"]):
            continue
        try:
            value = read_number(match["number"])
        except NumberError:
            continue
        unit = _TIME_UNITS[match["unit"]] if "unit" in pattern.groupindex else ""
        yield Quantity(kind, value, unit, match[0], match.start())

"""Reads the figures of official papers: number, unit and the words that compare."""

from __future__ import annotations

import re
from decimal import Decimal

from policies_kb.text.notation import ARABIC
from policies_kb.text.numerals import NumberError, read_number
from policies_kb.text.quantity import Quantity

MEASURE_UNITS = (
    "%|‰|个百分点|百分点|个等级|克/千瓦时|千瓦时|千瓦|兆瓦|平方公里|平方千米|平方米|立方米|公里|千米|厘米|毫米|米"
    "|吨标准煤|吨标煤|吨|千克|公斤|毫克|毫升|克|升|元|美元|亩|公顷|个工作日|工作日|个月|周岁|岁|小时|分钟|秒"
    "|学时|课时|周|年|日|天|人次|人|户|家|辆|台|套|件|艘|座|个|所|项|次|倍|名|张|条|门|对|处|分贝|分"
    "|只|头|株|层|级|部|篇|起|例|场|班|间|栋|幢|块|瓶|批|斤|番|盏|支|款|种|笔|宗|尾|枚|类|架次|车次"
)
_TAILS = "及以上|及以下|以上|以下|以内|之内|左右"
_INCLUDED = r"(?:\(含\))?"
#: A four-digit year is no quantity, nor is the day of a date or the rest of a longer figure.
_NO_YEAR = r"(?<![\d.,])(?!(?:19|20)\d\d年)(?!(?<=月)\d{1,2}日)"
#: A figure with unit: ``20.5%``, ``21万个以上``, ``1000余座``, ``780克/千瓦时以下``.
FIGURE = (
    rf"{_NO_YEAR}(?:{ARABIC})(?:余|多)?(?:[百千万亿]{{0,2}})(?:余|多)?(?:{MEASURE_UNITS})"
    rf"(?:{_INCLUDED}(?:{_TAILS}))?"
)
_CHINESE = "[零一二两三四五六七八九十百千万亿]+(?:点[零一二三四五六七八九]+)?"
#: The same in Chinese numerals: ``五十台``, ``百分之十``, ``二百元以上``.
CHINESE_FIGURE = (
    rf"(?<![第\d零一二三四五六七八九十百千万亿点])(?:百分之{_CHINESE}|{_CHINESE}(?:{MEASURE_UNITS}))"
    rf"(?:{_INCLUDED}(?:{_TAILS}))?"
)
_PARTS = re.compile(
    rf"(?P<value>{ARABIC})(?P<more>余|多)?(?P<multiple>[百千万亿]{{0,2}})"
    rf"(?P<more2>余|多)?(?P<unit>{MEASURE_UNITS})(?:\(含\))?(?P<tail>{_TAILS})?"
)
_CHINESE_PARTS = re.compile(
    rf"(?:(?P<percent>百分之)(?P<share>{_CHINESE})|(?P<value>{_CHINESE}?)(?P<unit>{MEASURE_UNITS}))"
    rf"(?:\(含\))?(?P<tail>{_TAILS})?"
)


def read_figure(text: str) -> Quantity:
    """Return the figure that :data:`FIGURE` matched, in the unit it is printed in (万千瓦).

    A figure in Chinese numerals is a plain number of its unit (五万元: 50000 元). In official
    papers 以上, 以下 and 以内 include the figure itself.

    Raises:
        ValueError: The text is no figure with a unit.
    """
    match = _PARTS.fullmatch(text)
    if match is None:
        return _read_chinese(text)
    more = bool(match["more"] or match["more2"])
    return _quantity(
        text, read_number(match["value"]), match["multiple"] + match["unit"], match["tail"], more
    )


def _read_chinese(text: str) -> Quantity:
    match = _CHINESE_PARTS.fullmatch(text)
    if match is None:
        raise ValueError(f"no figure: {text[:20]!r}")
    try:
        value = read_number(match["share"] or match["value"])
    except NumberError as error:
        raise ValueError(f"no figure: {text[:20]!r}") from error
    return _quantity(text, value, "%" if match["percent"] else match["unit"], match["tail"])


def _quantity(
    text: str, value: Decimal, unit: str, tail: str | None, more: bool = False
) -> Quantity:
    tail = tail or ""
    at_most = tail in ("及以下", "以下", "以内", "之内")
    return Quantity(
        low=Decimal(0) if at_most else value,
        high=None if tail.endswith("以上") or (more and not tail) else value,
        unit=unit,
        words=text,
        about=tail == "左右",
    )

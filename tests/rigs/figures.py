"""Reads the figures of Chinese and English texts, to compare what is said with what is quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from policies_kb.text.notation import NUMERAL
from policies_kb.text.numerals import NumberError, read_number

Figure = tuple[Decimal, str]


# Names with figures in them are not statements: papers, articles, the gazette itself.
NAMES = re.compile(
    r"〔\d{4}〕\d+号|令第\d+号|\d{4}年第25期|第[\d一二三四五六七八九十百]+[条款项章]|第一时间"
    r"|(?:Articles?|No\.) \d+|\(\d{4}\) No|\d{4} no\. \d+"
)
ZH_UNITS = {"天": "日", "名": "人", "工作日": "个工作日"}
ZH_FIGURE = re.compile(
    rf"(?P<percent>百分之)?(?P<number>{NUMERAL})"
    r"(?P<unit>%|个工作日|工作日|个月|年|月|日|天|人|名|元|倍|小时|周)?"
)
EN_WORDS = {
    **{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8},
    **{"nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30},
    **{"forty-five": 45, "sixty": 60},
}
EN_SCALE = {"million": 1_000_000, "billion": 1_000_000_000}
EN_FIGURE = re.compile(
    r"(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?)(?: (?P<scale>million|billion))?"
    rf"|\b(?P<word>{'|'.join(EN_WORDS)})(?= (?:working )?"
    r"(?:days?|months?|years?|times|yuan|per ?cent|people|workers?)\b)",
    re.IGNORECASE,
)


def zh_figures(text: str) -> Iterator[Figure]:
    """Yield value and unit of the figures of a Chinese text.

    Arabic digits always count, Chinese numerals only with a unit (一年 does, 一样 does not).
    The gazette sets some figures off with a space (2017 年).
    """
    joined = re.sub(r"(?<=\d)\s+(?=\D)", "", text)
    for match in ZH_FIGURE.finditer(NAMES.sub("", joined)):
        unit = "%" if match["percent"] else match["unit"] or ""
        if not unit and not match["number"][0].isdigit():
            continue
        try:
            yield read_number(match["number"]), ZH_UNITS.get(unit, unit)
        except NumberError:
            continue


def en_figures(text: str) -> Iterator[Decimal]:
    """Yield the values of the figures of an English text."""
    for match in EN_FIGURE.finditer(NAMES.sub("", text)):
        if match["word"]:
            yield Decimal(EN_WORDS[match["word"].lower()])
        else:
            number = Decimal(match["digits"].replace(",", ""))
            yield number * EN_SCALE.get(match["scale"] or "", 1)

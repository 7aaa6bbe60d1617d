"""Tells the years a text names from lengths of time (``17年的工资``, ``干了10年``)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policies_kb.text.numerals import read_number

#: Two-digit years people type (``17年``) are taken for 2000-2049.
_YEAR = re.compile(
    r"((?:19|20)\d\d|[12]\d|[二两][〇零○O0][一二三四五六七八九零〇]{2})\s*(?:年度|年)"
)
#: What makes a short ``10年`` a length of time and no year, before it and behind it.
_LENGTH_BEFORE = re.compile(
    r"(?:(?<!到)了|满|(?<!附)近|超过?|不到|快|整整|足足|长达|至少|最[多长少]|过去|未来"
    r"|工龄|工作|打工|上班|干)\s*\Z"
)
_LENGTH_BEHIND = re.compile(
    r"\s*(?:[多了间内]|以[上内]|之[内间]|半(?!年)|前(?!后)|工龄|来(?![的到这浙厂公上]))"
)
#: A part of a year behind it keeps it a year, whatever stands before: 快18年底了.
_PART_OF_YEAR = re.compile(r"\s*(?:度|底|初|末|[上下]半年|[\d一二三四五六七八九十]{1,2}\s*月)")
_LONGEST_BEFORE = 4
#: The first plan began in 1953; the years of all from the seventh on follow from its number.
_BEFORE_FIRST_PLAN, _YEARS_OF_A_PLAN = 1951, 5


def years(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield the years a text names, each with where it stands.

    >>> list(years("17年进的厂,干了10年"))
    [(2017, 0, 3)]
    """
    for match in _YEAR.finditer(text):
        year = int(read_number(match[1]))
        if year >= 100:
            yield year, *match.span()
        elif not is_length_of_time(text, *match.span()):
            yield year + 2000, *match.span()


def is_length_of_time(text: str, start: int, end: int) -> bool:
    """Tell whether a two-digit number before 年 says how long, not when: ``干了10年``."""
    if _PART_OF_YEAR.match(text, end):
        return False
    before = text[max(0, start - _LONGEST_BEFORE) : start]
    return bool(_LENGTH_BEFORE.search(before) or _LENGTH_BEHIND.match(text, end))


def plan_years(number: str) -> tuple[int, int]:
    """Return the first and the last year of a five-year plan by its number.

    >>> plan_years("十三")
    (2016, 2020)
    """
    first = _BEFORE_FIRST_PLAN + _YEARS_OF_A_PLAN * int(read_number(number))
    return first, first + _YEARS_OF_A_PLAN - 1

"""Signing dates in Arabic and Chinese numerals."""

from __future__ import annotations

import re
from datetime import date

from policies_kb.numbers import read_number

_YEAR = r"(?:[12]\d{3}|[〇○Ｏ零一二三四五六七八九]{4})年"
_MONTH = r"(?:\d{1,2}|[元一二三四五六七八九十]{1,2})月"
_DAY = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})日"
_DATE = _YEAR + _MONTH + _DAY
DATE = re.compile(_DATE)
_PARTS = re.compile(r"(.{4})年(.{1,2})月(.{1,3})日")
_LINE = re.compile(rf"\(?{_DATE}\)?")


def is_date(key: str) -> bool:
    """Tell whether a squeezed line is a date and nothing else."""
    return _LINE.fullmatch(key) is not None


def find_date(key: str) -> date | None:
    """Return the first date in a squeezed line, ``None`` when there is no real one."""
    match = DATE.search(key)
    parts = _PARTS.match(match.group()) if match else None
    if parts is None:
        return None
    year, month, day = parts.groups()
    first = month.replace("元", "一")
    try:
        return date(*(int(read_number(part)) for part in (year, first, day)))
    except ValueError:
        return None

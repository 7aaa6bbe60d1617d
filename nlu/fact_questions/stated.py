"""What a question states by itself: months, a day, figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from policies_kb.questions.query import Claim
from policies_kb.text.paper_figures import FIGURE, read_figure

_MONTH = re.compile(r"(?P<year>20\d\d)年(?P<month>1[0-2]|0?[1-9])月")
_BARE_MONTH = re.compile(r"(?<!\d)(?P<month>1[0-2]|0?[1-9])月(?!内)")
_DAY = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?<!\d)(?P<month>1[0-2]|0?[1-9])月(?P<day>[12]\d|3[01]|0?[1-9])[日号]"
)
_DIGITS = "一二三四五六七八九十"


def months_in(text: str) -> tuple[str, ...]:
    """Return the months a question names, without their year where it names none."""
    exact = [f"{m['year']}-{int(m['month']):02d}" for m in _MONTH.finditer(text)]
    bare = [f"-{int(m['month']):02d}" for m in _BARE_MONTH.finditer(_MONTH.sub("", text))]
    return tuple(exact or bare)


def day_in(text: str) -> str:
    """Return the day a question names, empty without one."""
    match = _DAY.search(text)
    if match is None:
        return ""
    year = f"{match['year']}-" if match["year"] else ""
    return f"{year}{int(match['month']):02d}-{int(match['day']):02d}"


def claims_in(text: str) -> Iterator[Claim]:
    """Yield the figures a question states."""
    for match in re.finditer(FIGURE, re.sub(r"(?:19|20)\d\d年", "", text)):
        figure = read_figure(match[0])
        yield Claim(figure.value, figure.unit)
    text = re.sub(r"(?:19|20)\d\d年", "", text)
    for match in re.finditer(
        r"(?P<number>[一二两三四五六七八九十])(?P<unit>年|个月|个|天|次|倍)(?!级)", text
    ):
        value = "2" if match["number"] == "两" else str(_DIGITS.index(match["number"]) + 1)
        yield Claim(Decimal(value), match["unit"])

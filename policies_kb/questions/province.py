"""The province against its cities: which a question asks for, and which a figure is of."""

from __future__ import annotations

import re

from policies_kb.facts.fact_rows import Target
from policies_kb.questions.query import FactQuery

_PROVINCE = re.compile(
    "全省|全浙江|省里|整个(?:浙江|省)|浙江省?(?!省?(?:人民|政府))|省的?(?:目标|平均|数)"
)
_CITIES = re.compile(
    r"(?:[各哪]些?[几个]*(?:设区|地级)?(?:城)?|地级|(?:几|多少|\d+)个?(?:设区|地级)?(?:城)?)市"
    r"|(?:设区的?|城)市.{0,6}(?:[几哪]|多少|有吗)|which(?:cit|place)",
    re.I,
)
#: How a figure that holds everywhere is printed.
_EVERYWHERE = ("", "全省", "浙江", "浙江省", "我省")


def names_province(query: FactQuery) -> bool:
    """Tell whether a question names the province."""
    return bool(_PROVINCE.search(query.text))


def asks_cities(query: FactQuery) -> bool:
    """Tell whether a question asks for cities: which, how many, each of them."""
    return bool(_CITIES.search(query.text))


def asks_province(query: FactQuery) -> bool:
    """Tell whether the figure of the whole province is asked for, which no city's answers.

    Who names a value or the highest asks for the places that have it.
    """
    chooses = query.claims or query.superlative or query.places or asks_cities(query)
    return names_province(query) and not chooses


def holds_everywhere(figure: Target) -> bool:
    """Tell whether a figure is of no place in particular."""
    return figure.region in _EVERYWHERE

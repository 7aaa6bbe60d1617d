"""Reads lists of pilot areas: 杭州市拱墅区、嘉善县等2个县(市、区)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from policies_kb.facts.date_reading import DateReading
from policies_kb.facts.fact_rows import PilotArea
from policies_kb.text.numerals import NumberError, read_number

_NAME = r"[\u4e00-\u9fff]{2,9}?[县市区]"
_LIST = re.compile(
    rf"(?P<names>{_NAME}(?:、{_NAME})+)等(?P<count>\d+|[一二三四五六七八九十]+)个"
    r"(?:试点)?(?:县\(市、区\)|设区市|地区|城市|[县市区])"
)
_CITY = re.compile(r"(?P<city>[\u4e00-\u9fff]{2,4}?市)(?P<name>[\u4e00-\u9fff]{2,6}[县市区])")


def read_areas(
    document: str,
    provision: str,
    reading: DateReading,
    places: Mapping[str, str],
    doubts: list[str],
) -> list[PilotArea]:
    """Return the areas of every list whose count says it is complete.

    Args:
        document: Id of the document.
        provision: Id of the provision.
        reading: The provision's text.
        places: Name of a county to its city, for names printed without one.
        doubts: Gets one line for each list that names fewer or more than it says.
    """
    rows = []
    for match in _LIST.finditer(reading.plain):
        names = match["names"].split("、")
        quote = reading.quote(match.start(), match.end())
        if len(names) != _count(match["count"]):
            doubts.append(f"names {len(names)} of {match['count']} areas: {quote}")
            continue
        for printed in names:
            city, name = _parts(printed)
            rows.append(PilotArea(document, provision, quote, name, city or places.get(name, "")))
    return rows


def _count(words: str) -> int:
    try:
        return int(read_number(words))
    except NumberError:
        return 0


def _parts(printed: str) -> tuple[str, str]:
    match = _CITY.fullmatch(printed)
    return (match["city"], match["name"]) if match else ("", printed)

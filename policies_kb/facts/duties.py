"""Reads which unit answers for a provision."""

from __future__ import annotations

import re

from .reading import Reading, Span
from .rows import Responsibility

_LIST = re.compile(r"\((?:责任|牵头|负责|配合)单位:(?P<units>(?:[^()]|\([^()]*\))+)\)")
_UNIT = r"省[^,;。、:()“”省]{0,20}?(?:办公厅|办公室|[厅局委]|(?:农|法制|外侨|金融|机关)办)"
_BY = re.compile(
    rf"由(?P<unit>{_UNIT})(?:另行|负责|牵头|会同|组织)?(?:制发|制定|印发|负责|牵头|组织|解释)"
)
_TASKED = re.compile(rf"^(?:\d{{4}}年\d{{1,2}}月,)?(?P<unit>{_UNIT})(?:要|应|将|负责|牵头|组织|每)")


def read_duties(document: str, provision: str, reading: Reading) -> list[Responsibility]:
    """Return the units of a provision: those of 责任单位 lists, and provincial units it tasks.

    Groups without a name of their own (省级有关部门, 各级政府) are no units, unless listed.
    """
    rows = []
    for match in _LIST.finditer(reading.plain):
        quote = reading.quote(match.start(), match.end())
        for unit in _split(match["units"]):
            rows.append(Responsibility(document, provision, quote, unit, "listed"))
    for sentence in reading.split(Span(0, len(reading.plain)), "。;"):
        for clause in reading.clauses(sentence):
            words = reading.words(clause)
            found = _TASKED.match(words) or _BY.search(words)
            if found:
                quote = reading.quote(clause.start, sentence.end)
                rows.append(Responsibility(document, provision, quote, found["unit"], "tasked"))
    return rows


def _split(units: str) -> list[str]:
    """Split a list at its commas, not at those inside brackets: 试点县(市、区)政府 is one."""
    parts, depth = [""], 0
    for char in units:
        depth += {"(": 1, ")": -1}.get(char, 0)
        if char in "、,;" and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    return [part for part in parts if part]

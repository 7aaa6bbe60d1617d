"""Questions about the pilots a paper lists: which they are, and whether a place is one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policies_kb.facts.fact_rows import PilotArea
from policies_kb.questions.asked import names_alone
from policies_kb.questions.base import FactBase
from policies_kb.questions.found import FactAnswer, FactSentence, Proof, Thread, tell
from policies_kb.questions.matching import pairs
from policies_kb.questions.query import FactQuery, Named
from policies_kb.questions.sections import counted_in

_PILOT = re.compile(r"试点")
#: A number of pilots that a question states is none of their names.
_NUMBER = re.compile(r"\d+个(?:县|市|区)?")
_OTHER_PILOT = re.compile(r"低碳|城市试点|园区|开发区|高新|什么试点")


def ask_pilots(query: FactQuery, thread: Thread, base: FactBase) -> FactAnswer | None:
    """Return the pilots of a paper or whether a place is one, ``None`` for other questions."""
    areas = [row for row in base.kb.pilot_areas() if query.document in ("", row.document)]
    held = not query.document and any(_is_at(thread, row, query) for row in areas)
    if not areas or not (held or _PILOT.search(query.text)) or _OTHER_PILOT.search(query.text):
        return None
    areas = [row for row in areas if not held or row.document == thread.document]
    if not (held or query.document) and _of_other_pilots(query, thread, areas[0], base):
        return None
    counted = query.asks("list", "count") and not query.asks("often")
    number = counted_in(query.text)
    if number and number != len(areas) and thread.document and not query.yes_no:
        return None
    listed = counted and re.search(r"(?:县|市|区|地方|地区|哪里|哪些|几个|哪\d)", query.text)
    words = len(set(pairs(query.words)))
    kept = Thread("pilot", areas[0].document, areas[0].provision, "", query.words)
    proof = (Proof(areas[0].document, areas[0].quote),)
    if query.places and (held or query.yes_no or words <= 8):
        told = tuple(_is_pilot(place, areas) for place in query.places)
        return FactAnswer(told, proof, thread=kept)
    if query.outside and (held or query.yes_no):
        return FactAnswer((tell("not_pilot", place=query.outside[0].text),), proof, thread=kept)
    if (
        listed
        and words <= 10
        and not re.search(r"任务|标准|方案|内容|要求|做什么|领域", query.text)
    ):
        names = "、".join(f"{row.city if row.city != row.name else ''}{row.name}" for row in areas)
        told = (tell("pilots", count=str(len(areas)), names=names),)
        return FactAnswer(told, proof, thread=kept)
    return None


def _is_at(thread: Thread, area: PilotArea, query: FactQuery) -> bool:
    """Tell whether the list of pilots, or the place where it stands, was just spoken of, or
    something else of its paper and a place is named alone."""
    here = thread.kind in ("pilot", "statement") and thread.provision == area.provision
    return thread.document == area.document and (here or names_alone(query))


def _of_other_pilots(query: FactQuery, thread: Thread, area: PilotArea, base: FactBase) -> bool:
    """Tell whether the pilots of another paper are meant: of the one spoken of, or of a matter
    that the paper with the list never speaks of."""
    document = area.document
    own = pairs(_PILOT.sub(" ", f"{query.words} {query.printed}"))
    if (
        thread.document
        and thread.document != document
        and base.matcher.known_in("试点", thread.document)
    ):
        return not any(pair in base.pairs_of(base.titles(document)) for pair in own)
    words = base.matcher.cut(_PILOT.sub(" ", _NUMBER.sub(" ", query.words)))
    known = [pair for word in words for pair in pairs(word) if any(base.matcher.rows_with(pair))]
    return any(not base.matcher.known_in(pair, document) for pair in known)


def _is_pilot(place: Named, areas: Sequence[PilotArea]) -> FactSentence:
    inside = [row.name for row in areas if place.name == row.city and row.name != place.name]
    if any(row.name in place.printed for row in areas):
        return tell("is_pilot", place=place.name, count=str(len(areas)))
    if inside:
        return tell("pilots_of_city", place=place.name, names="、".join(inside))
    return tell("not_pilot", place=place.name)

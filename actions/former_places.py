"""Districts that are no more: whose ground they are today is told, and counts as the place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from actions.answer import Answer, say
from actions.desk import Desk
from actions.proof import phrase
from actions.question import Question
from policies_kb.overlay_model import Division

_PARTS = re.compile(r"[、，；和的由]|组成")


def with_todays_places(question: Question, divisions: Iterable[Division]) -> Question:
    """Return a question with the places of today for those of before it names."""
    rows = list(divisions)
    found = _named(question.text, rows)
    if not found:
        return question
    names = [meant[0].name for meant in found.values()]
    heirs = {row.name for row in rows if any(old in row.predecessors for old in found)}
    others = [name for name in question.values("region") if name not in heirs]
    regions = tuple(dict.fromkeys((*names, *others)))
    return replace(question, entities={**question.entities, "region": regions})


def with_former_places(given: Answer, question: Question, desk: Desk) -> Answer:
    """Return an answer that says which places it names are no more, and what they are today."""
    told = tuple(
        say("现在没有{old}了:{name}{note}。", old=old, name=row.name, note=phrase(row.note))
        for old, rows in _named(question.text, list(desk.kb.divisions())).items()
        for row in rows
        if row.note
    )
    return replace(given, lead=(*given.lead, *told)) if told else given


def _named(text: str, divisions: list[Division]) -> dict[str, list[Division]]:
    """Return the former places a text names, each with those of today, the likeliest first."""
    today = {row.name for row in divisions}
    former = {old for row in divisions for old in row.predecessors} - today
    return {
        old: _likeliest(text, old, [row for row in divisions if old in row.predecessors])
        for old in sorted(former)
        if _names(text, old, divisions)
    }


def _names(text: str, old: str, divisions: list[Division]) -> bool:
    """Tell whether a text names a place in full, or in short behind its city (杭州江干)."""
    cities = "|".join(row.name[:-1] for row in divisions if row.level == "city")
    return old in text or re.search(rf"(?:{cities})市?{old[:-1]}", text) is not None


def _likeliest(text: str, old: str, rows: list[Division]) -> list[Division]:
    """Return the places that took a former one over; alone the one a part of which is named."""
    for row in rows:
        parts = _PARTS.split(row.note.zh) if row.note else []
        if any(len(part) > 1 and old not in part and part in text for part in parts):
            return [row]
    return rows

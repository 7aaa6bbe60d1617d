"""Tells who names a district or county that has ended what stands in its place today."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from actions.answer import Answer, Notice, Phrase, curated, say
from actions.question import Question
from policies_kb.kb import KnowledgeBase

_PARTS = re.compile(r"[、，；和的由]|组成")


def with_former_places(given: Answer, text: str, kb: KnowledgeBase) -> Answer:
    """Return an answer with what became of the places a message names that are no more."""
    notices = (Notice("former_place", _became(name, kb)) for name in _named(text, kb))
    return replace(given, notices=(*given.notices, *notices))


def with_todays_places(question: Question, kb: KnowledgeBase) -> Question:
    """Return a question whose places that are no more are the ones of today that are meant."""
    named = _named(question.text, kb)
    if not named:
        return question
    heirs = [row.name for row in kb.divisions() if set(named) & set(row.predecessors)]
    others = [place for place in question.values("region") if place not in heirs]
    meant = [_of_today(name, question.text, kb) for name in named]
    # A case plays in the last one that is named: 杭州下城区.
    regions = tuple(dict.fromkeys((*others, *meant)))
    return replace(question, entities={**question.entities, "region": regions})


def _of_today(name: str, text: str, kb: KnowledgeBase) -> str:
    """Return the place that a part of is named, else the first one; it has most of the ground."""
    rows = [row for row in kb.divisions() if name in row.predecessors]
    for row in rows:
        parts = _PARTS.split(row.note.zh) if row.note else []
        if any(len(part) > 1 and name not in part and part in text for part in parts):
            return row.name
    return rows[0].name


def _named(text: str, kb: KnowledgeBase) -> list[str]:
    divisions = [row for row in kb.divisions() if row.zhejiang]
    today = {row.name for row in divisions}
    former = dict.fromkeys((n, row.parent) for row in divisions for n in row.predecessors)
    named = [
        name
        for name, city in former
        if name not in today and (name in text or _is_behind_city(name, city, text, today))
    ]
    return list(dict.fromkeys(named))


def _is_behind_city(name: str, city: str, text: str, today: Collection[str]) -> bool:
    """Tell whether a name without its last character stands behind its city's: 宁波江东."""
    short = name[:-1]
    if len(short) < len(city[:-1]) or any(one.startswith(short) for one in today):
        return False
    return re.search(rf"{re.escape(city[:-1])}市?{re.escape(short)}", text) is not None


def _became(name: str, kb: KnowledgeBase) -> Phrase:
    rows = [row for row in kb.divisions() if name in row.predecessors and row.note]
    zh = "；".join(f"{row.name}：{row.note.zh}" for row in rows if row.note)
    en = "; ".join(f"{row.name}: {row.note.en}" for row in rows if row.note)
    return say("现在没有{place}了:{today}。", place=name, today=curated(zh, en))

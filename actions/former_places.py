"""Tells who names a district that has ended what stands in its place today."""

from __future__ import annotations

from dataclasses import replace

from actions.answer import Answer, Notice, Phrase, curated, say
from policies_kb.kb import KnowledgeBase


def with_former_places(given: Answer, text: str, kb: KnowledgeBase) -> Answer:
    """Return an answer with what became of the places a message names that are no more."""
    notices = (Notice("former_place", _became(name, kb)) for name in _named(text, kb))
    return replace(given, notices=(*given.notices, *notices))


def _named(text: str, kb: KnowledgeBase) -> list[str]:
    divisions = [row for row in kb.divisions() if row.zhejiang]
    today = {row.name for row in divisions}
    former = dict.fromkeys(name for row in divisions for name in row.predecessors)
    return [name for name in former if name not in today and name in text]


def _became(name: str, kb: KnowledgeBase) -> Phrase:
    rows = [row for row in kb.divisions() if name in row.predecessors and row.note]
    zh = "；".join(f"{row.name}：{row.note.zh}" for row in rows if row.note)
    en = "; ".join(f"{row.name}: {row.note.en}" for row in rows if row.note)
    return say("{place}已经不是一个区了:{today}。", place=name, today=curated(zh, en))

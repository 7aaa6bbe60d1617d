"""Keeps the finer of two places, one of which lies in the other: 丽水 and 丽水莲都."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from actions.guides.conversation import ToldMessage
from actions.question import Question
from actions.routing.case import Case
from policies_kb.kb import KnowledgeBase


def lies_in(place: str, other: str, kb: KnowledgeBase) -> bool:
    """Tell whether a place is a part of another one."""
    return any(row.name == place and row.parent == other for row in kb.divisions())


def in_finer_place(question: Question, told: Collection[str], kb: KnowledgeBase) -> Question:
    """Return a message that names the finer place told where its own only holds that one."""
    places = question.values("region")
    finer = tuple(
        next((place for place in told if lies_in(place, named, kb)), named) for named in places
    )
    if finer == places:
        return question
    return replace(question, entities={**question.entities, "region": tuple(dict.fromkeys(finer))})


def in_finer_places(told: Collection[ToldMessage], kb: KnowledgeBase) -> list[ToldMessage]:
    """Return messages all of which name the finest places that one of them names."""
    every = dict.fromkeys(place for message, _ in told for place in message.values("region"))
    return [(in_finer_place(message, every, kb), field) for message, field in told]


def in_finer_place_of(case: Case, question: Question, kb: KnowledgeBase) -> tuple[Case, Question]:
    """Return a case and a message of which the finer of two places holds.

    A place told before that only holds the one named now is open again.
    """
    told = str(case.facts.get("place", ""))
    if any(lies_in(place, told, kb) for place in question.values("region")):
        facts = {name: value for name, value in case.facts.items() if name != "place"}
        return replace(case, facts=facts), question
    return case, in_finer_place(question, (told,), kb)

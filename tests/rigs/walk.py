"""Asks every intent of the domain everything that can be named in a question."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from actions.answer import Answer, Suggestion
from actions.context import AnswerContext
from actions.question import IntentScore, PreviousQuestion, Question
from actions.routing.dispatch import COMPUTED, answer
from policies_kb.kb import KnowledgeBase

NLU = Path(__file__).parents[2] / "nlu"
#: A day on which every deadline of 2017 and 2018 has passed.
LATER = date(2026, 11, 23)
PAYLOAD = re.compile(r"/(?P<intent>[a-z_]+)(?P<entities>\{.*\})?")
YEARS = tuple(str(year) for year in range(2015, 2031))
MONTHS = tuple(str(month) for month in range(1, 13))

Asked = tuple[Question, Answer]


@cache
def domain() -> dict[str, Any]:
    return dict(yaml.safe_load((NLU / "domain.yml").read_text(encoding="utf-8")))


@cache
def intents_with_a_rule() -> frozenset[str]:
    rules = yaml.safe_load((NLU / "data" / "rules.yml").read_text(encoding="utf-8"))["rules"]
    steps = [step for rule in rules for step in rule["steps"]]
    choices = [choice for step in steps for choice in step.get("or", [step])]
    return frozenset(choice["intent"] for choice in choices if "intent" in choice)


@cache
def entity_values(kb: KnowledgeBase) -> dict[str, tuple[str, ...]]:
    """Return every value of every kind of entity an answer can depend on."""
    return {
        "region": tuple(d.name for d in kb.divisions() if d.zhejiang),
        "outside_region": tuple(d.name for d in kb.divisions() if not d.zhejiang),
        "unit": tuple(unit.name for unit in kb.units()),
        "field": tuple(dict.fromkeys(item.field for item in kb.standard_items())),
        "month": MONTHS,
        "year": YEARS,
        "document_number": tuple(d.number for d in kb.documents()),
        "page": tuple(str(page) for page in range(1, 21)),
    }


def questions(intent: str, context: AnswerContext) -> Iterator[Question]:
    """Yield the questions of one intent: all values where it computes, one a kind where not."""
    text = context.labels[intent].translations["zh"] if intent in context.labels else "这件事怎么办"
    values = entity_values(context.kb)
    yield Question(text, intent, today=LATER)
    for kind, known in values.items():
        for value in known if intent in COMPUTED else known[:1]:
            yield Question(text, intent, entities={kind: (value,)}, today=LATER)
    if intent in ("deadlines", "pilot_items"):
        for year in ("2017", "2018", "2030"):
            for month in MONTHS:
                entities = {"year": (year,), "month": (month,)}
                yield Question(text, intent, entities=entities, today=LATER)
    if intent == "find_policy":
        yield from _every_passage(intent, context.kb)
    if intent == "nlu_fallback":
        yield from _every_doubt(intent, context)
    if intent.startswith("follow_"):
        yield from _every_follow_up(intent, context, values)


def few_questions(intent: str, context: AnswerContext) -> Iterator[Question]:
    """Yield a question without and with each kind of entity, and one for each month and year."""
    yield Question("这件事怎么办", intent)
    for kind, known in entity_values(context.kb).items():
        for value in known if kind in ("month", "year") else known[:1]:
            yield Question("这件事怎么办", intent, entities={kind: (value,)})


def _every_passage(intent: str, kb: KnowledgeBase) -> Iterator[Question]:
    """Yield one question that is near each provision in meaning and one near it in words."""
    for document in kb.documents():
        for row in kb.provisions(document.id):
            yield Question("zzz", intent, nearby=((document.id, row.id, 0.5),), today=LATER)
            yield Question(row.heading or row.text[:40], intent, today=LATER)


def _every_doubt(intent: str, context: AnswerContext) -> Iterator[Question]:
    for name in domain()["intents"]:
        for confidence in (0.9, 0.3, 0.05):
            yield Question("zzz", intent, readings=(IntentScore(name, confidence),), today=LATER)


def _every_follow_up(
    intent: str, context: AnswerContext, values: Mapping[str, tuple[str, ...]]
) -> Iterator[Question]:
    for name in domain()["intents"]:
        if not name.startswith("follow_") and name != "nlu_fallback":
            past = PreviousQuestion(name, "这件事怎么办", {})
            yield Question("那呢", intent, history=(past,), today=LATER)
    for name in COMPUTED:
        for kind, known in values.items():
            past = PreviousQuestion(name, "这件事怎么办", {kind: known[:1]})
            entities = {kind: known[-1:]}
            yield Question("那呢", intent, entities=entities, history=(past,), today=LATER)


def ask(question: Question, context: AnswerContext) -> list[Asked]:
    """Return the question with its answer, and those behind the buttons for the next page."""
    asked: list[Asked] = []
    following: Question | None = question
    while following:
        given = answer(following, context)
        asked.append((following, given))
        # A follow-up shows the pages of the question it leans on, which is asked by itself too.
        following = _next_page(following, given) if question.intent in COMPUTED else None
    return asked


def _next_page(question: Question, given: Answer) -> Question | None:
    for suggestion in given.suggestions:
        intent, entities = unpack(suggestion)
        if "page" in entities:
            named = {kind: tuple(values) for kind, values in entities.items() if kind != "page"}
            return replace(question, intent=intent, entities={**named, "page": (entities["page"],)})
    return None


def unpack(suggestion: Suggestion) -> tuple[str, dict[str, Any]]:
    """Return intent and entities of a button."""
    found = PAYLOAD.fullmatch(suggestion.payload)
    assert found, suggestion.payload
    return found["intent"], json.loads(found["entities"] or "{}")


def without_repeats(asked: Iterable[Asked]) -> list[Asked]:
    """Return each answer once, with the first question that got it."""
    first: dict[str, Asked] = {}
    for question, given in asked:
        first.setdefault(repr(given), (question, given))
    return list(first.values())

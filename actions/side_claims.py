"""What people claim beside unpaid wages: severance, the double wage, dispatch and the like.

Said with a wage answer where the message or the thread is about unpaid wages. Asked alone it is
outside: the rule in one sentence, and who helps.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from actions.answer import Answer, curated
from actions.desk import Desk
from actions.proof import channel_link
from actions.question import FALLBACK_INTENT, Question
from actions.rules import Said, proven, texts
from actions.short import is_short
from actions.topics import topic_of

LABOUR = "out_labour"
_FILE = Path(__file__).with_suffix(".yml")


@dataclass(frozen=True)
class Matter:
    """Something claimed beside unpaid wages.

    Attributes:
        name: Its key.
        words: How a message names it.
        rule: The rule in one sentence.
        steps: What else is said inside a wage matter.
        card: Intent whose card it belongs to, if there is one.
        inside: Whether it is told only inside a wage matter.
    """

    name: str
    words: re.Pattern[str]
    rule: Said
    steps: tuple[Said, ...]
    card: str = ""
    inside: bool = False


def matters(text: str) -> tuple[Matter, ...]:
    """Return what a message claims beside wages, the first ones of the list only."""
    found = (matter for matter in all_matters() if matter.words.search(text))
    return tuple(found)[: int(_data()["settings"]["most"])]


def says_owed(text: str) -> bool:
    """Tell whether a message says that pay is owed.

    >>> says_owed("公司拖欠工资三个月，我想辞职"), says_owed("被辞退了，工资是按时发的")
    (True, False)
    """
    return bool(_pattern("owed").search(text)) and not _pattern("not_owed").search(text)


def labour_matter(question: Question, desk: Desk) -> Answer:
    """Return the answer to a labour question that is not about unpaid wages alone."""
    within = _within_wages(question, desk)
    if within is not None:
        return within
    if says_owed(question.text):
        return desk.card_answer("wages_claim")
    alone = [matter for matter in matters(question.text) if not matter.inside]
    return _alone(alone[0], desk) if alone else desk.card_answer(LABOUR)


def unsure_of_wages(question: Question, desk: Desk) -> Answer | None:
    """Return the answer to an unsure message that names such a matter beside unpaid wages.

    A short one within a wage thread is not handed over for a word of it (我是派遣到银行的).
    """
    handed_over = topic_of(question.intent) == "outside" and question.intent != LABOUR
    within_thread = handed_over and is_short(question.text) and _thread_is_wages(question)
    if question.intent == FALLBACK_INTENT or within_thread:
        return _within_wages(question, desk)
    return None


def with_side_claims(given: Answer, question: Question, desk: Desk) -> Answer:
    """Return a wage answer with what the message claims besides, at the head if it is the point."""
    named = matters(question.text)
    if not named:
        return given
    at_head = _data()["settings"]["first"].get(question.intent, ())
    first = [matter.rule for matter in named if matter.name in at_head]
    others = [matter for matter in named if matter.name not in at_head]
    after = [matter.rule for matter in others]
    steps = [step for matter in others for step in matter.steps]
    return replace(
        given,
        lead=(*texts(first), *given.lead, *texts(after)),
        steps=(*given.steps, *texts(steps)),
        **proven(given, [*first, *after, *steps], desk),
    )


def _within_wages(question: Question, desk: Desk) -> Answer | None:
    """Return the answer where the message or the thread is about wages, else ``None``."""
    named = matters(question.text)
    if not named:
        return None
    of_a_card = next((matter.card for matter in named if matter.card), "")
    likely = of_a_card if _likeliest_is_wages(question) else ""
    intent = "wages_claim" if says_owed(question.text) else likely
    if intent:
        asked = replace(question, intent=intent)
        return with_side_claims(desk.card_answer(intent), asked, desk)
    return _in_thread(named, desk) if _thread_is_wages(question) else None


def _in_thread(named: Iterable[Matter], desk: Desk) -> Answer:
    rules = [matter.rule for matter in named]
    steps = [step for matter in named for step in matter.steps]
    settings = _data()["settings"]
    answer = Answer(
        "answered",
        lead=texts(rules),
        steps=texts(steps),
        links=tuple(channel_link(desk.kb.channel(name)) for name in settings["channels"]),
        suggestions=desk.suggest(*settings["suggestions"]),
    )
    return replace(answer, **proven(answer, [*rules, *steps], desk))


def _alone(matter: Matter, desk: Desk) -> Answer:
    card = replace(desk.card_answer(LABOUR), citations=(), notices=(), steps=())
    handover = curated(**_data()["texts"]["handover"])
    return replace(card, lead=(matter.rule.text, handover), **proven(card, [matter.rule], desk))


def _thread_is_wages(question: Question) -> bool:
    """Tell whether the question before was about unpaid wages."""
    return bool(question.history) and topic_of(question.history[0].intent) == "wages"


def _likeliest_is_wages(question: Question) -> bool:
    """Tell whether an unsure message is likeliest about wages."""
    unsure = question.intent == FALLBACK_INTENT and question.readings
    return bool(unsure) and topic_of(question.readings[0].intent) == "wages"


@cache
def all_matters() -> tuple[Matter, ...]:
    """Return every matter of the file, in its order."""
    return tuple(
        Matter(
            name,
            re.compile(row["words"], re.IGNORECASE),
            Said.of(row["rule"]),
            tuple(Said.of(step) for step in row.get("steps", ())),
            row.get("card", ""),
            row.get("inside", False),
        )
        for name, row in _data()["matters"].items()
    )


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_data()["patterns"][name], re.IGNORECASE)


@cache
def _data() -> Mapping[str, Any]:
    return yaml.load(_FILE.read_text(encoding="utf-8"), yaml.CSafeLoader)  # type: ignore[no-any-return]

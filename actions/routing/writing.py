"""Hears that something is to be written, and of what: 写个投诉书给我, 那就写吧, 写信."""

from __future__ import annotations

from actions.answer import Answer
from actions.context import AnswerContext
from actions.guides import GUIDES
from actions.guides.common import COMMON, wants_letter
from actions.question import PreviousQuestion, Question
from actions.routing.short_kinds import load_short_kinds
from actions.routing.told import CASES
from nlu.topics import is_talk, matter_of, topic_of

#: A longer message says of what matter a letter is to be.
_LONGEST = 12


def case_to_write(question: Question, past: PreviousQuestion | None) -> str:
    """Return the case that writes what a message asks for, ``""`` where it asks for nothing.

    Args:
        question: The message; what says of which matter a letter asked for before is does too.
        past: The last question on a matter.
    """
    if question.text.startswith("/") or question.intent in GUIDES:
        return ""
    last = next(iter(question.history), None)
    own = topic_of(question.intent)
    if last and wants_letter(last.text) and not matter_of_case(last.intent) and own in CASES:
        return CASES[own]
    if not wants_letter(question.text):
        return ""
    if COMMON.patterns["of_labour"].search(question.text):
        return CASES["wages"]
    lost = is_talk(question.intent) or matter_of(question.intent) not in CASES
    topic = own if not lost else topic_of(past.intent) if past else ""
    return CASES.get(topic, "")


def matter_of_case(intent: str) -> bool:
    """Tell whether an intent is on a matter that has a case."""
    return topic_of(intent) in CASES


def letters_offered(question: Question, context: AnswerContext) -> Answer | None:
    """Return which letters can be written, to who asks for one and names no matter."""
    known = matter_of(question.intent) in CASES and question.is_clear
    if known or len(question.text) > _LONGEST or not wants_letter(question.text):
        return None
    return Answer(
        "clarify", lead=(load_short_kinds().texts["letters"],), suggestions=context.suggest(*GUIDES)
    )

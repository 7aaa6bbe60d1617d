"""Asks the rows of a base in words."""

from __future__ import annotations

from nlu.fact_questions.question_reader import question_reader
from policies_kb.questions.base import FactBase
from policies_kb.questions.found import FactAnswer, Thread
from policies_kb.questions.order import ask
from policies_kb.questions.query import FactQuery


def read(text: str, base: FactBase, thread: Thread | None = None) -> FactQuery:
    """Return what a text asks."""
    return question_reader(base.kb).read(text, thread or Thread())


def ask_in_words(
    text: str,
    thread: Thread,
    base: FactBase,
    likely: frozenset[str] = frozenset(),
    strict: bool = False,
) -> FactAnswer | None:
    """Return what the rows say to a text after a thread."""
    return ask(read(text, base, thread), thread, base, likely, strict)

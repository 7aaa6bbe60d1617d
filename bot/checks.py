"""Checks the files of this room: their form, and each letter with all its conditions."""

from __future__ import annotations

from collections.abc import Iterator

from bot.attachments.letter_check import letter_problems
from bot.tables import BOT_TABLES
from policies_kb.checks.problem import Problem, form_problems
from policies_kb.kb import KnowledgeBase


def check_bot(base: KnowledgeBase) -> Iterator[Problem]:
    """Yield what is wrong: an unsound file, or a letter that cannot be filled."""
    faults = list(form_problems(BOT_TABLES))
    yield from faults or map(Problem.of, letter_problems(base))

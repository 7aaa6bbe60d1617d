"""What is said to who writes on after a danger: where they are, that they are afraid."""

from __future__ import annotations

import re
from collections.abc import Mapping

from actions.answer import Answer
from actions.context import AnswerContext
from actions.question import CALM_AGAIN, Question
from actions.statements.dangers import DANGERS
from nlu.simplified import to_simplified
from nlu.topics import FALLBACK_INTENT, is_matter, topic_of

#: So many messages after it a danger is still spoken of.
_MESSAGES = 4
#: What asks something of its own is longer than so many signs.
_FEW = 24
#: A word in letters counts as one sign.
_LETTERS = re.compile(r"[A-Za-z']+\s*")


def heard_lately(heard: object, turn: int) -> tuple[str, ...]:
    """Return the dangers that are still spoken of.

    Args:
        heard: What the conversation keeps: the rows heard last, and the turn before them.
        turn: The turn that is being taken.
    """
    # What was kept before rows were is only that there was one.
    if not isinstance(heard, Mapping) or turn - heard["turn"] > _MESSAGES:
        return ()
    return tuple(row for row in heard["rows"] if row in DANGERS.data.rows)


def after_danger(question: Question, context: AnswerContext) -> Answer | None:
    """Return the next words to who writes on of a danger just heard, ``None`` for who asks
    something else."""
    if not question.after or question.sending.pressed:
        return None
    table, plain = DANGERS.data, to_simplified(question.text)
    calm = question.intent == CALM_AGAIN and not table.suffers.search(plain)
    if calm or table.takes_back.search(plain):
        return context.card_answer(CALM_AGAIN)
    if not _writes_on(question):
        return None
    words = table.next_words(question.after, context.kb)
    reported = table.reported.said.search(plain)
    return Answer("answered", table.reported.lines if reported else words.lines, links=words.links)


def _writes_on(question: Question) -> bool:
    """Tell whether few words ask nothing of their own."""
    if len(_LETTERS.sub("字", question.text)) > _FEW:
        return False
    asks = is_matter(question.intent) and question.is_clear
    leans = question.intent in DANGERS.data.leaning | {CALM_AGAIN, FALLBACK_INTENT}
    return not asks and (leans or bool(question.follows) or topic_of(question.intent) == "follow")

"""What is said to who writes on after a danger: where they are, that they are afraid."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from actions.answer import Answer
from actions.citations import without_doubles
from actions.context import AnswerContext
from actions.question import CALM_AGAIN, Question
from actions.statements.dangers import DANGERS
from actions.statements.side_claims import matters
from nlu.simplified import to_simplified
from nlu.topics import FALLBACK_INTENT, OUTSIDE, is_matter, topic_of

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
    if is_calm(question):
        return context.card_answer(CALM_AGAIN)
    plain, table = to_simplified(question.text), DANGERS.data
    acted = table.has_begun(question.after[0], plain)
    outside = topic_of(question.intent) == OUTSIDE and question.intent not in table.leaning
    if not acted and (matters(plain) or not (outside or _writes_on(question))):
        return None
    words = table.next_words(question.after, plain, context.kb)
    if outside and not acted:
        # What is handed over is, behind the words: who cannot pay back is still in danger.
        given = context.card_answer(question.intent)
        links = without_doubles((*words.links, *given.links))
        return replace(given, lead=(*words.lines, *given.lead), links=links)
    return Answer("answered", lead=words.lines, links=words.links)


def is_calm(question: Question) -> bool:
    """Tell whether a message takes back a danger just heard."""
    if not question.after:
        return False
    table, plain = DANGERS.data, to_simplified(question.text)
    calm = question.intent == CALM_AGAIN and not table.suffers.search(plain)
    return calm or table.takes_back.search(plain) is not None


def has_ended(question: Question) -> bool:
    """Tell whether a danger just heard is spoken of no more: it was taken back, or a matter was
    asked about in clear words. A wish to die stays in mind."""
    asks = is_matter(question.intent) and question.is_clear
    return is_calm(question) or bool(question.after and asks and question.after[0] != "self_harm")


def _writes_on(question: Question) -> bool:
    """Tell whether few words ask nothing of their own and name none of our matters."""
    plain = to_simplified(question.text)
    named = any(words.search(plain) for words in DANGERS.data.matters.values())
    if named or len(_LETTERS.sub("字", plain)) > _FEW:
        return False
    asks = is_matter(question.intent) and question.is_clear
    leans = question.intent in DANGERS.data.leaning | {CALM_AGAIN, FALLBACK_INTENT}
    return not asks and (leans or bool(question.follows) or topic_of(question.intent) == "follow")

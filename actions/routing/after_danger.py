"""What is said to who writes on after a danger: where they are, that they are afraid.

Who asks of a matter is answered; after a wish to die one sentence says once whom to call.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from actions.answer import Answer
from actions.citations import without_doubles
from actions.context import AnswerContext
from actions.question import CALM_AGAIN, Question
from actions.routing.short_messages import DETAIL, open_matter
from actions.statements.dangers import DANGERS
from actions.statements.side_matters import LABOUR, matters
from nlu.clauses import asks
from nlu.simplified import to_simplified
from nlu.topics import FALLBACK_INTENT, OUTSIDE, is_matter, topic_of

#: So many messages after it a danger is still spoken of.
_MESSAGES = 4
#: What asks something of its own is longer than so many signs.
_FEW = 24
#: The danger that is in mind whatever is asked since.
_STAYS = "self_harm"
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
    if not acted and _asks(question):
        return _of_unsaid_matter(question, context)
    returns = _is_back(question)
    if question.aside and not (acted or returns) and question.after[0] != _STAYS:
        return None
    outside = topic_of(question.intent) == OUTSIDE and question.intent not in table.leaning
    if not acted and (matters(plain) or not (outside or returns or _writes_on(question))):
        return None
    words = table.next_words(question.after, plain, context.kb)
    if outside and not (acted or returns):
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
    if question.aside and question.after[0] != _STAYS:
        return calm
    # Also found in questions: 是不是要去仲裁.
    return calm or (table.takes_back.search(plain) is not None and not _asks(question))


def is_aside(question: Question, helped: bool) -> bool:
    """Tell whether something else is spoken of after a message that follows a danger.

    A matter was asked about in clear words, or whom to call was said with another answer. From then
    on few words belong to that matter unless they say that the danger is back; a wish to die stays
    in mind.

    Args:
        question: The message.
        helped: Whether whom to call was said with its answer.
    """
    of_matter = is_matter(question.intent) and question.is_clear
    asked = of_matter and question.after[0] != _STAYS
    return (question.aside or asked or helped) and not _is_back(question)


def with_help_named(given: Answer, question: Question, context: AnswerContext) -> Answer:
    """Return an answer to who asks of something else, with whom to call before it the first time.

    The lines of a danger and what belongs to it name the number themselves.
    """
    sending = question.sending
    if not question.after or question.aside or sending.in_danger or sending.pressed:
        return given
    line = DANGERS.data.besides(question.after[0], context.kb)
    if line is None or is_calm(question) or _speaks_of(given, question, context):
        return given
    return replace(given, lead=(line, *given.lead))


def _speaks_of(given: Answer, question: Question, context: AnswerContext) -> bool:
    """Tell whether an answer names whom to call in the danger already."""
    first = DANGERS.data.rows[question.after[0]].channels[0]
    number = f"tel:{context.kb.channel(first).phone}"
    return any(link.url == number for link in given.links)


def _asks(question: Question) -> bool:
    """Tell whether a message asks of a matter: how much, until when, where, with what papers.

    Who suffers on after a wish to die asks nothing.
    """
    table, plain = DANGERS.data, to_simplified(question.text)
    if question.after[0] == _STAYS and table.suffers.search(plain):
        return False
    asking = asks(plain) or table.asked.asking.search(plain) is not None
    return asking and table.asked.said.search(plain) is not None


def _of_unsaid_matter(question: Question, context: AnswerContext) -> Answer | None:
    """Return what is said where few words do not tell which matter they ask of, else ``None``."""
    plain = to_simplified(question.text)
    if topic_of(question.intent) == OUTSIDE:
        lost = question.intent != LABOUR
    else:
        lost = not is_matter(question.intent) and open_matter(question.history) is None
    if not lost or matters(plain) or not _is_few(plain):
        return None
    words = DANGERS.data.unsaid_matter(context.kb)
    return Answer("clarify", lead=words.lines, links=words.links)


def _writes_on(question: Question) -> bool:
    """Tell whether few words ask nothing of their own and name none of our matters."""
    plain = to_simplified(question.text)
    named = any(words.search(plain) for words in DANGERS.data.matters.values())
    if named or not _is_few(plain):
        return False
    if question.follows == DETAIL and question.values("region") and question.after[0] != _STAYS:
        # Where they are, rather than where the work was.
        return True
    of_matter = is_matter(question.intent) and question.is_clear
    leans = question.intent in DANGERS.data.leaning | {CALM_AGAIN, FALLBACK_INTENT}
    return not of_matter and (
        leans or bool(question.follows) or topic_of(question.intent) == "follow"
    )


def _is_few(plain: str) -> bool:
    """Tell whether a message is of few words."""
    return len(_LETTERS.sub("字", plain)) <= _FEW


def _is_back(question: Question) -> bool:
    """Tell whether few words say that a danger goes on or is back."""
    plain = to_simplified(question.text)
    said = DANGERS.data.returns.search(plain) is not None
    return said and _is_few(plain) and not _asks(question)

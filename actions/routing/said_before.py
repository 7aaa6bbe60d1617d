"""A page that a conversation was shown is not shown whole again: only what is new, shortly."""

from __future__ import annotations

from dataclasses import replace

from actions.answer import Answer, Phrase, worded
from actions.context import AnswerContext
from actions.question import Question
from actions.routing.brief import MOST_DOORS, shows_page, what_was_asked, with_page_button
from actions.routing.nearest import nearest, proving
from actions.routing.premise import takes_figure_for_granted
from actions.routing.short_kinds import load_short_kinds
from actions.routing.short_messages import DETAIL
from nlu.clauses import asks
from nlu.decision import rules
from nlu.topics import is_national, topic_of

#: The matter people go on asking of in pieces; the pages of others hold one answer each.
_TOPIC = "wages"
#: Kinds of short messages that want the page, or are answered without it.
_WHOLE = frozenset({"repeat", DETAIL})


def said_once(given: Answer, question: Question, context: AnswerContext) -> Answer:
    """Return an answer without the page that the conversation was shown before.

    What was put before the page stays. Else what replies is its first sentence with the steps
    that have words of the message, or that nothing more exact is held.
    """
    if not shows_page(given, question, context) or not _was_shown(question) or given.rows:
        return given
    card = context.cards[question.intent]
    lead = tuple(line for line in given.lead if line != card.lead)
    steps = tuple(step for step in given.steps if step not in card.steps)
    if given.decided == "likely":
        lead = given.lead
    elif not lead:
        steps = (*steps, *nearest(question.text, card.steps))
        lead = (card.lead if steps else _reply(card.lead, question),)
    return replace(
        given,
        lead=lead,
        steps=steps,
        citations=proving((*lead, *steps), given.citations),
        links=given.links[:MOST_DOORS],
        suggestions=with_page_button(given, question, context),
    )


def _was_shown(question: Question) -> bool:
    """Tell whether a message in words comes behind another with the same page of unpaid wages.

    A figure is held against the whole page, so it stays with one.
    """
    if topic_of(question.intent) != _TOPIC or not is_national(question.intent):
        return False
    if question.text.startswith("/") or question.follows in _WHOLE:
        return False
    shown = any(past.text and past.intent == question.intent for past in question.history)
    return shown and not takes_figure_for_granted(question)


def _reply(page: Phrase, question: Question) -> Phrase:
    """Return the first sentence of a page where it replies, or that nothing more exact is held."""
    shorts = load_short_kinds()
    in_general = question.intent == rules().general.get(topic_of(question.intent))
    if not in_general or question.follows or shorts.page_asked.search(question.text):
        return page
    if not asks(question.text):
        return shorts.texts["as_before"]
    asked = what_was_asked(question)
    return worded(shorts.texts["not_held"], asked=asked)

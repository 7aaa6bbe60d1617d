"""What is said to a message on somebody's own case that no page answers.

That is the point it is nearest to, said as a guess, or that nothing is held on it.
"""

from __future__ import annotations

from dataclasses import replace

from actions.answer import Answer, Phrase, curated, worded
from actions.citations import channel_links
from actions.context import AnswerContext
from actions.nearness import is_unforeseen, point_near
from actions.question import Question
from actions.routing.beside import names_another
from actions.routing.brief import MOST_DOORS, what_was_asked, with_page_button
from actions.routing.points import POINTS
from actions.routing.short_kinds import load_short_kinds
from actions.routing.short_messages import UNSURE, is_short, open_matter
from actions.statements.sentences import SourcedSentence, proven
from actions.statements.side_matters import matters
from actions.statements.wage_points import WAGE_POINTS, fits, is_elsewhere
from nlu.clauses import asks
from nlu.decision import rules
from nlu.topics import FALLBACK_INTENT, OUTSIDE, is_national, topic_of

_NOTHING = curated("", "")


def perhaps_asked(question: Question, context: AnswerContext) -> Answer | None:
    """Return the point a message may ask of the case spoken of, ``None`` where a page answers it
    or none is near."""
    topic = _unanswered(question)
    near = rules().near
    least = near.point if topic_of(question.intent) == OUTSIDE else near.perhaps
    name = point_near(question, topic, least) if topic else ""
    said, words, channels = _sentence(topic, name, question)
    if said is None:
        return None
    answer = Answer(
        "answered",
        lead=(load_short_kinds().texts["perhaps"], words),
        links=channel_links(context.kb, channels)[:MOST_DOORS],
        decided="likely",
    )
    answer = replace(answer, suggestions=with_page_button(answer, question, context))
    return replace(answer, **proven(answer, (said,), context))


def nothing_held(given: Answer, question: Question, context: AnswerContext) -> Answer:
    """Return a page behind the word that nothing is held on what was asked, where it is like
    nothing that ever was asked of the case spoken of."""
    topic = _spoken_of(question)
    card = context.cards.get(question.intent)
    page_alone = card is not None and given.lead == (card.lead,)
    if not topic or question.follows or not page_alone or not asks(question.text):
        return given
    if topic_of(question.intent) != topic or not is_unforeseen(question, topic):
        return given
    asked = what_was_asked(question)
    told = worded(load_short_kinds().texts["nearest_page"], asked=asked)
    return replace(given, lead=(told, *given.lead))


def _unanswered(question: Question) -> str:
    """Return the topic of the case spoken of where a message gets no page of it but one that was
    shown before, or few words are handed over, else ``""``."""
    topic = _spoken_of(question)
    shown = any(past.intent == question.intent for past in question.history)
    if question.follows == UNSURE or question.intent == FALLBACK_INTENT:
        return topic
    if topic_of(question.intent) == OUTSIDE and not question.follows:
        return topic if _may_lean(question, topic) else ""
    own = topic_of(question.intent) == topic and not question.follows
    beside = topic == "wages" and matters(question.text)
    answered = not own or beside or not (shown or is_unforeseen(question, topic))
    return "" if answered else topic


def _may_lean(question: Question, topic: str) -> bool:
    """Tell whether few words that are taken for an outside matter may be of the case."""
    apart = names_another(question.text) or (topic == "wages" and matters(question.text))
    elsewhere = topic == "wages" and is_elsewhere(question)
    return is_short(question.text) and not apart and not elsewhere


def _spoken_of(question: Question) -> str:
    past = open_matter(question.history)
    if past is None or past.about or question.text.startswith("/") or not is_national(past.intent):
        return ""
    return topic_of(past.intent)


def _sentence(
    topic: str, name: str, question: Question
) -> tuple[SourcedSentence | None, Phrase, tuple[str, ...]]:
    """Return what a point says with its law, its words, and the channels of who knows more."""
    if topic == "wages" and name in WAGE_POINTS.data.points:
        wages = WAGE_POINTS.data.points[name]
        if fits(wages, question):
            return wages.rule, wages.says(), wages.channels or WAGE_POINTS.data.channels
    if name in POINTS.data.points:
        point = POINTS.data.points[name]
        if point.comes_after(question, open_matter(question.history)):
            said = point.sentence(question)
            return said, said.text if said else _NOTHING, point.channels
    return None, _NOTHING, ()

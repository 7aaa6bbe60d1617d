"""Words the answers to short messages: the part that replies first, or a question back."""

from __future__ import annotations

from dataclasses import replace

from actions.answer import Answer, Phrase, worded
from actions.context import AnswerContext
from actions.question import Question
from actions.routing.brief import MOST_DOORS
from actions.routing.matters import matter_names
from actions.routing.points import POINTS, not_shown_again, with_point
from actions.routing.short_kinds import ShortKind, load_short_kinds
from actions.routing.short_messages import DETAIL, UNSURE, open_matter
from nlu.topics import matter_of, topic_of


def unsure(question: Question, context: AnswerContext) -> Answer:
    """Return the question back to a few words that fit nothing, with the other door."""
    past = open_matter(question.history)
    assert past, "nothing is unsure but after a matter"
    matter = matter_names()[matter_of(past.intent)]
    card = context.cards.get(past.intent)
    outside = topic_of(question.intent) == "outside"
    return Answer(
        "clarify",
        lead=(worded(load_short_kinds().texts[UNSURE], matter=matter),),
        links=context.card_answer(question.intent).links if outside else (),
        suggestions=context.suggest(*card.suggestions) if card else (),
    )


def replied(given: Answer, question: Question, context: AnswerContext) -> Answer:
    """Return the answer to a short message: the part that replies to it first."""
    shorts = load_short_kinds()
    if question.follows in POINTS.data.points:
        return with_point(given, question, context)
    if question.follows == DETAIL:
        return shorts.details.reply(given, question, context)
    return not_shown_again(_with_part(given, question), question, context)


def _with_part(given: Answer, question: Question) -> Answer:
    """Return an answer with the part that replies to a kind of short message first."""
    shorts = load_short_kinds()
    said = shorts.texts.get(question.follows)
    if said:
        return replace(given, lead=(said, *given.lead))
    if given.status != "answered":
        return given
    kind = next(kind for kind in shorts.kinds if kind.name == question.follows)
    told = _step_of(kind, given)
    if told is None:
        return given
    rest = tuple(step for step in given.steps if step is not told)
    return replace(given, lead=(told, *given.lead), steps=rest, links=given.links[:MOST_DOORS])


def _step_of(kind: ShortKind, given: Answer) -> Phrase | None:
    """Return the step that replies, ``None`` where the lead does or nothing."""
    for words in kind.tells:
        if any(words.search(line.chinese) for line in given.lead):
            return None
        told = next((s for s in given.steps if words.search(s.chinese)), None)
        if told:
            return told
    return None
